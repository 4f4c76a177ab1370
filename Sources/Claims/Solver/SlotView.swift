import Disciplines
import Facts

/// One slot as a rule sees it: what comes to it, what becomes of it, and what is claimed of its neighbours so far.
struct SlotView {
  let id: ClaimSlotID
  let solver: Solver

  var facts: FactBase { solver.facts }
  var index: DisciplineIndex { solver.index }
  var graph: FlowGraph { solver.graph }
  var slot: ClaimSlot { solver.table.slots[id] }

  func slot(_ id: ClaimSlotID) -> ClaimSlot { solver.table.slots[id] }

  /// The claim of another slot; one of a set that is tried out together counts as a pointer.
  func claim(of other: ClaimSlotID) -> Claim {
    guard !other.isNone else { return .unknown }
    return solver.isAssumed[other.index] ? .pointer : solver.state.claims[other.index]
  }

  // MARK: What comes to the slot

  var arrivals: some Sequence<Arrival> { graph.arrivals(of: id).lazy.map { [graph] in graph.arrivals[Int($0)] } }

  func reference(of arrival: Arrival) -> Reference? {
    arrival.reference >= 0 ? graph.references[Int(arrival.reference)] : nil
  }

  /// Whether what arrives brings a reference with it that has to be given up.
  enum Holding: Equatable {
    case null
    case owned
    case borrowed
    /// Different ways, different answers.
    case mixed
    case unknown
  }

  func holding(of arrival: Arrival, depth: Int = 0) -> Holding {
    switch arrival.source {
    case .null: return .null
    case .filledOwned: return .owned
    case .filledBorrowed: return .borrowed
    case .filled: return Self.holding(of: claim(of: arrival.from))
    case .unknown: return .unknown
    case .reference: break
    }
    guard let reference = reference(of: arrival), arrival.step >= 0 else { return .unknown }
    guard let before = balance(before: Int(arrival.step), of: Int(arrival.reference)) else { return .unknown }
    guard let range = before.range else { return before.mayBeNull ? .null : .unknown }
    if reference.kind == .standIn, range.upperBound <= 0 { return .null }
    guard let base = base(of: reference, isMoved: arrival.isMoved) else {
      // Whatever it was, it has been retained since.
      return range.lowerBound > 0 ? .owned : .unknown
    }
    if let bases = basesWhereSet(reference, step: Int(arrival.step), base: base, depth: depth) {
      guard bases.isKnown else { return .unknown }
      if range.lowerBound + bases.low > 0 { return .owned }
      return range.upperBound + bases.high <= 0 ? .borrowed : .mixed
    }
    if range.lowerBound + base > 0 { return .owned }
    if range.upperBound + base <= 0 { return .borrowed }
    return .mixed
  }

  /// A variable that is set in several places may hold an owned reference after one of them and a borrowed one after another:
  /// what counts at a step is what the places that lead there put in. `nil` where that says no more than the variable's claim.
  private func basesWhereSet(
    _ reference: Reference, step: Int, base: Int, depth: Int
  ) -> (low: Int, high: Int, isKnown: Bool)? {
    guard reference.kind == .place, !reference.root.isNone, slot(reference.root).kind == .local, base > 0, depth < 4,
      graph.arrivals(of: reference.root).count > 1
    else { return nil }
    var low = Int.max
    var high = Int.min
    var isKnown = true
    for number in solver.definitions(reaching: step) {
      switch holding(of: graph.arrivals[number], depth: depth + 1) {
      case .null: continue
      case .owned: (low, high) = (min(low, 1), max(high, 1))
      case .borrowed: (low, high) = (min(low, 0), max(high, 0))
      case .mixed, .unknown: isKnown = false
      }
    }
    // Only what is borrowed can speak against the variable's claim.
    return low == 0 ? (low, high, isKnown) : nil
  }

  private static func holding(of claim: Claim) -> Holding {
    switch claim {
    case .owner: .owned
    case .pointer, .leaked: .borrowed
    case .unknown, .conflict: .unknown
    }
  }

  /// How many references a function has on an object when it first names it; `nil` if that is not known.
  private func base(of reference: Reference, isMoved: Bool) -> Int? {
    switch reference.kind {
    case .made: return 1
    case .borrowed, .standIn: return 0
    case .opaque: return nil
    case .result: break
    case .place:
      let kind = reference.root.isNone ? ClaimSlot.Kind.field : slot(reference.root).kind
      // What a field holds stays with the field, unless it is taken out of it.
      if kind != .local && kind != .param && !isMoved { return 0 }
    }
    switch claim(of: reference.root) {
    case .owner: return 1
    case .pointer, .leaked: return 0
    case .unknown, .conflict: return nil
    }
  }

  /// The balance before a step, where it does not hang on what is not known yet.
  func balance(before step: Int, of number: Int) -> Balance? {
    let reference = graph.references[number]
    let low = solver.lowBalance(of: number).before[step - reference.steps.lowerBound]
    let high = solver.highBalance(of: number).before[step - reference.steps.lowerBound]
    return low == high || unknownSinks(of: number).allSatisfy { solver.isAssumed[$0.index] } ? low : nil
  }

  // MARK: What becomes of it

  var references: some Sequence<Int> { graph.references(of: id).lazy.map { Int($0) } }

  func steps(of reference: Int) -> ArraySlice<Step> { graph.steps[graph.references[reference].steps] }

  private func unknownSinks(of reference: Int) -> some Sequence<ClaimSlotID> {
    steps(of: reference).lazy.map(\.sink).filter { [solver] in
      !$0.isNone && (solver.state.claims[$0.index] == .unknown || solver.state.claims[$0.index] == .conflict)
    }
  }

  /// The first step, in source order of functions, of one of these kinds.
  func firstStep(_ kinds: Step.Kind...) -> Step? {
    for reference in references {
      if let step = steps(of: reference).first(where: { kinds.contains($0.kind) }) { return step }
    }
    return nil
  }

  /// The first step that gives up a reference which its function did not come by otherwise.
  func firstGivenUp(where isWanted: (Step) -> Bool = { _ in true }) -> Step? {
    for reference in references {
      let number = solver.lowBalance(of: reference).firstGivenUp
      if number >= 0, isWanted(graph.steps[number]) { return graph.steps[number] }
    }
    return nil
  }

  /// No use of it gives anything up, and every use is known.
  var isOnlyLookedAt: Bool {
    references.allSatisfy { reference in
      if steps(of: reference).contains(where: { $0.kind == .obstacle }) { return false }
      if solver.lowBalance(of: reference).firstGivenUp >= 0 { return false }
      return solver.highBalance(of: reference).firstGivenUp < 0
        || unknownSinks(of: reference).allSatisfy { solver.isAssumed[$0.index] }
    }
  }

  /// The slots that it goes to, each once: what a claim that rests on all uses rests on.
  func sinks(limit: Int = 8) -> [ClaimSlotID] {
    var found: [ClaimSlotID] = []
    for reference in references {
      for step in steps(of: reference) where !step.sink.isNone && step.sink != id && !found.contains(step.sink) {
        found.append(step.sink)
        if found.count == limit { return found }
      }
    }
    return found
  }

  // MARK: What is known of it without any flow

  var function: Function? { slot.function.isNone ? nil : facts[slot.function] }

  /// A body was read, and can be relied on.
  var hasBody: Bool { function.map { $0.body != nil && !$0.flags.contains(.hasErrors) } ?? false }

  /// `const T *`
  var isPointerToConst: Bool {
    var type = slot.type
    for _ in 0..<4 {
      guard !type.isNone, !facts[type].inner.isNone else { return false }
      if solver.table.shape(of: type) == .reference { return facts[facts[type].inner].isConst }
      type = facts[type].inner
    }
    return false
  }

  // MARK: Places

  func span(of step: Step) -> Span {
    span(ofEvent: Int(step.event), in: graph.references[Int(step.reference)].function)
  }

  func span(of arrival: Arrival) -> Span { span(ofEvent: Int(arrival.event), in: arrival.function) }

  private func span(ofEvent event: Int, in function: FunctionID) -> Span {
    guard let body = facts[function].body else { return .none }
    return body.span(of: body.events[event])
  }

  func event(of arrival: Arrival) -> Event? { facts[arrival.function].body?.events[Int(arrival.event)] }
}
