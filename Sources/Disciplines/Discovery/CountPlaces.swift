import Facts

/// A number that a function changes by one: in the object that an argument points to, some fields down.
struct CountPlace: Hashable {
  enum Holder: Hashable {
    /// The argument, or -1: the object that a method is called on.
    case argument(Int)
    /// What the argument points to: `*p` of `T **p`.
    case pointee(Int)
    /// A pointer that is loaded from a field: a handle's body.
    case loaded(FieldID)
  }

  var holder: Holder
  var path: [FieldID]

  init?(_ origin: Origin) {
    guard origin.isCertain else { return nil }
    switch origin.root {
    case .parameter(let position): holder = .argument(position)
    case .pointee(let position): holder = .pointee(position)
    case .loaded(let field): holder = .loaded(field)
    default: return nil
    }
    path = origin.path
  }

  init(holder: Holder, path: [FieldID]) {
    self.holder = holder
    self.path = path
  }

  var root: Origin.Root {
    switch holder {
    case .argument(let position): .parameter(position)
    case .pointee(let position): .pointee(position)
    case .loaded(let field): .loaded(field)
    }
  }
}

/// For each function the places that it counts in, itself or through helpers.
struct CountPlaces {
  private(set) var ofFunction: [FunctionID: [CountPlace]] = [:]
  /// Fields whose number goes up somewhere, whatever the object: the other half of a count that only goes down in functions.
  private var incremented: Set<FieldID> = []
  private var decremented: Set<FieldID> = []
  /// Some function changes a number that it is given the address of: any field's may be meant.
  private var helpersIncrement = false
  private var helpersDecrement = false
  /// Paths that change by an operator in a macro's expansion.
  private(set) var incrementedInMacros: Set<FieldID> = []
  private let program: Program
  private let keepsHalves: Bool

  /// Longer chains of helpers and deeper nesting are no counts any more but data structures.
  private static let deepestPath = 5
  private static let mostPlaces = 12

  /// - Parameter keepsHalves: keeps numbers that only go up, or only down, in what was read: the other half may stand in
  ///   another unit.
  init(_ program: Program, keepsHalves: Bool = false) {
    self.program = program
    self.keepsHalves = keepsHalves
    var found: [(FunctionID, CountPlace)] = []
    for index in program.facts.functions.indices {
      let id = FunctionID(index)
      guard let body = program.facts[id].body else { continue }
      let changes = body.events.filter { Self.mayChange($0, in: body, of: program) }
      guard !changes.isEmpty, let view = program.view(of: id) else { continue }
      for event in changes {
        guard let address = view.address(ofNumberIn: event, primitives: program.primitives) else { continue }
        let origin = view.origin(of: address)
        noteChange(event, of: origin, in: view)
        if let place = CountPlace(origin) { found.append((id, place)) }
      }
    }
    // What only ever goes up is a position or a size.
    var fresh: [FunctionID] = []
    for (id, place) in found where mayCount(place) && add(place, to: id) { fresh.append(id) }
    propagate(from: fresh)
  }

  /// Operators, the primitives, and stores of what was computed: `n = n - 1`. Asked for every event there is.
  private static func mayChange(_ event: Event, in body: Body, of program: Program) -> Bool {
    switch event.operation {
    case .increment, .decrement: return true
    case .store:
      let (target, value) = (body.operand(0, of: event), body.operand(1, of: event))
      guard !target.isNone, !value.isNone, body[target].operation != .slot, !body[value].type.isNone else {
        return false
      }
      switch program.facts[body[value].type].kind {
      case .integer, .boolean, .enumeration: break
      default: return false
      }
      switch body[value].operation {
      case .arithmetic, .load, .increment, .decrement, .convert: return true
      default: return false
      }
    case .call: return !event.function.isNone && program.primitives.counts[event.function] != nil
    case .opaque: return program.facts.isCompareExchange(event)
    default: return false
    }
  }

  private func mayCount(_ place: CountPlace) -> Bool {
    guard let leaf = place.path.last else { return true }
    return keepsHalves
      || (incremented.contains(leaf) || helpersIncrement) && (decremented.contains(leaf) || helpersDecrement)
  }

  private mutating func noteChange(_ event: Event, of origin: Origin, in view: BodyView) {
    let change = view.change(by: event, primitives: program.primitives)
    guard let field = origin.path.last else {
      guard origin.argument != nil else { return }
      if change == 1 || change == nil { helpersIncrement = true }
      if change == -1 || change == nil { helpersDecrement = true }
      return
    }
    // A step that is not written in the code, but passed in, may be either.
    if change == 1 || change == nil { incremented.insert(field) }
    if change == -1 || change == nil { decremented.insert(field) }
    guard change == 1 else { return }
    if view.body.span(of: event).isFromMacro { incrementedInMacros.insert(field) }
  }

  private mutating func add(_ place: CountPlace, to id: FunctionID) -> Bool {
    guard place.path.count <= Self.deepestPath else { return false }
    var places = ofFunction[id] ?? []
    guard places.count < Self.mostPlaces, !places.contains(place) else { return false }
    places.append(place)
    ofFunction[id] = places
    return true
  }

  /// A helper's place becomes its callers': `drop(&object->counter)`.
  private mutating func propagate(from start: [FunctionID]) {
    var pending = start
    var work = 0
    while let callee = pending.popLast(), work < 2_000_000 {
      var callers = program.callers[callee] ?? []
      for base in program.facts[callee].overrides where !base.isNone { callers += program.callers[base] ?? [] }
      for caller in Set(callers).sorted() {
        guard let view = program.view(of: caller) else { continue }
        for event in view.body.events where event.operation == .call {
          work += 1
          guard program.targets(of: event, in: view).contains(callee) else { continue }
          for place in ofFunction[callee] ?? [] {
            guard let moved = view.place(place, at: event), add(moved, to: caller) else { continue }
            pending.append(caller)
          }
        }
      }
    }
  }
}

extension BodyView {
  /// The address of the number that an event changes.
  func address(ofNumberIn event: Event, primitives: Primitives) -> ValueID? {
    switch event.operation {
    case .increment, .decrement: return body.operand(0, of: event)
    case .store:
      return change(by: event, primitives: primitives) == nil ? nil : body.operand(0, of: event)
    case .opaque: return facts.isCompareExchange(event) ? body.operand(0, of: event) : nil
    case .call:
      guard let rule = primitives.counts[event.function], rule.amount != .constant(0) else { return nil }
      return argument(rule.target, of: event)
    default: return nil
    }
  }

  /// By how much an event changes its number, where that is written in the code.
  func change(by event: Event, primitives: Primitives) -> Int64? {
    switch event.operation {
    case .increment, .decrement:
      let amount = event.operandCount > 1 ? body.constant(body.operand(1, of: event)) : 1
      return amount.map { event.operation == .increment ? $0 : -$0 }
    case .store:
      let target = origin(of: body.operand(0, of: event))
      guard !target.path.isEmpty, let amount = distance(of: body.operand(1, of: event), from: target), amount != 0
      else { return nil }
      return amount
    case .opaque where facts.isCompareExchange(event):
      return distance(of: body.operand(2, of: event), from: origin(of: body.operand(0, of: event)))
    case .call:
      return primitives.counts[event.function]?.change(in: body) { argument($0, of: event) }
    default: return nil
    }
  }

  /// By how much a value differs from the number at a place, also where it was computed in locals on the way.
  private func distance(of value: ValueID, from target: Origin, depth: Int = 0) -> Int64? {
    guard depth < 8, let value = unconverted(value) else { return nil }
    let event = body[value]
    switch event.operation {
    case .load:
      let address = body.operand(0, of: event)
      guard !address.isNone else { return nil }
      if body[address].operation == .slot { return distance(ofLocal: body[address].slot, from: target, depth: depth) }
      return origin(of: address) == target ? 0 : nil
    case .increment, .decrement:
      let address = body.operand(0, of: event)
      guard !address.isNone, body[address].operation == .slot else { return nil }
      return distance(ofLocal: body[address].slot, from: target, depth: depth)
    case .arithmetic:
      guard let amount = body.constant(body.operand(1, of: event)),
        let left = distance(of: body.operand(0, of: event), from: target, depth: depth + 1)
      else { return nil }
      switch UInt8(truncatingIfNeeded: event.reference) {
      case UInt8(ascii: "+"): return left + amount
      case UInt8(ascii: "-"): return left - amount
      default: return nil
      }
    default: return nil
    }
  }

  private func distance(ofLocal slot: SlotID, from target: Origin, depth: Int) -> Int64? {
    guard let stored = valuesStored(in: slot).first, slot.index >= Int(function.parameterCount),
      var distance = distance(of: stored, from: target, depth: depth + 1)
    else { return nil }
    for event in body.events where event.operation == .increment || event.operation == .decrement {
      let address = body.operand(0, of: event)
      guard !address.isNone, body[address].operation == .slot, body[address].slot == slot else { continue }
      guard let amount = event.operandCount > 1 ? body.constant(body.operand(1, of: event)) : 1 else { return nil }
      distance += event.operation == .increment ? amount : -amount
    }
    return distance
  }

  func unconverted(_ value: ValueID) -> ValueID? { body.unconverted(value).optional }

  /// A callee's place as this body sees it.
  func place(_ place: CountPlace, at call: Event) -> CountPlace? {
    switch place.holder {
    case .argument(let position):
      guard let value = argument(position, of: call), var moved = CountPlace(origin(of: value)) else { return nil }
      moved.path += place.path
      return moved
    case .pointee(let position):
      // `clear(&local)`, where the local holds an argument, and `clear(&argument)`.
      guard let value = argument(position, of: call) else { return nil }
      let address = origin(of: value)
      guard address.path.isEmpty, case .parameter(let mine) = address.root, address.isCertain else { return nil }
      return CountPlace(holder: .pointee(mine), path: place.path)
    case .loaded: return nil
    }
  }
}
