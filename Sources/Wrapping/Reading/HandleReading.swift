import Disciplines
import Facts

/// Finds what functions do with objects that have one owner, and makes members of them that keep each alive for as long as
/// the library needs it.
struct HandleReading {
  let face: Face
  let pointers: PointerUse
  private let source: FaceSource
  private let ownership: OwnershipReading
  private let naming: FunctionNaming
  private let spelling: SwiftSpelling

  init(face: Face, source: FaceSource, pointers: PointerUse) {
    self.face = face
    self.source = source
    self.pointers = pointers
    ownership = OwnershipReading(source: source)
    naming = FunctionNaming(types: face.types, holdsHandles: true)
    spelling = SwiftSpelling(face: face)
  }

  /// What is done with a function when objects are held: as before where none is in it.
  func treatment(of function: FaceFunction, _ id: FunctionID) -> Treatment {
    if let made = made(byAddress: function) { return treatment(ofMaker: made, instead: function, id) }
    let name: SwiftName?
    switch function.treatment {
    case .imported(let given), .shim(let given, _): name = given
    case .overlay(let member): name = member.name
    case .counting, .unavailable, .question: return function.treatment
    }
    let objects = function.parameters.indices.filter { handle(function.parameters[$0].use) != nil }
    let isOfClass = name.map { name in face.types.contains { $0.isHandle && $0.swiftName == name.type } } ?? false
    let isBuffer = function.result.memory?.length != nil
    guard !objects.isEmpty || isOfClass || isBuffer || handle(function.result.use) != nil else {
      return function.treatment
    }
    if let question = question(function, objects, id) { return question }
    // What has no member is called with the object of `handle.use`, under its own name.
    guard let name, let member = member(function, name, id) else {
      if let shim = function.treatment.shim { return .shim(nil, shim) }
      return .imported(nil)
    }
    return .overlay(.handle(member))
  }

  /// A function that stores a new object at an address, as if it returned it; nil for any other.
  private func made(byAddress function: FaceFunction) -> FaceFunction? {
    let outputs = function.parameters.indices.filter {
      if case .objectAddress(let type) = function.parameters[$0].use { face.types[type].isHandle } else { false }
    }
    guard outputs.count == 1, let output = outputs.first, function.treatment.isWrapped,
      case .objectAddress(let type) = function.parameters[output].use
    else { return nil }
    switch function.result.use {
    case .void, .number, .boolean, .enumeration: break
    default: return nil
    }
    let words = Words(splitting: function.simpleName).words
    let isNamedSo = words.contains { Habits.makers.contains($0) }
    guard function.parameters[output].output == .owned || function.parameters[output].output == nil && isNamedSo else {
      return nil
    }
    var made = function
    made.result = FaceResult(
      use: .object(type), spelling: function.result.spelling, nullability: .nullable, ownership: .owned,
      provenance: function.parameters[output].output == nil ? .habit : nil)
    return made
  }

  private func treatment(ofMaker made: FaceFunction, instead function: FaceFunction, _ id: FunctionID) -> Treatment {
    let objects = function.parameters.indices.filter { handle(function.parameters[$0].use) != nil }
    if let question = question(made, objects, id) { return question }
    guard let name = naming.name(of: made), let member = member(made, name, id), member.closure == nil else {
      return .imported(nil)
    }
    return .overlay(.handle(member))
  }

  private func handle(_ use: TypeUse) -> Int? {
    guard case .object(let type) = use, face.types[type].isHandle else { return nil }
    return type
  }

  private func question(_ function: FaceFunction, _ objects: [Int], _ id: FunctionID) -> Treatment? {
    if let meaning = source.index.meaning(of: id), meaning.authority != .conventional {
      let ends = ([meaning.receiver] + meaning.arguments.map(\.value)).contains { $0 == .destroys }
      if ends { return .unavailable(reason: "it ends the object, which its owner does") }
    }
    for position in objects where ownership.passing(position, of: id) == .disputed {
      return .question("does it take over the object in '\(function.parameters[position].name)'? The code does both")
    }
    if handle(function.result.use) != nil, function.result.ownership == nil {
      return .question("does the caller own what it returns?")
    }
    return nil
  }

  private func isOwnType(_ use: TypeUse, _ name: SwiftName) -> Bool {
    handle(use).map { face.types[$0].swiftName == name.type } ?? false
  }

  // MARK: Members

  private func member(_ function: FaceFunction, _ name: SwiftName, _ id: FunctionID) -> HandleMember? {
    let receiver = naming.makes(function) == nil ? naming.receiver(of: function) : nil
    var roles: [HandleMember.Role] = []
    let closure = closure(in: function)
    for (position, parameter) in function.parameters.enumerated() {
      if position == receiver, handle(parameter.use) != nil {
        roles.append(.receiver)
      } else if receiver == nil, position == 0, parameter.isConsumed, isOwnType(parameter.use, name) {
        roles.append(.givenUp)
      } else if case .objectAddress(let type) = parameter.use, function.result.use == .object(type) {
        roles.append(.output)
      } else if position == closure?.function {
        roles.append(.closure(life(of: position, in: function, receiver: receiver, id)))
      } else if position == closure?.context {
        roles.append(.context)
      } else if position == closure?.farewell {
        roles.append(.farewell)
      } else if position == function.result.memory?.length {
        roles.append(.length)
      } else if let type = handle(parameter.use) {
        let isKept = isKept(position, of: id)
        roles.append(parameter.isConsumed ? .handedOver(type: type) : .object(type: type, isKept: isKept))
      } else {
        guard spelling.parameter(parameter) != nil else { return nil }
        roles.append(.value)
      }
    }
    guard let outcome = outcome(function, name, receiver: receiver, roles, id) else { return nil }
    // Whether an object was taken over is told by the result as it comes.
    if function.parameters.contains(where: { $0.failure != nil && handle($0.use) != nil }), outcome != .value {
      return nil
    }
    // A counted object has members by notes alone, and a closure needs an object that it is registered with.
    if let receiver, handle(function.parameters[receiver].use) == nil { return nil }
    if let closure, !canCall(closure.function, of: function, roles[closure.function], outcome, receiver) { return nil }
    var name = name
    if roles.first == .givenUp { name.labels[0] = "self" }
    // Swift makes counted objects itself; one that needs an object with an owner is made by a function.
    if name.form == .initializer, case .object(let type) = function.result.use, !face.types[type].isHandle {
      name.form = .function
      name.base = "make"
    }
    // A property's setter cannot throw, and an object may have ended.
    if name.form == .setter {
      name.form = .function
      name.base = "set" + name.base.prefix(1).uppercased() + name.base.dropFirst()
      name.labels = name.labels.map { $0 == "self" ? "self" : "_" }
    }
    if name.form == .getter, outcome.isNewEachTime { name.form = .function }
    if HandleWriter.ownMembers.contains(name.base) { name.base = Words(splitting: function.simpleName).lowerCamel }
    var member = HandleMember(name: name, roles: roles, outcome: outcome, shim: function.treatment.shim)
    member.shim?.isTruth = false
    if member.shim?.isEmpty ?? true { member.shim = nil }
    // Nothing would keep what a counted object needs.
    if case .object(let type) = function.result.use, face.types[type].isCounted,
      roles.contains(where: { if case .object(_, isKept: true) = $0 { true } else { false } })
    {
      return nil
    }
    return member
  }

  private func outcome(
    _ function: FaceFunction, _ name: SwiftName, receiver: Int?, _ roles: [HandleMember.Role], _ id: FunctionID
  ) -> HandleMember.Outcome? {
    if let type = handle(function.result.use) {
      if function.result.ownership == .borrowed {
        let owner = receiver ?? roles.firstIndex { if case .object = $0 { true } else { false } }
        return owner.map { .borrowed(type: type, from: $0) }
      }
      if let receiver, handle(function.parameters[receiver].use) == type, !isKept(receiver, of: id) {
        return .cloned(type: type)
      }
      let parent =
        receiver.flatMap { isKept($0, of: id) ? $0 : nil }
        ?? roles.firstIndex { if case .object(_, isKept: true) = $0 { true } else { false } }
      return .made(type: type, parent: parent)
    }
    if function.result.memory?.length != nil { return .bytes }
    if function.result.isReadAsText { return .text }
    if name.form == .getter, case .number = function.result.use,
      Words(splitting: name.base).first.map({ Habits.assertions.contains($0) }) ?? false
    {
      return .truth
    }
    return spelling.result(function.result) == nil ? nil : .value
  }

  /// The object may be needed when the call is over: it is stored somewhere, or nobody can look.
  private func isKept(_ position: Int, of id: FunctionID) -> Bool {
    let use = pointers.parameters[id.index][position]
    return source.facts[id].body == nil || use.outlivesCall
  }

  // MARK: Closures

  /// A pointer to a function that gets a context, the context, and perhaps a function that the library tells the end with.
  private func closure(in function: FaceFunction) -> (function: Int, context: Int, farewell: Int?)? {
    var functions: [Int] = []
    var farewells: [Int] = []
    var contexts: [Int] = []
    for (position, parameter) in function.parameters.enumerated() {
      switch parameter.use {
      case .function(_, [.context], .void): farewells.append(position)
      case .function(_, let parameters, _): if parameters.contains(.context) { functions.append(position) }
      case .context: if !parameter.spelling.hasPrefix("const ") { contexts.append(position) }
      default: break
      }
    }
    // Alone it is the closure itself: one that gets nothing but its context.
    if functions.isEmpty, farewells.count == 1 { swap(&functions, &farewells) }
    guard functions.count == 1, contexts.count == 1, farewells.count <= 1 else { return nil }
    return (functions[0], contexts[0], farewells.first)
  }

  private func life(
    of position: Int, in function: FaceFunction, receiver: Int?, _ id: FunctionID
  ) -> HandleMember.CallbackLife {
    if handle(function.result.use) != nil, receiver == nil { return .withObject }
    let use = pointers.parameters[id.index][position]
    if use.hasBody, use.isCalled, !use.outlivesCall { return .duringCall }
    let takesNull = function.parameters.count == 3 && function.parameters[position].nullability == .nullable
    if takesNull, function.result.use == .void { return .oneAtATime }
    return .untilCancelled(byNull: takesNull)
  }

  private func canCall(
    _ position: Int, of function: FaceFunction, _ role: HandleMember.Role, _ outcome: HandleMember.Outcome,
    _ receiver: Int?
  ) -> Bool {
    guard spelling.closure(function.parameters[position].use) != nil, case .closure(let life) = role else {
      return false
    }
    switch life {
    case .duringCall: return outcome == .value || outcome == .text
    case .withObject:
      guard case .made(_, parent: nil) = outcome else { return false }
      return true
    case .oneAtATime, .untilCancelled:
      switch function.result.use {
      case .void, .number, .boolean: return receiver != nil && outcome == .value
      default: return false
      }
    }
  }
}

extension HandleMember.Outcome {
  /// What hands out something new each time is no property.
  fileprivate var isNewEachTime: Bool {
    switch self {
    case .made, .bytes: true
    case .value, .truth, .text, .cloned, .borrowed: false
    }
  }
}
