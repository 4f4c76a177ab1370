import Facts

/// The numbers that say how far an array is filled: what appends to it puts one up.
///
/// What is read at the place that such a number has just left (`items[--count]`) is in the array no more.
struct FillCounts: Sendable {
  /// Where the number lies. Fields by their text, since an instantiation that takes out need not be one that puts in.
  private enum Place: Hashable {
    case field(Span)
    case global(GlobalID)
  }

  private let facts: FactBase
  private var places: Set<Place> = []

  init(facts: FactBase) {
    self.facts = facts
    for function in facts.functions {
      guard let body = function.body, body.events.contains(where: { $0.operation == .element }) else { continue }
      var raised: Set<Place>?
      for event in body.events where event.operation == .store {
        let address = body.operand(0, of: event)
        guard !address.isNone, body[address].operation == .element,
          let index = place(countedBy: body.operand(1, of: body[address]), body)
        else { continue }
        if raised == nil { raised = changed(.increment, sign: "+", in: body) }
        if raised?.contains(index) == true { places.insert(index) }
      }
    }
  }

  /// Whether the body takes down the number at whose place an element stands.
  func isTakenOut(_ element: Event, in body: Body) -> Bool {
    guard !places.isEmpty, let index = place(countedBy: body.operand(1, of: element), body), places.contains(index)
    else { return false }
    return changed(.decrement, sign: "-", in: body).contains(index)
  }

  /// Whether the body takes any such number down.
  func takesDown(_ body: Body) -> Bool {
    !places.isEmpty && !changed(.decrement, sign: "-", in: body).isDisjoint(with: places)
  }

  private func place(of address: ValueID, _ body: Body) -> Place? {
    guard !address.isNone else { return nil }
    let event = body[address]
    switch event.operation {
    case .field: return event.field.isNone ? nil : .field(facts[event.field].span)
    case .global: return event.global.isNone ? nil : .global(event.global)
    default: return nil
    }
  }

  /// The number that an index was computed from, through a local that is set once.
  private func place(countedBy index: ValueID, _ body: Body) -> Place? {
    var value = index
    for _ in 0..<16 {
      guard !value.isNone else { return nil }
      let event = body[value]
      switch event.operation {
      case .increment, .decrement: return place(of: body.operand(0, of: event), body)
      case .convert, .arithmetic: value = body.operand(0, of: event)
      case .load:
        let address = body.operand(0, of: event)
        guard !address.isNone, body[address].operation == .slot else { return place(of: address, body) }
        guard let stored = soleValue(of: body[address].slot, body) else { return nil }
        value = stored
      default: return nil
      }
    }
    return nil
  }

  /// What a value was computed by, through a local that is set once.
  private func computed(_ value: ValueID, _ body: Body) -> ValueID {
    var value = value
    for _ in 0..<8 {
      guard !value.isNone else { return value }
      switch body[value].operation {
      case .convert: value = body.operand(0, of: body[value])
      case .load:
        let address = body.operand(0, of: body[value])
        guard !address.isNone, body[address].operation == .slot,
          let stored = soleValue(of: body[address].slot, body)
        else { return value }
        value = stored
      default: return value
      }
    }
    return value
  }

  private func soleValue(of slot: SlotID, _ body: Body) -> ValueID? {
    let stores = body.events.filter {
      guard $0.operation == .store else { return false }
      let target = body[body.operand(0, of: $0)]
      return target.operation == .slot && target.slot == slot
    }
    return stores.count == 1 ? body.operand(1, of: stores[0]) : nil
  }

  /// The numbers that a body changes in one direction: `++n`, `n = n + 1`.
  private func changed(_ operation: Event.Operation, sign: Unicode.Scalar, in body: Body) -> Set<Place> {
    var found: Set<Place> = []
    for event in body.events {
      if event.operation == operation {
        place(of: body.operand(0, of: event), body).map { _ = found.insert($0) }
      } else if event.operation == .store, let target = place(of: body.operand(0, of: event), body) {
        let value = computed(body.operand(1, of: event), body)
        guard !value.isNone, body[value].operation == .arithmetic, body[value].reference == sign.value,
          place(countedBy: body.operand(0, of: body[value]), body) == target
        else { continue }
        found.insert(target)
      }
    }
    return found
  }
}
