import Disciplines
import Facts

/// Applies the rules to every slot until nothing changes.
///
/// A slot is looked at again only when a slot that it goes to or comes from has climbed. Each round reads the claims as they
/// stood before it and adds what it found afterwards, in the order of the slots: so the result depends on the code alone.
final class Solver {
  let facts: FactBase
  let index: DisciplineIndex
  let table: SlotTable
  let graph: FlowGraph
  let agreement: Agreement
  let variableRecords: VariableRecords
  private(set) var state: SolverState
  private(set) var rounds = 0
  private(set) var visits = 0
  /// While a set of slots is tried out together: those that are taken for pointers until one of their uses says otherwise.
  private(set) var isAssumed: [Bool]

  private let referencesOfSink: Grouping
  private let arrivalsFilledFrom: Grouping
  private let rules: [[any ClaimRule.Type]]
  // The balances of references, remade when a sink's claim has climbed since.
  private var low: [BalanceResult?]
  private var high: [BalanceResult?]
  private var orders: [FunctionID: WalkOrder] = [:]
  private var definitions: [Int: [Int]] = [:]
  private var laterUses: [Int: Bool] = [:]

  /// - Parameter excluded: rules that have no say.
  init(
    facts: FactBase, index: DisciplineIndex, table: SlotTable, graph: FlowGraph, agreement: Agreement,
    excluded: Set<RuleID> = []
  ) {
    self.facts = facts
    self.index = index
    self.table = table
    self.graph = graph
    self.agreement = agreement
    variableRecords = VariableRecords(facts: facts)
    state = SolverState(count: table.slots.count)
    isAssumed = [Bool](repeating: false, count: table.slots.count)
    referencesOfSink = Grouping(
      count: table.slots.count, groups: graph.steps.map { $0.sink.isNone ? -1 : $0.sink.index })
    arrivalsFilledFrom = Grouping(
      count: table.slots.count, groups: graph.arrivals.map { $0.from.isNone ? -1 : $0.from.index })
    low = [BalanceResult?](repeating: nil, count: graph.references.count)
    high = low
    rules = ClaimSlot.Kind.allCases.map { kind in
      RuleRegistry.rules.filter { $0.kinds.contains(kind) && !excluded.contains($0.id) }
    }
  }

  private func rules(for slot: ClaimSlotID) -> [any ClaimRule.Type] {
    rules[Self.number(of: table.slots[slot].kind)]
  }

  private static func number(of kind: ClaimSlot.Kind) -> Int {
    switch kind {
    case .return: 0
    case .param: 1
    case .outParam: 2
    case .local: 3
    case .field: 4
    case .element: 5
    case .global: 6
    }
  }

  // MARK: The fixpoint

  /// - Parameter proven: asked once for each strength from `proven` on, after the rules have come to rest.
  func solve(answers: [(ClaimSlotID, Evidence)] = [], proven: () -> [(ClaimSlotID, Evidence)]) {
    let all = table.slots.indices.map { ClaimSlotID($0) }
    _ = apply(answers)
    for strength in Strength.allCases {
      if strength == .proven { _ = apply(proven()) }
      var open = all
      // Rules of other strengths have come to rest on these slots; only this strength's are new to them.
      var only: Strength? = strength
      while true {
        let climbed = round(open, upTo: strength, only: only)
        only = nil
        if !climbed.isEmpty {
          open = affected(by: climbed)
          continue
        }
        guard strength >= .allUses else { break }
        let agreed = tryTogether()
        guard !agreed.isEmpty else { break }
        open = affected(by: agreed)
      }
    }
  }

  private func round(_ open: [ClaimSlotID], upTo strength: Strength, only: Strength?) -> [ClaimSlotID] {
    rounds += 1
    var found: [(ClaimSlotID, Evidence)] = []
    for slot in open {
      visits += 1
      let view = SlotView(id: slot, solver: self)
      for rule in rules(for: slot) where rule.strength <= strength && rule.strength != .allUses {
        if let only, rule.strength != only { continue }
        if state.hasEvidence(rule.id, at: slot) { continue }
        if let match = rule.match(view) { found.append((slot, evidence(rule, match, during: strength))) }
      }
    }
    return apply(found)
  }

  /// A rule that matches only now, after it had come to rest, was let in by claims of the strength that is worked off: it is
  /// no stronger than those, whether it names them as premises or not.
  private func evidence(_ rule: any ClaimRule.Type, _ match: RuleMatch, during current: Strength) -> Evidence {
    var strength = max(rule.strength, current)
    // What is only assumed along with this one has this rule's strength, not its own.
    for premise in match.premises where state.claims[premise.index] != .unknown {
      strength = max(strength, state.strengths[premise.index])
    }
    return Evidence(
      rule: rule.id, ownership: match.ownership, strength: strength, span: match.span, premises: match.premises,
      detail: match.detail)
  }

  private func apply(_ found: [(ClaimSlotID, Evidence)]) -> [ClaimSlotID] {
    var climbed: [ClaimSlotID] = []
    for (slot, evidence) in found where state.add(evidence, to: slot) {
      if climbed.last != slot { climbed.append(slot) }
    }
    for slot in climbed {
      if table.slots[slot].kind == .return {
        for reference in graph.references(of: slot) { forgetBalance(of: Int(reference)) }
      }
      for step in referencesOfSink[slot.index] { forgetBalance(of: Int(graph.steps[Int(step)].reference)) }
    }
    return climbed
  }

  private func forgetBalance(of reference: Int) {
    low[reference] = nil
    high[reference] = nil
  }

  /// The slots whose rules may see something new, in order.
  private func affected(by climbed: [ClaimSlotID]) -> [ClaimSlotID] {
    var isAffected = [Bool](repeating: false, count: table.slots.count)
    for slot in climbed { forEachNeighbour(of: slot) { isAffected[$0.index] = true } }
    return table.slots.indices.filter { isAffected[$0] }.map { ClaimSlotID($0) }
  }

  private func forEachNeighbour(of slot: ClaimSlotID, _ visit: (ClaimSlotID) -> Void) {
    func visitAll(of reference: Int) {
      let root = graph.references[reference].root
      if !root.isNone { visit(root) }
      for step in graph.references[reference].steps {
        let sink = graph.steps[step].sink
        if !sink.isNone { visit(sink) }
      }
    }
    /// What a variable that is set in several places hands on hangs on all that comes to it.
    func visitBehind(_ local: ClaimSlotID) {
      guard table.slots[local].kind == .local, graph.arrivals(of: local).count > 1 else { return }
      for reference in graph.references(of: local) {
        for step in graph.references[Int(reference)].steps where !graph.steps[step].sink.isNone {
          visit(graph.steps[step].sink)
        }
      }
    }
    visit(slot)
    for reference in graph.references(of: slot) {
      visitAll(of: Int(reference))
      for step in graph.references[Int(reference)].steps where !graph.steps[step].sink.isNone {
        visitBehind(graph.steps[step].sink)
      }
    }
    for step in referencesOfSink[slot.index] { visitAll(of: Int(graph.steps[Int(step)].reference)) }
    for arrival in arrivalsFilledFrom[slot.index] {
      visit(graph.arrivals[Int(arrival)].slot)
      visitBehind(graph.arrivals[Int(arrival)].slot)
    }
    for arrival in graph.arrivals(of: slot) {
      let from = graph.arrivals[Int(arrival)].from
      if !from.isNone { visit(from) }
    }
    for neighbour in agreement.neighbours(of: slot) { visit(neighbour.slot) }
  }

  /// Takes all unknown slots for pointers, drops those that a use of theirs speaks against, then those that rested on them, and so on.
  ///
  /// What is left agrees: each is a pointer if the others are. This is how a recursion's members are solved, and it is the
  /// largest such set, so the order of dropping does not matter.
  private func tryTogether() -> [ClaimSlotID] {
    var queue: [ClaimSlotID] = []
    for number in table.slots.indices where state.claims[number] == .unknown {
      isAssumed[number] = true
      queue.append(ClaimSlotID(number))
    }
    var isQueued = isAssumed
    var next = 0
    while next < queue.count {
      let slot = queue[next]
      next += 1
      isQueued[slot.index] = false
      guard isAssumed[slot.index] else { continue }
      visits += 1
      let view = SlotView(id: slot, solver: self)
      let isKept = rules(for: slot).contains { $0.strength == .allUses && $0.match(view) != nil }
      if isKept { continue }
      isAssumed[slot.index] = false
      forEachNeighbour(of: slot) { neighbour in
        guard isAssumed[neighbour.index], !isQueued[neighbour.index] else { return }
        isQueued[neighbour.index] = true
        queue.append(neighbour)
      }
    }
    var found: [(ClaimSlotID, Evidence)] = []
    for number in table.slots.indices where isAssumed[number] {
      let slot = ClaimSlotID(number)
      let view = SlotView(id: slot, solver: self)
      for rule in rules(for: slot) where rule.strength == .allUses {
        guard let match = rule.match(view) else { continue }
        found.append((slot, evidence(rule, match, during: .allUses)))
        break
      }
    }
    for number in isAssumed.indices { isAssumed[number] = false }
    return apply(found)
  }

  /// The locals that a result or out-parameter comes to.
  func takers(of slot: ClaimSlotID) -> [ClaimSlotID] {
    var found: [ClaimSlotID] = []
    for reference in graph.references(of: slot) {
      for step in graph.references[Int(reference)].steps {
        let sink = graph.steps[step].sink
        if graph.steps[step].kind == .transfer, !sink.isNone, table.slots[sink].kind == .local { found.append(sink) }
      }
    }
    for arrival in arrivalsFilledFrom[slot.index] where table.slots[graph.arrivals[Int(arrival)].slot].kind == .local {
      found.append(graph.arrivals[Int(arrival)].slot)
    }
    return found
  }

  // MARK: Balances

  /// The balance with unknown sinks taken for pointers, which is the least that the reference gives up.
  func lowBalance(of reference: Int) -> BalanceResult {
    if let known = low[reference] { return known }
    let result = walk(reference) { self.state.claims[$0.index] == .owner || self.state.claims[$0.index] == .leaked }
    low[reference] = result
    return result
  }

  /// The balance with unknown sinks taken for owners: the most.
  func highBalance(of reference: Int) -> BalanceResult {
    if let known = high[reference] { return known }
    let result = walk(reference) { self.state.claims[$0.index] != .pointer }
    high[reference] = result
    return result
  }

  private func order(of function: FunctionID) -> WalkOrder {
    if let known = orders[function] { return known }
    let order = WalkOrder(facts[function].body ?? Body(), refusals: index.refusals)
    orders[function] = order
    return order
  }

  /// The arrivals by which the place of a step's reference may have been set when the step is reached.
  func definitions(reaching step: Int) -> [Int] {
    if let known = definitions[step] { return known }
    let reference = graph.references[Int(graph.steps[step].reference)]
    var last: [Int32: Int] = [:]
    for number in reference.steps where graph.steps[number].kind == .define || graph.steps[number].kind == .clear {
      last[graph.steps[number].blockRank] = number
    }
    var found: Set<Int> = []
    let own = (reference.steps.lowerBound..<step).last {
      graph.steps[$0].blockRank == graph.steps[step].blockRank
        && (graph.steps[$0].kind == .define || graph.steps[$0].kind == .clear)
    }
    if let own {
      found.insert(own)
    } else {
      let order = order(of: reference.function)
      var seen: Set<Int32> = []
      var open = order.predecessors[Int(graph.steps[step].blockRank)]
      while let block = open.popLast() {
        guard seen.insert(block).inserted else { continue }
        if let definition = last[block] {
          found.insert(definition)
        } else {
          open += order.predecessors[Int(block)]
        }
      }
    }
    // A condition may choose between several.
    let events = Set(found.map { graph.steps[$0].event })
    let arrivals = graph.arrivals(of: reference.root).map { Int($0) }.filter {
      graph.arrivals[$0].function == reference.function && events.contains(graph.arrivals[$0].event)
    }
    definitions[step] = arrivals
    return arrivals
  }

  /// Whether the parameter that a step gives up is used afterwards.
  private func isUsedLater(_ step: Int) -> Bool {
    if let known = laterUses[step] { return known }
    let reference = graph.references[Int(graph.steps[step].reference)]
    let slot = table.slots[reference.root]
    let isUsed =
      facts[slot.function].body.map { LaterUses(of: slot.slot, in: $0, facts).isUsed(after: graph.steps[step]) }
      ?? false
    laterUses[step] = isUsed
    return isUsed
  }

  /// A result of which other functions alone say what it is, and they do something else: it says nothing of what is given back here.
  private func isAgreedResult(_ slot: ClaimSlotID, of function: FunctionID) -> Bool {
    guard table.slots[slot].kind == .return, table.slots[slot].function == function,
      let first = state.evidence[slot.index].first
    else { return false }
    return first.rule == Signature.id || first.rule == Override.id
  }

  /// Whether an owner's reference is released by its function, or by what that hands it to: it is not kept anywhere.
  private func isEnded(in slot: ClaimSlotID, depth: Int = 0) -> Bool {
    guard table.slots[slot].kind == .param, depth < 16, let first = state.evidence[slot.index].first,
      first.ownership == .owner
    else { return false }
    if first.rule == ParameterOwn.id || first.rule == StatedMeaning.id { return true }
    guard first.rule == ParameterOwnPassedOn.id, let premise = first.premises.first else { return false }
    return isEnded(in: premise, depth: depth + 1)
  }

  private func walk(_ number: Int, takes: (ClaimSlotID) -> Bool) -> BalanceResult {
    let reference = graph.references[number]
    let isParameter = !reference.root.isNone && table.slots[reference.root].kind == .param
    let result = walk(number, isParameter: isParameter, takesUsedLater: true, takes: takes)
    // What is given up on some ways, and used after that, is not the caller's; what is released here on all ways is.
    guard isParameter, result.firstGivenUp >= 0 else { return result }
    let isReleased = graph.steps[result.firstGivenUp].isRelease
    if isReleased, let range = result.atExit.range, range.upperBound < 0 { return result }
    let looking = walk(number, isParameter: true, takesUsedLater: false, takes: takes)
    guard isReleased, looking.firstGivenUp >= 0 else { return looking }
    // `x->p = retain(p); if (!start(x)) release(p);`: what is released on some ways is what was retained to be stored.
    return walk(number, isParameter: true, takesUsedLater: false, keepsStored: false, takes: takes)
  }

  /// - Parameters:
  ///   - takesUsedLater: what is given up and used after that counts as given up.
  ///   - keepsStored: a reference that was retained to be stored belongs to where it is stored alone.
  private func walk(
    _ number: Int, isParameter: Bool, takesUsedLater: Bool, keepsStored: Bool = true, takes: (ClaimSlotID) -> Bool
  ) -> BalanceResult {
    let reference = graph.references[number]
    let isNewEachTime =
      reference.kind == .made || reference.kind == .result && state.claims[reference.root.index] == .owner
    return BalanceWalk.walk(
      reference, steps: graph.steps, isNewEachTime: isNewEachTime, endsWhereSet: isParameter
    ) {
      order(of: reference.function)
    } change: { step in
      switch graph.steps[step].kind {
      case .retain where graph.steps[step].arrival >= 0:
        // For what was stored: it is one more only where that had a reference already.
        !graph.steps[step].sink.isNone && takes(graph.steps[step].sink) ? 1 : 0
      case .retain: 1
      case .retainOfResult: keepsStored ? 0 : 1
      case .release, .releaseUnlessNull, .consume: takesUsedLater || !isUsedLater(step) ? -1 : 0
      // A variable that is retained by itself is an owner of that, not of what it was given.
      case .transfer:
        !graph.isRetainedLocal[graph.steps[step].sink.index]
          && !graph.areToldApart(reference.root, graph.steps[step].sink) && takes(graph.steps[step].sink)
          && !(isParameter && isAgreedResult(graph.steps[step].sink, of: reference.function))
          && (takesUsedLater || !isEnded(in: graph.steps[step].sink) || !isUsedLater(step)) ? -1 : 0
      case .define, .clear, .again, .obstacle, .nullIfTrue, .nullIfFalse: 0
      }
    }
  }
}
