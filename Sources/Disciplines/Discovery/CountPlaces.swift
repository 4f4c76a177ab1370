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
  /// Paths that change by an operator in a macro's expansion.
  private(set) var incrementedInMacros: Set<FieldID> = []
  /// Constants that are stored into fields: among them are the numbers that counts begin with.
  private(set) var constantStores: [FunctionID: [ConstantStore]] = [:]
  private let program: Program
  private let keepsHalves: Bool

  struct ConstantStore {
    var field: FieldID
    var number: Int64
    var span: Span
  }

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
      guard let body = program.facts[id].body, body.events.contains(where: changesNumber),
        let view = program.view(of: id)
      else { continue }
      for event in body.events where changesNumber(event) {
        noteConstant(event, of: id, in: view)
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

  /// Operators, the primitives, and stores of a sum: `n = n - 1`.
  private func changesNumber(_ event: Event) -> Bool {
    switch event.operation {
    case .increment, .decrement: true
    case .store: true
    case .call: !event.function.isNone && program.primitives.counts[event.function] != nil
    default: false
    }
  }

  private mutating func noteConstant(_ event: Event, of id: FunctionID, in view: BodyView) {
    let target: ValueID?
    let value: ValueID?
    if event.operation == .store {
      target = view.body.operand(0, of: event)
      value = view.body.operand(1, of: event)
    } else if event.operation == .call, let rule = program.primitives.counts[event.function],
      case .set(let argument) = rule.amount
    {
      target = view.argument(rule.target, of: event)
      value = view.argument(argument, of: event)
    } else {
      return
    }
    guard let target, let value, let number = view.constant(value), let field = view.origin(of: target).path.last
    else { return }
    constantStores[id, default: []].append(
      ConstantStore(field: field, number: number, span: view.body.span(of: event)))
  }

  private func mayCount(_ place: CountPlace) -> Bool {
    guard let leaf = place.path.last else { return true }
    return keepsHalves || incremented.contains(leaf) && decremented.contains(leaf)
  }

  private mutating func noteChange(_ event: Event, of origin: Origin, in view: BodyView) {
    guard let field = origin.path.last else { return }
    let change = view.change(by: event, primitives: program.primitives)
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
      let amount = event.operandCount > 1 ? constant(body.operand(1, of: event)) : 1
      return amount.map { event.operation == .increment ? $0 : -$0 }
    case .store:
      let sum = body.operand(1, of: event)
      guard let sum = unconverted(sum), body[sum].operation == .arithmetic,
        let amount = constant(body.operand(1, of: body[sum])),
        let left = unconverted(body.operand(0, of: body[sum])), body[left].operation == .load
      else { return nil }
      let target = origin(of: body.operand(0, of: event))
      guard !target.path.isEmpty, target == origin(of: body.operand(0, of: body[left])) else { return nil }
      switch UInt8(truncatingIfNeeded: body[sum].reference) {
      case UInt8(ascii: "+"): return amount
      case UInt8(ascii: "-"): return -amount
      default: return nil
      }
    case .call:
      switch primitives.counts[event.function]?.amount {
      case .constant(let number)?: return Int64(number)
      case .argument(let position)?: return argument(position, of: event).flatMap(constant)
      case .minusArgument(let position)?: return argument(position, of: event).flatMap(constant).map { -$0 }
      case .set?, nil: return nil
      }
    default: return nil
    }
  }

  func unconverted(_ value: ValueID) -> ValueID? {
    var value = value
    while !value.isNone, body[value].operation == .convert { value = body.operand(0, of: body[value]) }
    return value.optional
  }

  func constant(_ value: ValueID) -> Int64? {
    guard let value = unconverted(value) else { return nil }
    let event = body[value]
    guard event.operation == .constant, Int(event.reference) < body.constants.count else { return nil }
    return body.constants[Int(event.reference)]
  }

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
