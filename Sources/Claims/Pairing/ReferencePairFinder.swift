import Disciplines
import Facts

/// Follows owned references from slot to slot: from where one is taken, through the slots that own what comes to them, to the
/// releases of what is in those slots.
struct ReferencePairFinder {
  private let facts: FactBase
  private let table: SlotTable
  private let graph: FlowGraph
  private let overrides: OverrideIndex
  private let claims: [Claim]
  private var pairs = ReferencePairs()
  private var endingOfStep: [Int: Int] = [:]
  private var waysOfSlot: [ClaimSlotID: Ways] = [:]

  /// Who reaches more slots than this is a hub, as a container of everything is: nothing follows from what leaves it.
  private static let mostSlots = 512

  /// Where a reference may go next.
  private struct Ways {
    var sinks: Set<ClaimSlotID> = []
    /// Steps that give it up.
    var ends: Set<Int> = []

    mutating func formUnion(_ other: Ways) {
      sinks.formUnion(other.sinks)
      ends.formUnion(other.ends)
    }
  }

  static func find(
    facts: FactBase, table: SlotTable, graph: FlowGraph, overrides: OverrideIndex, claims: [Claim]
  ) -> ReferencePairs {
    var finder = ReferencePairFinder(facts, table, graph, overrides, claims)
    for number in graph.references.indices { finder.read(graph.references[number]) }
    return finder.pairs
  }

  private init(
    _ facts: FactBase, _ table: SlotTable, _ graph: FlowGraph, _ overrides: OverrideIndex, _ claims: [Claim]
  ) {
    self.facts = facts
    self.table = table
    self.graph = graph
    self.overrides = overrides
    self.claims = claims
  }

  private func isOwner(_ slot: ClaimSlotID) -> Bool { !slot.isNone && claims[slot.index] == .owner }

  private mutating func read(_ reference: Reference) {
    let ways = ways(of: reference)
    let isNew = reference.kind == .made || reference.kind == .result && isOwner(reference.root)
    if isNew {
      let callee = reference.kind == .result ? table.slots[reference.root].function : .none
      add(at: Int(reference.event), of: reference, ways.own, isNew: true, callee: callee)
    }
    var isTaken: Set<Int32> = []
    for number in reference.steps where graph.steps[number].kind == .retain {
      let step = graph.steps[number]
      guard isTaken.insert(step.event).inserted else { continue }
      var ways = ways.retained
      if step.arrival >= 0 {
        let stored = graph.arrivals[Int(step.arrival)].slot
        if isOwner(stored) { ways = Ways(sinks: [stored]) }
      }
      add(at: Int(step.event), of: reference, ways)
    }
  }

  /// What becomes of the reference that a function has of something, and of those that it takes besides.
  private func ways(of reference: Reference) -> (own: Ways, retained: Ways) {
    var all = Ways()
    var retains: Set<Int32> = []
    var isMoved = false
    for number in reference.steps {
      let step = graph.steps[number]
      switch step.kind {
      case .retain: retains.insert(step.event)
      case .release, .releaseUnlessNull: all.ends.insert(number)
      case .transfer where isOwner(step.sink) && step.sink != reference.root:
        all.sinks.insert(step.sink)
        if step.arrival >= 0, graph.arrivals[Int(step.arrival)].isMoved { isMoved = true }
      default: continue
      }
    }
    var (own, retained) = (all, all)
    if !retains.isEmpty, !all.sinks.isEmpty {
      // What is handed on was retained for that.
      retained.ends = []
      if retains.count >= all.sinks.count { own.sinks = [] }
    }
    // What lies in a place stays there though others may take references of their own from it.
    if reference.kind == .place, isLasting(reference.root), !isMoved { own.sinks = [] }
    return (own, retained)
  }

  private func isLasting(_ slot: ClaimSlotID) -> Bool {
    guard !slot.isNone else { return false }
    switch table.slots[slot].kind {
    case .field, .element, .global: return true
    case .return, .param, .outParam, .local: return false
    }
  }

  private mutating func add(
    at event: Int, of reference: Reference, _ start: Ways, isNew: Bool = false, callee: FunctionID = .none
  ) {
    guard let site = site(reference.function, event) else { return }
    var taking = ReferencePairs.Taking(site: site, isNew: isNew, callee: callee)
    var ends = start.ends
    var seen = start.sinks
    var pending = Array(start.sinks)
    while let slot = pending.popLast() {
      if table.slots[slot].kind == .return, table.slots[slot].function == reference.function {
        taking.isReturned = true
      }
      let ways = ways(from: slot)
      ends.formUnion(ways.ends)
      for sink in ways.sinks where seen.insert(sink).inserted { pending.append(sink) }
      guard seen.count <= Self.mostSlots else { return }
    }
    taking.answers = ends.sorted().compactMap { ending($0) }
    if !taking.answers.isEmpty { pairs.takings.append(taking) }
  }

  private mutating func ways(from slot: ClaimSlotID) -> Ways {
    if let known = waysOfSlot[slot] { return known }
    var ways = Ways()
    for alias in aliases(of: slot) {
      for number in graph.references(of: alias) { ways.formUnion(self.ways(of: graph.references[Int(number)]).own) }
    }
    waysOfSlot[slot] = ways
    return ways
  }

  /// What comes to a parameter comes to those of all overrides, and a result goes to whoever calls what is overridden.
  private func aliases(of slot: ClaimSlotID) -> [ClaimSlotID] {
    let known = table.slots[slot]
    switch known.kind {
    case .param:
      return overrides.targets(ofVirtualCallTo: known.function).map { table.slot(of: known.slot, in: $0) }
        .filter { !$0.isNone }
    case .return:
      var functions = [known.function]
      var next = 0
      while next < functions.count {
        for base in facts[functions[next]].overrides where !base.isNone && !functions.contains(base) {
          functions.append(base)
        }
        next += 1
      }
      return functions.map { table.slotOfReturn[$0.index] }.filter { !$0.isNone }
    case .outParam, .local, .field, .element, .global: return [slot]
    }
  }

  private mutating func ending(_ number: Int) -> Int? {
    if let known = endingOfStep[number] { return known }
    let step = graph.steps[number]
    guard let site = site(graph.references[Int(step.reference)].function, Int(step.event)) else { return nil }
    endingOfStep[number] = pairs.endings.count
    pairs.endings.append(site)
    return endingOfStep[number]
  }

  private func site(_ function: FunctionID, _ event: Int) -> ReferencePairs.Site? {
    guard let body = facts[function].body, event >= 0, event < body.events.count else { return nil }
    let span = body.span(of: body.events[event])
    return span.isNone ? nil : ReferencePairs.Site(function: function, span: span)
  }
}
