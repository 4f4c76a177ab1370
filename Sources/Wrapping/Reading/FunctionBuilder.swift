import Claims
import Disciplines
import Facts

/// Decides what is done with each function.
struct FunctionBuilder {
  let source: FaceSource
  let types: [FaceType]
  let uses: TypeUseReading
  let typeOfRecord: [RecordID: Int]
  let pointers: PointerUse
  let isCPlusPlus: Bool
  private let ownership: OwnershipReading
  private let memory: MemoryReading
  private let naming: FunctionNaming
  private let operations: Set<String>
  /// What the releases call with their object.
  private let ends: Set<FunctionID>

  private var facts: FactBase { source.facts }

  init(
    source: FaceSource, types: [FaceType], uses: TypeUseReading, typeOfRecord: [RecordID: Int], pointers: PointerUse,
    memory: MemoryReading, isCPlusPlus: Bool, holdsHandles: Bool
  ) {
    self.source = source
    self.types = types
    self.uses = uses
    self.typeOfRecord = typeOfRecord
    self.pointers = pointers
    self.isCPlusPlus = isCPlusPlus
    self.memory = memory
    ownership = OwnershipReading(source: source)
    naming = FunctionNaming(types: types, holdsHandles: holdsHandles)
    var operations: Set<String> = []
    for type in types {
      switch type.kind {
      case .counted(let counting): operations.formUnion([counting.retainFunction, counting.releaseFunction])
      case .handle(let destroy): operations.insert(destroy)
      case .plain: break
      }
    }
    self.operations = operations
    ends = Self.ends(of: types, in: source.facts)
  }

  mutating func function(_ id: FunctionID) -> FaceFunction {
    let native = facts[id]
    var function = FaceFunction(
      nativeName: facts[native.name], simpleName: facts[native.simpleName], owner: typeOfRecord[native.record],
      recordName: native.record.isNone ? "" : facts[facts[native.record].name],
      isStatic: native.kind == .staticMethod, location: source.place(native.declarations.first ?? native.span),
      parameters: [], result: result(id), treatment: .imported(nil))
    function.parameters = native.parameters.indices.map { parameter($0, of: id) }
    if function.result.memory != nil, !function.result.use.isText {
      function.result.memory?.length = memory.length(among: function.parameters)
    }
    function.isDeprecated = native.attributes.contains { facts[$0].hasPrefix("deprecated") }
    function.treatment = treatment(of: function, id)
    return function
  }

  // MARK: Parts

  private func result(_ id: FunctionID) -> FaceResult {
    let function = facts[id]
    var result = FaceResult(
      use: uses.use(of: function.returnType),
      spelling: function.returnType.isNone ? "void" : facts[facts[function.returnType].spelling],
      nullability: .unspecified)
    if function.kind == .constructor, let type = typeOfRecord[function.record] {
      result.use = .object(type)
      result.nullability = .nonnull
      result.ownership = .owned
      return result
    }
    switch result.use {
    case .object, .text:
      let isNonnull = function.attributes.contains { facts[$0] == "returns_nonnull" }
      result.nullability =
        Nullability(declaredBy: result.spelling)
        ?? (isNonnull || pointers.mayReturnNull[id.index] == false ? .nonnull : .nullable)
    default: break
    }
    if let memory = memory.memory(returnedBy: id, result.use) {
      result.memory = memory
      // There may be none left.
      result.nullability = .nullable
    }
    if case .object = result.use, let known = ownership.result(of: id) {
      result.ownership = known.ownership
      result.provenance = known.provenance
    }
    return result
  }

  private func parameter(_ position: Int, of id: FunctionID) -> FaceParameter {
    let slot = facts[id].slots[position]
    // What the headers call it is the interface; the definition may say something shorter.
    let names = source.parameterNames[facts[facts[id].usr]] ?? []
    let name = names.indices.contains(position) && !names[position].isEmpty ? names[position] : facts[slot.name]
    var parameter = FaceParameter(
      name: name, use: uses.use(of: slot.type, signature: slot.signature),
      spelling: facts[facts[slot.type].spelling], nullability: .unspecified)
    if parameter.use.isPointer { parameter.nullability = nullability(position, of: id) }
    if case .object(let type) = parameter.use, types[type].kind != .plain {
      switch ownership.passing(position, of: id) {
      case .consumed: parameter.isConsumed = true
      case .consumedOnSuccess(let failure):
        parameter.isConsumed = true
        parameter.failure = failure
      case .borrowed, .disputed, .unknown: break
      }
    }
    if case .objectAddress = parameter.use { parameter.output = ownership.output(position, of: id) }
    return parameter
  }

  private func nullability(_ position: Int, of id: FunctionID) -> Nullability {
    if let declared = Nullability(declaredBy: facts[facts[facts[id].slots[position].type].spelling]) { return declared }
    for attribute in facts[id].attributes.map({ facts[$0] }) where attribute.hasPrefix("nonnull") {
      let positions = attribute.split(separator: ":").dropFirst().first?.split(separator: ",").compactMap { Int($0) }
      if positions?.contains(position) ?? true { return .nonnull }
    }
    return pointers.parameters[id.index][position].nullability
  }

  // MARK: Treatment

  private func treatment(of function: FaceFunction, _ id: FunctionID) -> Treatment {
    let native = facts[id]
    if operations.contains(function.nativeName) { return .counting }
    if source.missing.contains(facts[native.usr]) {
      return .unavailable(reason: "the headers declare it, and the library does not define it")
    }
    if native.flags.contains(.isVariadic) { return .unavailable(reason: "a variadic function has no Swift form") }
    if native.kind == .constructor {
      guard let type = typeOfRecord[native.record], types[type].isCounted,
        let discipline = source.index.disciplineOfRecord[native.record.index]
      else { return .imported(nil) }
      // Swift takes what a constructor makes for its own.
      return source.index[discipline].initialCount == 1
        ? .imported(nil)
        : .unavailable(reason: "a new object comes without a count; it takes a function that retains it")
    }
    if let refusal = countingRefusal(function, id) { return refusal }
    if let refusal = parameterRefusal(function, id) { return refusal }
    if case .object(let type) = function.result.use, types[type].isCounted, function.result.ownership == nil {
      return .question(resultQuestion(function, id))
    }
    // C++ has types and methods of its own, and Swift imports them by their names.
    let name = isCPlusPlus ? nil : naming.name(of: function)
    var shim = Shim()
    for (position, parameter) in function.parameters.enumerated() {
      guard case .object(let type) = parameter.use, types[type].isCounted else {
        if case .objectAddress(let type) = parameter.use, types[type].isCounted, parameter.output == .borrowed {
          shim.retainedOutputs.append(position)
        }
        continue
      }
      if parameter.isConsumed { shim.retained.append(position) }
    }
    if let name, name.form == .getter, isTruth(function, name) { shim.isTruth = true }
    if needsThunk(function, native) { shim.isThunk = true }
    if !shim.isEmpty { return .shim(name ?? function.memberName(among: types), shim) }
    if function.result.isReadAsText, let name, name.form != .setter { return .overlay(.text(name)) }
    return .imported(name)
  }

  /// A virtual method is called through a function that the compiler makes, without what notes say of its result; and
  /// `extern "C"` hides a function from its namespace.
  private func needsThunk(_ function: FaceFunction, _ native: Function) -> Bool {
    guard isCPlusPlus else { return false }
    if native.flags.contains(.isVirtual), case .object(let type) = function.result.use, types[type].isCounted {
      return function.result.ownership == .owned
    }
    let isNamespaced = native.kind == .free && function.nativeName.qualifiedParts.count > 1
    return isNamespaced && !facts[native.usr].contains("#")
  }

  /// What a release calls for the last reference ends the object, whoever else holds it.
  private func isEnd(_ id: FunctionID) -> Bool {
    let function = facts[id]
    guard function.kind == .free, function.parameters.count == 1,
      function.returnType.isNone || facts[function.returnType].kind == .void
    else { return false }
    return ends.contains(id)
  }

  private static func ends(of types: [FaceType], in facts: FactBase) -> Set<FunctionID> {
    var releases: Set<String> = []
    for type in types { if case .counted(let counting) = type.kind { releases.insert(counting.releaseFunction) } }
    var found: Set<FunctionID> = []
    for function in facts.functions where function.kind == .free && releases.contains(facts[function.name]) {
      guard let body = function.body else { continue }
      for event in body.events where event.operation == .call && !event.flags.contains(.isIndirect) {
        guard event.operandCount == 1, event.reference != UInt32.max else { continue }
        if body.slot(loadedBy: body.operand(0, of: event)) == 0 { found.insert(event.function) }
      }
    }
    return found
  }

  /// Besides the operations that Swift uses there may be others; in Swift's hands each would upset the count.
  private func countingRefusal(_ function: FaceFunction, _ id: FunctionID) -> Treatment? {
    if isEnd(id) { return .unavailable(reason: "it ends the object, whoever else holds it") }
    guard let meaning = source.index.meaning(of: id), meaning.authority != .conventional else { return nil }
    let effects = [meaning.receiver] + meaning.arguments.sorted { $0.key < $1.key }.map(\.value)
    for effect in effects {
      switch effect {
      case .retains, .retainsUnlessNull, .releases, .releasesUnlessNull, .adopts:
        return .unavailable(reason: "it changes the count, which Swift does by itself")
      case .destroys where !types.contains { $0.isHandle }:
        return .unavailable(reason: "it ends the object, whoever else holds it")
      case .consumesOnSuccess, .consumesOnFailure:
        return .question("what does it return when it has not taken the object over?")
      case .clearsSlot, .replacesSlot:
        return .unavailable(reason: "it exchanges the object in a variable behind Swift's back")
      default: break
      }
    }
    return nil
  }

  private func parameterRefusal(_ function: FaceFunction, _ id: FunctionID) -> Treatment? {
    for (position, parameter) in function.parameters.enumerated() {
      let name = parameter.name.isEmpty ? "parameter \(position + 1)" : "'\(parameter.name)'"
      switch parameter.use {
      case .object(let type) where types[type].isCounted:
        switch ownership.passing(position, of: id) {
        case .disputed: return .question("does it take over the reference in \(name)? The code does both")
        // A method's own object stays the caller's in any library.
        case .unknown where naming.receiver(of: function) != position:
          return .question("does it take over the reference in \(name)?")
        default: break
        }
      case .objectAddress(let type) where types[type].isCounted && parameter.output == nil:
        return .question("who owns the object that it stores at \(name)?")
      case .text where pointers.parameters[id.index][position].outlivesCall:
        return .unavailable(reason: "it keeps the text \(name), and Swift's is gone when the call is over")
      default: break
      }
    }
    return nil
  }

  private func resultQuestion(_ function: FaceFunction, _ id: FunctionID) -> String {
    if source.claims.claim(of: source.claims.slot(ofResultOf: id)) == .conflict {
      return "does the caller own what it returns? The code disagrees with itself"
    }
    return "does the caller own what it returns?"
  }

  /// A number that answers a question: its type or its name says so.
  private func isTruth(_ function: FaceFunction, _ name: SwiftName) -> Bool {
    guard case .number(let number) = function.result.use else { return false }
    if Words(splitting: number).words.contains(where: { Habits.truths.contains($0) }) { return true }
    return Words(splitting: name.base).first.map { Habits.assertions.contains($0) } ?? false
  }
}

extension FaceFunction {
  /// A shim stands at the top; its name puts it back into the class or namespace.
  func memberName(among types: [FaceType]) -> SwiftName? {
    let labels = parameters.map { _ in "_" }
    let scope = nativeName.qualifiedParts.dropLast()
    if recordName.isEmpty, !scope.isEmpty {
      return SwiftName(form: .function, type: scope.joined(separator: "."), base: simpleName, labels: labels)
    }
    guard let owner, types[owner].isCounted else { return nil }
    return SwiftName(
      form: .function, type: types[owner].swiftName, base: simpleName, labels: isStatic ? labels : ["self"] + labels)
  }
}
