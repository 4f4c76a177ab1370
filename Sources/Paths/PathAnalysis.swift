import Disciplines
import Facts

/// Walks all functions of a program, callees first, and tells what each does to the references that pass through it and
/// where one does what it must not.
///
/// Comes in: facts, disciplines, and what is claimed of places and functions so far. Goes out: `FunctionEffects` for Claims,
/// `Anomaly` values for Checking. Knows nothing of findings' wording, of rules, or of how a claim is reached.
public struct PathAnalysis: Sendable {
  /// By function.
  public private(set) var effects: [FunctionEffects?] = []
  /// In order of function, then of discovery.
  public private(set) var anomalies: [Anomaly] = []
  public private(set) var incomplete: [IncompleteFunction] = []
  public private(set) var statistics = Statistics()
  /// Who calls whom: whoever needs it too need not work it out again.
  public let calls: CallGraph

  /// What the walks go by; in the end, for walking one again.
  private(set) var knowledge: Knowledge
  /// By function: what its last walk showed.
  private(set) var walks: [FunctionWalk?]
  /// By function: when its summary changed last, and when it was walked last.
  private var changedAt: [Int]
  private var walkedAt: [Int]
  private var time = 0
  private let threads: Int

  /// A function that was not walked to its end.
  public struct IncompleteFunction: Hashable, Sendable {
    public var function: FunctionID
    public var reason: String
  }

  public struct Statistics: Hashable, Sendable {
    public var functions = 0
    public var walks = 0
    public var steps = 0
    public var rounds = 0
  }

  /// Kinds of places whose content some function releases: they own what they hold.
  public var owningPlaces: Set<PlaceShape> { knowledge.releasedPlaces }

  /// What comes out does not depend on the number of threads.
  public init(
    facts: FactBase, disciplines: DisciplineIndex, calls: CallGraph? = nil, exceptions: Bool = false, threads: Int = 1
  ) {
    let calls = calls ?? CallGraph(facts: facts)
    self.calls = calls
    self.threads = max(threads, 1)
    knowledge = Knowledge(facts: facts, disciplines: disciplines, calls: calls)
    knowledge.exceptions = exceptions
    walks = Array(repeating: nil, count: facts.functions.count)
    changedAt = Array(repeating: 0, count: facts.functions.count)
    walkedAt = Array(repeating: -1, count: facts.functions.count)
    statistics.functions = facts.functions.count { $0.body != nil }
    settle()
  }

  /// Takes over what is claimed of places and of functions without a body, and walks again whom that concerns.
  public mutating func learn(_ ownership: KnownOwnership) {
    let known = knowledge.ownership
    knowledge.ownership = ownership
    for index in walks.indices {
      guard let walk = walks[index] else { continue }
      let isConcerned =
        walk.asked.contains { knowledge.isOwner($0) != nil }
        || walk.unknownCallees.contains {
          ownership.meaning(of: $0) != known.meaning(of: $0) || ownership.lent[$0] != known.lent[$0]
        }
      if isConcerned { walkedAt[index] = -1 }
    }
    settle()
  }

  /// What a place owns is told by who releases its content, which may be anywhere: so functions are walked again until none
  /// is left that asked of a place of which nothing was known and now is. Two rounds are usual, and the second is short.
  private mutating func settle() {
    for round in 1...Self.roundLimit {
      var isIdle = true
      for layer in calls.layers {
        let work = layer.filter { isDue(calls.components[$0]) }
        guard !work.isEmpty else { continue }
        isIdle = false
        walk(work)
      }
      statistics.rounds += isIdle ? 0 : 1
      if isIdle || round == Self.roundLimit { break }
    }
    collect()
  }

  private static let roundLimit = 3

  private func isDue(_ component: [FunctionID]) -> Bool {
    component.contains { function in
      guard knowledge.hasBody[function.index] else { return false }
      let last = walkedAt[function.index]
      guard last >= 0, let walk = walks[function.index] else { return true }
      if calls.callees(of: function).contains(where: { changedAt[$0.index] > last && !component.contains($0) }) {
        return true
      }
      return walk.asked.contains { knowledge.releasedPlaces.contains($0) }
        || walk.askedOfEnd.contains { knowledge.endedPlaces.contains($0) }
    }
  }

  /// Walks components that do not need each other. All see what was known before, so that it does not matter which is first.
  private mutating func walk(_ work: [Int]) {
    time += 1
    let (knowledge, calls, threads) = (knowledge, calls, threads)
    let sizes = work.map { calls.components[$0].reduce(0) { $0 + knowledge.size(of: $1) } }
    let found = inParallel(sizes, threads: threads) { number in
      ComponentWalk(calls.components[work[number]], calls, knowledge, threads: threads)
    }
    for component in found {
      statistics.walks += component.walkCount
      for (function, walk) in component.walks {
        statistics.steps += walk.steps
        walkedAt[function.index] = time
        self.knowledge.releasedPlaces.formUnion(walk.released)
        self.knowledge.endedPlaces.formUnion(walk.ended)
        self.knowledge.drainedPlaces.formUnion(walk.drained)
        if self.knowledge.summaries[function.index] != walk.summary {
          self.knowledge.summaries[function.index] = walk.summary
          changedAt[function.index] = time
        }
        walks[function.index] = walk
      }
    }
  }

  private mutating func collect() {
    let unended = UnendedMakers(walks)
    anomalies = walks.flatMap { $0?.anomalies ?? [] }.map { anomaly in
      var anomaly = anomaly
      if unended.explains(anomaly) { anomaly.isCertain = false }
      return anomaly
    }
    anomalies += ForgottenFields(walks, knowledge).anomalies
    incomplete = walks.enumerated().compactMap { index, walk in
      let isUnread = knowledge.facts.functions[index].body != nil && !knowledge.hasBody[index]
      let reason = isUnread ? "it does not compile" : walk?.incompleteReason
      return reason.map { IncompleteFunction(function: FunctionID(index), reason: $0) }
    }
    effects = knowledge.facts.functions.indices.map { index in
      guard let summary = knowledge.summaries[index] else { return nil }
      var effects = FunctionEffects(summary, of: FunctionID(index), knowledge)
      effects.places = walks[index]?.places ?? [:]
      effects.returns = walks[index]?.returns ?? []
      return effects
    }
    anomalies += OddOverrides(walks, effects, knowledge).anomalies
  }
}
