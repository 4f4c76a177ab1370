import Disciplines
import Facts

/// The door of this module: from facts and disciplines to claims.
///
/// ```swift
/// let claims = ClaimSolver.solve(facts: program, index: index)
/// for slot in claims.listed { print(claims[slot].name(in: program), claims.claim(of: slot)) }
/// ```
public enum ClaimSolver {
  public struct Options {
    /// What walks paths, if anything does.
    public var effects: (any EffectProvider)?
    /// What a person said of a slot, taken as if the code declared it.
    public var answer: ((ClaimSlot) -> Ownership?)?
    /// Tell which releases end which references.
    public var pairsReferences = false
    public var takesDeclared = DeclaredUse.asGiven

    public init(
      effects: (any EffectProvider)? = nil, answer: ((ClaimSlot) -> Ownership?)? = nil,
      takesDeclared: DeclaredUse = .asGiven
    ) {
      self.effects = effects
      self.answer = answer
      self.takesDeclared = takesDeclared
    }
  }

  /// What becomes of the ownership that the code declares.
  public enum DeclaredUse: Sendable {
    /// It goes before everything else.
    case asGiven
    /// It counts where the rest of the code says something else, or nothing. Who writes claims into the code learns nothing from
    /// them when they come back: what is declared where the rest is weighed up shifts the weights.
    case asNews
  }

  public static func solve(facts: FactBase, index: DisciplineIndex, options: Options = Options()) -> ClaimSet {
    let clock = ContinuousClock()
    let start = clock.now
    let table = SlotTable(facts: facts, index: index)
    let overrides = OverrideIndex(facts: facts)
    let signatures = table.signatures
    let calls = CallGraph(facts: facts, overrides: overrides, signatures: signatures)
    let passedThrough = PassThrough.find(facts: facts, index: index, components: calls.components)
    let graph = BodyReader.read(
      facts: facts, index: index, table: table, passedThrough: passedThrough,
      returnsStandIns: StandIns.find(facts: facts, components: calls.components))
    let readingEnd = clock.now

    let agreement = Agreement(facts: facts, table: table, signatures: signatures)
    let answers = options.answer.map { answer in
      table.slots.indices.compactMap { number in
        answer(table.slots[number]).map { ownership in
          let evidence = Evidence(
            rule: AnsweredByPerson.id, ownership: ownership, strength: .declared, span: table.slots[number].span)
          return (ClaimSlotID(number), evidence)
        }
      }
    }
    func solved(with declared: [(ClaimSlotID, Evidence)], without excluded: Set<RuleID>) -> Solver {
      let solver = Solver(
        facts: facts, index: index, table: table, graph: graph, agreement: agreement, excluded: excluded)
      solver.solve(answers: (answers ?? []) + declared) {
        guard let effects = options.effects else { return [] }
        let knowledge = CallKnowledge(
          facts: facts, index: index, table: table, claim: { solver.state.claims[$0.index] },
          components: calls.components)
        return effects.provenOwnership(knowing: knowledge).map { proven in
          let evidence = Evidence(
            rule: ProvenByPaths.id, ownership: proven.ownership, strength: .proven, span: proven.span,
            detail: .text(proven.note))
          return (proven.slot, evidence)
        }
      }
      return solver
    }
    let solver =
      switch options.takesDeclared {
      case .asGiven: solved(with: [], without: [])
      case .asNews: DeclaredNews.settle { solved(with: $0, without: [DeclaredOwnership.id]) }
      }

    var statistics = ClaimStatistics()
    statistics.bodies = graph.bodyCount
    statistics.events = graph.eventCount
    statistics.references = graph.references.count
    statistics.transfers = graph.arrivals.count
    statistics.components = calls.components.count
    statistics.largestComponent = calls.components.map(\.count).max() ?? 0
    statistics.rounds = solver.rounds
    statistics.visits = solver.visits
    statistics.readingTime = readingEnd - start
    statistics.solvingTime = clock.now - readingEnd
    statistics.rules = count(solver)
    var claims = ClaimSet(
      table: table, state: solver.state, reasons: UnknownReasons.find(solver), statistics: statistics, calls: calls)
    if options.pairsReferences {
      claims.pairs = ReferencePairFinder.find(
        facts: facts, table: table, graph: graph, overrides: overrides, claims: solver.state.claims)
    }
    return claims
  }

  private static func count(_ solver: Solver) -> [ClaimStatistics.RuleCount] {
    var matched: [RuleID: Int] = [:]
    var decided: [RuleID: Int] = [:]
    var declarations: [RuleID: Set<Place>] = [:]
    var places: [RuleID: Set<Place>] = [:]
    for (number, slot) in solver.table.slots.enumerated() where slot.isListed {
      let view = SlotView(id: ClaimSlotID(number), solver: solver)
      for evidence in solver.state.evidence[number] {
        matched[evidence.rule, default: 0] += 1
        declarations[evidence.rule, default: []].insert(Place(slot.span))
        let spans = RuleRegistry.rule(evidence.rule)?.places(view) ?? [evidence.span]
        places[evidence.rule, default: []].formUnion(spans.map { Place($0) })
      }
      if let first = solver.state.evidence[number].first { decided[first.rule, default: 0] += 1 }
    }
    return RuleRegistry.rules.map {
      ClaimStatistics.RuleCount(
        rule: $0.id, matched: matched[$0.id] ?? 0, decided: decided[$0.id] ?? 0,
        declarations: declarations[$0.id]?.count ?? 0, places: places[$0.id]?.count ?? 0)
    }
  }

  /// Where something begins: what is written there, whichever instantiation or macro it was met in.
  private struct Place: Hashable {
    var file: FileID
    var begin: UInt32

    init(_ span: Span) {
      file = span.file
      begin = UInt32(span.begin)
    }
  }
}
