import Facts

/// Says of each slot without a claim what was looked for and what stood in the way, so that a person can finish the rest.
enum UnknownReasons {
  static func find(_ solver: Solver) -> [UnknownReason?] {
    solver.table.slots.indices.map { number in
      guard solver.table.slots[number].isListed, solver.state.claims[number] == .unknown else { return nil }
      return reason(SlotView(id: ClaimSlotID(number), solver: solver))
    }
  }

  private static func reason(_ slot: SlotView) -> UnknownReason {
    let none = slot.slot.span
    switch slot.slot.kind {
    case .return, .param, .outParam:
      if !slot.hasBody {
        if slot.solver.agreement.hasBody[slot.id.index] {
          return waiting(slot)
            ?? UnknownReason(sentence: "no body was read, and its overrides do not agree", span: none)
        }
        return UnknownReason(sentence: "no body was read, and no caller shows what it is", span: none)
      }
    case .local, .field, .element, .global: break
    }
    if let reason = obstacle(slot) ?? arrival(slot) ?? sink(slot) ?? waiting(slot) { return reason }
    if !slot.isUsed { return UnknownReason(sentence: "nothing that was read uses it", span: none) }
    return UnknownReason(
      sentence: "its uses show neither that it gives a reference up nor that it keeps none", span: none)
  }

  private static func obstacle(_ slot: SlotView) -> UnknownReason? {
    for reference in slot.references {
      guard let step = slot.steps(of: reference).first(where: { $0.kind == .obstacle }) else { continue }
      let sentence =
        switch Obstacle(rawValue: step.arrival) {
        case .unknownCallee: "is passed to a call whose callee is not known"
        case .variadic: "is passed where the function takes any arguments"
        case .untyped: "goes where its type is lost"
        case .storedOutOfSight: "is stored where it cannot be followed"
        case .addressTaken: "its address goes where it cannot be followed"
        case .thrown: "is thrown"
        case .notModelled, nil: "is used in a way that is not modelled"
        }
      return UnknownReason(sentence: sentence, span: slot.span(of: step))
    }
    return nil
  }

  private static func arrival(_ slot: SlotView) -> UnknownReason? {
    guard slot.slot.kind != .param else { return nil }
    for arrival in slot.arrivals {
      switch slot.holding(of: arrival) {
      case .null, .borrowed: continue
      case .owned:
        return UnknownReason(
          sentence: "is given an owned reference here, and a borrowed one elsewhere", span: slot.span(of: arrival))
      case .mixed:
        return UnknownReason(
          sentence: "is given a reference that is owned on some ways and not on others", span: slot.span(of: arrival))
      case .unknown: break
      }
      let root = arrival.from.isNone ? slot.reference(of: arrival)?.root ?? .none : arrival.from
      guard !root.isNone else {
        return UnknownReason(sentence: "is given a value of which nothing is known", span: slot.span(of: arrival))
      }
      // Another variable's own reference is no obstacle: a second name needs none.
      if slot.slot.kind == .local, slot.bringsNothing(arrival) { continue }
      return UnknownReason(sentence: "is given what is not known itself", span: slot.span(of: arrival), waitsFor: root)
    }
    return nil
  }

  private static func sink(_ slot: SlotView) -> UnknownReason? {
    for reference in slot.references {
      for step in slot.steps(of: reference)
      where step.kind == .transfer && !step.sink.isNone && step.sink != slot.id {
        switch slot.claim(of: step.sink) {
        case .unknown, .conflict:
          return UnknownReason(
            sentence: "goes to what is not known itself", span: slot.span(of: step), waitsFor: step.sink)
        case .owner, .pointer, .leaked: continue
        }
      }
    }
    return nil
  }

  private static func waiting(_ slot: SlotView) -> UnknownReason? {
    guard let other = slot.neighbours.first(where: { slot.claim(of: $0.slot) != .pointer }) else { return nil }
    return UnknownReason(
      sentence: "has to agree with what is not known itself", span: slot.slot(other.slot).span, waitsFor: other.slot)
  }
}
