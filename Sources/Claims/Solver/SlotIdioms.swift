import Disciplines
import Facts

extension Step {
  var isRelease: Bool { kind == .release || kind == .releaseUnlessNull }
}

/// Turns of code that more than one rule looks for.
extension SlotView {
  /// A field of a struct that lives in variables alone, which some function fills and leaves so.
  var isLeftInVariables: Bool {
    // What was seen once does not become false by what is learnt of others.
    if solver.state.hasEvidence(FieldPointerInVariables.id, at: id) { return true }
    guard slot.kind == .field, let record = facts[slot.field].record.optional, solver.variableRecords.isOne(record)
    else { return false }
    var givenUp: Set<FunctionID> = []
    for number in references {
      let isGivenUp = steps(of: number).contains { step in
        switch step.kind {
        case .release, .releaseUnlessNull, .consume: true
        case .transfer: !step.sink.isNone && claim(of: step.sink) == .owner
        case .retain, .retainOfResult, .define, .clear, .again, .nullIfTrue, .nullIfFalse, .obstacle: false
        }
      }
      if isGivenUp { givenUp.insert(graph.references[number].function) }
    }
    return solver.variableRecords.isLeft(
      record, filledIn: Set(arrivals.filter { $0.source != .null }.map(\.function)), givenUpIn: givenUp)
  }

  /// The type of the object that a reference was made for.
  func madeType(of reference: Reference) -> TypeID {
    guard let body = facts[reference.function].body else { return .none }
    let type = body.events[Int(reference.event)].type
    return type.isNone || facts[type].inner.isNone ? type : facts[type].inner
  }

  /// Whether a retain is for what was stored right before it, which came without a reference of its own.
  func isForStore(_ retain: Step) -> Bool {
    retain.arrival >= 0 && (retain.sink.isNone || claim(of: retain.sink) != .owner)
  }

  func isReturn(_ step: Step) -> Bool {
    step.kind == .transfer && !step.sink.isNone && slot(step.sink).kind == .return
  }

  /// Whether the function may end without having given the reference up.
  func isKeptOnSomeWay(_ step: Step) -> Bool {
    (solver.lowBalance(of: Int(step.reference)).atExit.range?.upperBound ?? -1) >= 0
  }

  func endsObject(_ step: Step) -> Bool {
    graph.endsObject[graph.references[Int(step.reference)].function.index]
  }

  /// Nothing is called, stored or left between two steps.
  func follows(_ next: Step, atOnceAfter step: Step) -> Bool {
    guard next.block == step.block, let body = facts[graph.references[Int(step.reference)].function].body else {
      return false
    }
    for number in Int(step.event) + 1..<max(Int(step.event) + 1, Int(next.event)) {
      switch body.events[number].operation {
      case .call, .store, .new, .delete, .return, .opaque: return false
      default: continue
      }
    }
    return true
  }

  var hasArrivals: Bool { !graph.arrivals(of: id).isEmpty }

  var firstArrivalSpan: Span {
    guard let first = graph.arrivals(of: id).first else { return slot.span }
    let found = span(of: graph.arrivals[Int(first)])
    return found.isNone ? slot.span : found
  }

  /// Mentioned anywhere in what was read.
  var isUsed: Bool { !graph.references(of: id).isEmpty || hasArrivals }

  /// A place whose reference stays there when it is read and passed on: everything but a function's own variables.
  /// A parameter counts when it is known to be borrowed.
  func keepsItsReference(_ root: ClaimSlotID) -> Bool {
    guard !root.isNone else { return false }
    switch slot(root).kind {
    case .field, .element, .global, .param, .outParam: return true
    case .local, .return: return false
    }
  }

  func word(for root: ClaimSlotID) -> String {
    let slot = slot(root)
    let name = slot.name(in: facts)
    switch slot.kind {
    case .field: return "field '\(name)'"
    case .element: return "an element of '\(name)'"
    case .global: return "global '\(name)'"
    case .param, .outParam: return "parameter '\(name)'"
    case .local, .return: return "'\(name)'"
    }
  }

  /// A slot as the list of premises that it makes, where its claim is what counts.
  func premise(_ id: ClaimSlotID) -> [ClaimSlotID] {
    guard !id.isNone, claim(of: id) != .unknown else { return [] }
    return [id]
  }

  /// Null, another place's reference that was not retained for this one, or a result that is borrowed.
  func bringsNothing(_ arrival: Arrival) -> Bool {
    switch arrival.source {
    case .null: return true
    case .filled, .filledBorrowed: return holding(of: arrival) == .borrowed
    case .filledOwned, .unknown: return false
    case .reference: break
    }
    guard let reference = reference(of: arrival) else { return false }
    switch reference.kind {
    case .borrowed, .standIn: return true
    case .made, .opaque: return false
    case .result:
      guard holding(of: arrival) == .borrowed else { return false }
      return true
    case .place:
      guard !reference.root.isNone else { return false }
      // Out of an owner that is set anew it has moved; out of a place that is not known yet it may have.
      if arrival.isMoved { return claim(of: reference.root) == .pointer }
      guard arrival.step >= 0 else { return true }
      let low = solver.lowBalance(of: Int(arrival.reference)).before[Int(arrival.step) - reference.steps.lowerBound]
      return (low.range?.lowerBound ?? 0) <= 0 || claim(of: reference.root) == .owner
    }
  }

  /// A temporary reference: a new object, or an owned result, that goes straight to the slot and nowhere else.
  func isHandedOver(_ arrival: Arrival) -> Bool {
    switch arrival.source {
    case .filledOwned: return true
    case .filled: return claim(of: arrival.from) == .owner
    case .null, .filledBorrowed, .unknown: return false
    case .reference: break
    }
    guard let reference = reference(of: arrival) else { return false }
    switch reference.kind {
    case .made: return holding(of: arrival) == .owned
    case .result: return claim(of: reference.root) == .owner && holding(of: arrival) == .owned
    case .place: return isTemporary(reference.root) && holding(of: arrival) == .owned
    case .borrowed, .standIn, .opaque: return false
    }
  }

  /// Storage that an expression needs: what a `T *&&` is bound to.
  private func isTemporary(_ root: ClaimSlotID) -> Bool {
    guard !root.isNone, slot(root).kind == .local else { return false }
    return facts[slot(root).function].slots[slot(root).slot].kind == .temporary
  }

  /// The slots that a reference of an owner may go to are all known but this one, and without it the owner would end with the reference
  /// still in hand.
  func isLastUse(_ arrival: Arrival) -> Bool {
    guard let reference = reference(of: arrival), arrival.step >= 0, reference.kind == .place, !reference.root.isNone
    else { return false }
    let kind = slot(reference.root).kind
    guard kind == .local || kind == .param else { return false }
    let number = Int(arrival.reference)
    let base: Int
    switch claim(of: reference.root) {
    case .owner: base = 1
    case .pointer: base = 0
    case .unknown, .leaked, .conflict: return false
    }
    for step in steps(of: number) {
      if step.kind == .obstacle { return false }
      guard step.kind == .transfer, !step.sink.isNone, step.sink != id else { continue }
      if claim(of: step.sink) == .unknown || claim(of: step.sink) == .conflict { return false }
    }
    let atExit = solver.lowBalance(of: number).atExit
    guard let range = atExit.range else { return false }
    return range.lowerBound + base > 0
  }

  /// Locals that a result or out-parameter comes to, and that give it up with no retain.
  var takers: some Sequence<ClaimSlotID> {
    solver.takers(of: id).lazy.filter { [solver] local in
      solver.state.claims[local.index] == .owner
        && solver.graph.references(of: local).contains { solver.lowBalance(of: Int($0)).firstGivenUp >= 0 }
        && solver.graph.arrivals(of: local).count == 1
    }
  }

  /// No body says what the slot is: neither of its function, nor of one that stands for it. A body that could not be followed
  /// to its end still knows better than callers do.
  var isWithoutBody: Bool { slot.function.isNone || !solver.agreement.hasBody[id.index] }

  // MARK: Agreement

  var neighbours: ArraySlice<(slot: ClaimSlotID, kind: Agreement.Kind)> { solver.agreement.neighbours(of: id) }

  /// What a neighbour of one kind is already claimed to be, and this slot has to be too.
  func agreement(with kind: Agreement.Kind) -> RuleMatch? {
    for neighbour in neighbours where neighbour.kind == kind {
      guard let ownership = claim(of: neighbour.slot).ownership else { continue }
      // That one of them only looks at its parameter says nothing of the others.
      if slot.kind == .param && ownership == .pointer { continue }
      return RuleMatch(ownership: ownership, span: slot(neighbour.slot).span, premises: [neighbour.slot])
    }
    return nil
  }

  /// Everything that has to agree with this slot is a pointer too.
  var agreesWithOthers: Bool {
    neighbours.allSatisfy { neighbour in
      claim(of: neighbour.slot) == .pointer || !solver.agreement.hasBody[neighbour.slot.index]
    }
  }

  /// The slots whose claims make what comes to this one borrowed.
  func sources(limit: Int = 4) -> [ClaimSlotID] {
    var found: [ClaimSlotID] = []
    for arrival in arrivals {
      let root = arrival.from.isNone ? reference(of: arrival)?.root ?? .none : arrival.from
      guard !root.isNone, root != id, claim(of: root) != .unknown, !found.contains(root) else { continue }
      // Another place stays what it is; only of a result does it matter here.
      if slot(root).kind != .return && slot(root).kind != .outParam { continue }
      found.append(root)
      if found.count == limit { break }
    }
    return found
  }

  // MARK: What is written down

  var declared: (ownership: Ownership, spelling: String)? {
    let slot = slot
    switch slot.kind {
    case .return: return index.declaredOwnership(ofResultOf: facts[slot.function], in: facts)
    case .param, .local: return index.declaredOwnership(of: facts[slot.function].slots[slot.slot], in: facts)
    case .outParam:
      return index.declaredOwnership(of: facts[slot.function].slots[slot.slot], in: facts)
        ?? index.declaredOwnership(throughOutParameter: slot.type, in: facts)
    case .field: return index.declaredOwnership(of: facts[slot.field], in: facts)
    case .element:
      return declaredOwnershipOfHolder ?? index.declaredOwnership(throughOutParameter: slot.type, in: facts)
    case .global: return index.declaredOwnership(of: facts[slot.global], in: facts)
    }
  }

  /// Of the field, global or variable that leads to elements.
  private var declaredOwnershipOfHolder: (ownership: Ownership, spelling: String)? {
    if !slot.field.isNone { return index.declaredOwnership(of: facts[slot.field], in: facts) }
    if !slot.global.isNone { return index.declaredOwnership(of: facts[slot.global], in: facts) }
    return index.declaredOwnership(of: facts[slot.function].slots[slot.slot], in: facts)
  }

  /// What a discipline says of a function's parameter or result.
  func statedMeaning(conventional: Bool) -> (ownership: Ownership, discipline: String)? {
    guard let meaning = index.meaning(of: slot.function), (meaning.authority == .conventional) == conventional else {
      return nil
    }
    let name = index[meaning.discipline].name
    if slot.kind == .return {
      switch meaning.result {
      case .new, .retainedArgument: return (.owner, name)
      case .borrowed, .borrowedFrom, .heldBy, .argument: return (.pointer, name)
      case .null: return (.pointer, name)
      case .unspecified, .floating, .grownArgument, .restOfArgument: return nil
      }
    }
    let count = Int(facts[slot.function].parameterCount)
    if case .retainedArgument(slot.index) = meaning.result { return (.pointer, name) }
    // Discovery speaks of what it names; of the other parameters the body speaks.
    guard
      let effect = meaning.authority == .stated
        ? meaning.effect(onArgument: slot.index, parameterCount: count) : meaning.arguments[slot.index]
    else { return nil }
    switch effect {
    case .borrows, .keeps, .retains, .retainsUnlessNull, .adopts: return slot.kind == .param ? (.pointer, name) : nil
    case .consumes, .consumesOnSuccess, .consumesOnFailure, .releases, .releasesUnlessNull, .destroys, .clearsSlot,
      .replacesSlot,
      .fillsOwned, .fillsOnFailure:
      return (.owner, name)
    case .fillsBorrowed: return (.pointer, name)
    case .puts, .putsKey: return nil
    }
  }
}
