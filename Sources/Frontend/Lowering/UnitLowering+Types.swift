import ClangBridge
import Facts

extension UnitLowering {
  func typeID(_ type: ClangType) -> TypeID {
    guard !type.isNone else { return .none }
    let known = typeIDs[type.key]
    if known != PointerTable.absent { return TypeID(known) }
    let id = makeType(type)
    typeIDs[type.key] = id.rawValue
    return id
  }

  private func makeType(_ type: ClangType) -> TypeID {
    let shape = unit.shape(of: type)
    var fact = TypeFact(kind: kind(shape.kind), isConst: shape.isConst, spelling: .none)
    let aliases = unit.aliases(of: type)
    if !aliases.isEmpty {
      fact.aliases = aliases.string.split(separator: "\n").map { facts.texts.intern(String($0)) }
    }
    fact.spelling = facts.texts.intern(unit.spelling(of: type).string)
    if !shape.record.isNone { fact.record = recordID(shape.record) }
    if !shape.inner.isNone { fact.inner = typeID(shape.inner) }
    if shape.kind == .function {
      fact.parameters = gather(type, { type.parameters(into: $0, capacity: $1) }).map { typeID($0) }
    }
    // Sugar that leaves no trace here makes many of Clang's types one.
    if let same = typeFacts[fact] { return same }
    let id = TypeID(facts.types.count)
    facts.types.append(fact)
    typeFacts[fact] = id
    return id
  }

  private func kind(_ kind: ClangTypeKind) -> TypeFact.Kind {
    switch kind {
    case .void: .void
    case .boolean: .boolean
    case .integer: .integer
    case .floating: .floating
    case .enumeration: .enumeration
    case .pointer: .pointer
    case .lvalueReference: .lvalueReference
    case .rvalueReference: .rvalueReference
    case .array: .array
    case .record: .record
    case .function: .function
    case .memberPointer: .memberPointer
    case .null: .null
    case .atomic: .atomic
    case .other: .opaque
    }
  }
}
