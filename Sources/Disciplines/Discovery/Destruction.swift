import Facts

/// Which functions end an object that they are given, and which allocate one and return it.
///
/// Found bottom-up from `delete`, explicit destructor calls and the deallocators, through helpers of any depth.
struct Destruction {
  struct Argument: Hashable {
    var function: FunctionID
    /// -1 is the object that a method is called on.
    var position: Int
  }

  /// The event that ends the argument, for evidence.
  private(set) var destroyed: [Argument: Int] = [:]
  /// Functions that return what they allocated; the event that allocates it.
  private(set) var creating: [FunctionID: Int] = [:]
  /// Functions that return addresses of statics and nothing else: the object that stands for an error.
  private var returningStatics: Set<FunctionID> = []
  private let program: Program

  init(_ program: Program) {
    self.program = program
    findDestroyed()
    findCreating()
  }

  func destroys(_ position: Int, of function: FunctionID) -> Bool {
    destroyed[Argument(function: function, position: position)] != nil
      || program.primitives.frees[function] == position
  }

  /// Whether an event ends the object at `root`, given what is known so far.
  func ends(_ root: Origin.Root, at event: Event, in view: BodyView) -> Bool {
    switch event.operation {
    case .delete: return view.isWhole(view.body.operand(0, of: event), root)
    case .call:
      if !event.function.isNone, program.facts[event.function].kind == .destructor {
        guard !event.flags.contains(.isImplicit), let receiver = view.argument(-1, of: event) else { return false }
        return view.isWhole(receiver, root)
      }
      let targets = program.targets(of: event, in: view)
      for (position, value) in view.numberedArguments(of: event) where view.isWhole(value, root) {
        if targets.contains(where: { destroys(position, of: $0) }) { return true }
      }
      return false
    default: return false
    }
  }

  /// Whether a call frees the object or runs its destructor, with no helper between.
  func endsByItself(_ root: Origin.Root, at call: Event, in view: BodyView) -> Bool {
    guard !call.function.isNone else { return false }
    if program.facts[call.function].kind == .destructor { return ends(root, at: call, in: view) }
    guard let freed = program.primitives.frees[call.function], let value = view.argument(freed, of: call) else {
      return false
    }
    return view.isWhole(value, root)
  }

  /// Whether the last thing that a function does with an argument is to give it to one whose body is not known.
  func givesAway(_ position: Int, of function: FunctionID, depth: Int = 0) -> Bool {
    guard depth < 4, let view = program.view(of: function),
      let last = view.body.events.last(where: { event in
        view.body.operands(of: event).contains { !$0.isNone && view.origin(of: $0).root == .parameter(position) }
          && event.operation != .load && event.operation != .convert
      }), last.operation == .call
    else { return false }
    let targets = program.targets(of: last, in: view)
    return view.numberedArguments(of: last).contains { inner, value in
      view.isWhole(value, .parameter(position))
        && (targets.isEmpty
          || targets.contains { program.facts[$0].body == nil || givesAway(inner, of: $0, depth: depth + 1) })
    }
  }

  private mutating func findDestroyed() {
    var fresh: [Argument] = []
    for index in program.facts.functions.indices {
      let id = FunctionID(index)
      guard let body = program.facts[id].body, body.events.contains(where: mayEnd), let view = program.view(of: id)
      else { continue }
      for (position, event) in body.events.enumerated() where mayEnd(event) {
        fresh += record(endedArguments(at: event, in: view, of: id), at: position)
      }
    }
    while let ended = fresh.popLast() {
      for caller in callers(of: ended.function) {
        guard let view = program.view(of: caller) else { continue }
        for (position, event) in view.body.events.enumerated()
        where event.operation == .call && program.targets(of: event, in: view).contains(ended.function) {
          fresh += record(endedArguments(at: event, in: view, of: caller), at: position)
        }
      }
    }
  }

  private mutating func record(_ arguments: [Argument], at event: Int) -> [Argument] {
    let new = arguments.filter { destroyed[$0] == nil }
    for argument in new { destroyed[argument] = event }
    return new
  }

  private func callers(of id: FunctionID) -> [FunctionID] {
    var callers = program.callers[id] ?? []
    // A call to the base method may run this one.
    var bases = program.facts[id].overrides
    var seen: Set<FunctionID> = []
    while let base = bases.popLast() {
      guard !base.isNone, seen.insert(base).inserted else { continue }
      callers += program.callers[base] ?? []
      bases += program.facts[base].overrides
    }
    return callers
  }

  /// What may end an object by itself: `delete`, an explicit destructor call, a deallocator, also behind a pointer.
  private func mayEnd(_ event: Event) -> Bool {
    switch event.operation {
    case .delete: true
    case .call where program.facts.isIndirect(event): true
    case .call:
      program.primitives.frees[event.function] != nil
        || (program.facts[event.function].kind == .destructor && !event.flags.contains(.isImplicit))
    default: false
    }
  }

  private func endedArguments(at event: Event, in view: BodyView, of id: FunctionID) -> [Argument] {
    let values: [ValueID] =
      event.operation == .delete
      ? [view.body.operand(0, of: event)] : view.numberedArguments(of: event).map(\.value)
    var ended: [Argument] = []
    for value in values {
      let origin = view.origin(of: value)
      guard let position = origin.argument, ends(origin.root, at: event, in: view) else { continue }
      ended.append(Argument(function: id, position: position))
    }
    return ended
  }

  private mutating func findCreating() {
    var pending = program.facts.functions.indices.map { FunctionID($0) }.filter {
      program.facts[$0].body != nil && program.facts.isPointer(program.facts[$0].returnType)
    }
    var rounds = 0
    var changed = true
    // Allocators wrap allocators, a few deep.
    while changed, rounds < 6 {
      changed = false
      rounds += 1
      pending.removeAll { id in
        guard let view = program.view(of: id) else { return false }
        if view.returnsOnlyStatics {
          returningStatics.insert(id)
          return true
        }
        guard
          let event = view.createdResult(
            isAllocator: { isAllocator($0, in: view) }, isNeutral: { returningStatics.contains($0.function) })
        else { return false }
        creating[id] = event
        changed = true
        return true
      }
    }
  }

  /// Whether a call gives memory that nobody else knows.
  func isAllocator(_ call: Event, in view: BodyView) -> Bool {
    let targets = program.targets(of: call, in: view)
    return targets.contains { program.primitives.allocates.contains($0) || creating[$0] != nil }
  }
}

extension BodyView {
  /// Whether a value is the object at `root` itself, not something inside it; a first member is at the same address.
  func isWhole(_ value: ValueID, _ root: Origin.Root) -> Bool {
    let origin = origin(of: value)
    return origin.root == root && origin.path.allSatisfy { facts[$0].index == 0 && facts.isEmbedded($0) }
  }

  /// The event that allocates what every return gives; null and statics aside.
  func createdResult(isAllocator: (Event) -> Bool, isNeutral: (Event) -> Bool) -> Int? {
    var found: Int?
    for event in body.events where event.operation == .return && event.operandCount > 0 {
      guard let sources = sources(of: body.operand(0, of: event)) else { return nil }
      for source in sources {
        switch body[source].operation {
        case .null, .global: continue
        case .constant where body.constant(source) == 0: continue
        case .new: found = found ?? source.index
        case .call where isAllocator(body[source]): found = found ?? source.index
        case .call where isNeutral(body[source]): continue
        default: return nil
        }
      }
    }
    return found
  }

  var returnsOnlyStatics: Bool {
    var found = false
    for event in body.events where event.operation == .return && event.operandCount > 0 {
      guard let sources = sources(of: body.operand(0, of: event)) else { return false }
      for source in sources {
        switch body[source].operation {
        case .global: found = true
        case .null: continue
        default: return false
        }
      }
    }
    return found
  }
}

extension FactBase {
  /// The record that a value of this type is, or whose place it is.
  func record(ofValue type: TypeID) -> RecordID? {
    guard !type.isNone, self[type].kind == .record else { return nil }
    return self[type].record.optional
  }

  /// A member that is part of the object, not a pointer to another.
  func isEmbedded(_ field: FieldID) -> Bool {
    let type = self[field].type
    return !type.isNone && self[type].kind == .record
  }
}
