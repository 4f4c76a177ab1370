import Facts

/// Puts types of the headers into the words of a wrapper.
struct TypeUseReading {
  let facts: FactBase
  /// By record: its place among the face's types.
  let typeOfRecord: [RecordID: Int]

  func use(of type: TypeID, signature: FunctionID = .none) -> TypeUse {
    guard !type.isNone else { return .void }
    let fact = facts[type]
    switch fact.kind {
    case .void: return .void
    case .boolean: return .boolean
    case .integer, .floating:
      if let alias = fact.aliases.first.map({ facts[$0] }) {
        return .number(Self.standardNumbers[alias] ?? simple(alias))
      }
      let spelling = plain(facts[fact.spelling])
      return Self.numbers[spelling].map { .number($0) } ?? .other(spelling)
    case .enumeration: return .enumeration(enumerationName(fact))
    case .record: return .structure(recordName(fact))
    case .pointer, .lvalueReference: return pointer(fact, signature)
    case .array: return .pointer(isConst: isConst(fact.inner), use(of: fact.inner))
    case .function: return function(type, signature)
    case .rvalueReference, .memberPointer, .null, .atomic, .opaque: return .other(facts[fact.spelling])
    }
  }

  private func pointer(_ fact: TypeFact, _ signature: FunctionID) -> TypeUse {
    guard let innerID = fact.inner.optional else { return .other(facts[fact.spelling]) }
    let inner = facts[innerID]
    switch inner.kind {
    case .void: return .context
    case .record:
      if let type = typeOfRecord[inner.record] { return .object(type) }
      return .pointer(isConst: inner.isConst, use(of: innerID))
    case .function: return function(innerID, signature)
    case .integer where inner.isConst && plain(facts[inner.spelling]) == "char" && inner.aliases.isEmpty: return .text
    case .pointer:
      if let object = inner.inner.optional, facts[object].kind == .record, let type = typeOfRecord[facts[object].record]
      {
        return inner.isConst ? .objectArray(type) : .objectAddress(type)
      }
      return .pointer(isConst: inner.isConst, use(of: innerID))
    default: return .pointer(isConst: inner.isConst, use(of: innerID))
    }
  }

  private func function(_ type: TypeID, _ signature: FunctionID) -> TypeUse {
    let fact = facts[type]
    let name = signature.isNone ? "" : facts[facts[signature].name]
    return .function(name: name, parameters: fact.parameters.map { use(of: $0) }, result: use(of: fact.inner))
  }

  private func isConst(_ type: TypeID) -> Bool { !type.isNone && facts[type].isConst }

  private func enumerationName(_ fact: TypeFact) -> String {
    let spelling = plain(facts[fact.spelling])
    return spelling.hasPrefix("enum ") ? String(spelling.dropFirst(5)) : spelling
  }

  private func recordName(_ fact: TypeFact) -> String {
    if let alias = fact.aliases.first { return facts[alias] }
    return fact.record.isNone ? facts[fact.spelling] : facts[facts[fact.record].name]
  }

  private func plain(_ spelling: String) -> String {
    var words = spelling.split(separator: " ").map(String.init)
    words.removeAll { ["const", "volatile", "restrict"].contains($0) }
    return words.joined(separator: " ")
  }

  private func simple(_ alias: String) -> String { alias.split(separator: ":").last.map(String.init) ?? alias }

  private static let numbers: [String: String] = [
    "char": "CChar", "signed char": "CSignedChar", "unsigned char": "CUnsignedChar", "short": "CShort",
    "unsigned short": "CUnsignedShort", "int": "CInt", "unsigned int": "CUnsignedInt", "long": "CLong",
    "unsigned long": "CUnsignedLong", "long long": "CLongLong", "unsigned long long": "CUnsignedLongLong",
    "float": "CFloat", "double": "CDouble", "long double": "CLongDouble",
  ]

  private static let standardNumbers: [String: String] = [
    "size_t": "Int", "ssize_t": "Int", "ptrdiff_t": "Int", "intptr_t": "Int", "uintptr_t": "UInt", "int8_t": "Int8",
    "uint8_t": "UInt8", "int16_t": "Int16", "uint16_t": "UInt16", "int32_t": "Int32", "uint32_t": "UInt32",
    "int64_t": "Int64", "uint64_t": "UInt64", "std::size_t": "Int",
  ]
}
