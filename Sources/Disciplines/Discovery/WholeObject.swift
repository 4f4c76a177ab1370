import Facts

/// An object that is written as a whole: `*one = (struct thing){.references = 1}`.
enum WholeObject {
  /// The number that such a store puts into a counter, wherever in the object the counter stands; nil where it is none that
  /// the code writes down.
  static func number(of counter: FieldID, storedBy event: Event, in view: BodyView) -> Int64? {
    guard event.operation == .store, !event.flags.contains(.isInitialization),
      let whole = aggregate(view.body.operand(1, of: event), in: view.body)
    else { return nil }
    return number(of: counter, in: whole, of: view)
  }

  /// What the braces give, also by way of the variable, mostly unnamed, that they initialise.
  private static func aggregate(_ value: ValueID, in body: Body) -> Event? {
    let value = body.unconverted(value)
    guard !value.isNone else { return nil }
    let event = body[value]
    if event.operation == .aggregate { return event }
    guard event.operation == .load, let slot = slot(at: body.operand(0, of: event), in: body) else { return nil }
    let stores = body.events.filter {
      $0.operation == .store && self.slot(at: body.operand(0, of: $0), in: body) == slot
    }
    guard stores.count == 1 else { return nil }
    let initial = body.unconverted(body.operand(1, of: stores[0]))
    return !initial.isNone && body[initial].operation == .aggregate ? body[initial] : nil
  }

  private static func slot(at address: ValueID, in body: Body) -> SlotID? {
    let address = body.unconverted(address)
    return !address.isNone && body[address].operation == .slot ? body[address].slot : nil
  }

  private static func number(of counter: FieldID, in whole: Event, of view: BodyView) -> Int64? {
    guard let record = view.facts.record(ofValue: whole.type) else { return nil }
    for (field, value) in zip(view.facts[record].fields, view.body.operands(of: whole)) {
      if field == counter { return view.body.constant(value) }
      guard let value = view.unconverted(value), view.body[value].operation == .aggregate else { continue }
      if let number = number(of: counter, in: view.body[value], of: view) { return number }
    }
    return nil
  }
}
