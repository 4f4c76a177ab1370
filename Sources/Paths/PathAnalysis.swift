import Disciplines
import Facts

/// Walks all functions of a program, callees first, and tells what each does to the references that pass through it and
/// where one does what it must not.
///
/// Comes in: facts and disciplines. Goes out: `FunctionEffects` for Claims, `Anomaly` values for Checking. Knows nothing of
/// findings' wording, of rules, or of how a claim is reached.
public struct PathAnalysis: Sendable {
  /// By function.
  public private(set) var effects: [FunctionEffects?] = []
  /// In order of function, then of discovery.
  public private(set) var anomalies: [Anomaly] = []
  public private(set) var incomplete: [IncompleteFunction] = []
  /// Kinds of places whose content some function releases: they own what they hold.
  public private(set) var owningPlaces: Set<PlaceShape> = []
  public private(set) var statistics = Statistics()

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

  public init(facts: FactBase, disciplines: DisciplineIndex, exceptions: Bool = false) {
    var knowledge = Knowledge(facts: facts, disciplines: disciplines)
    knowledge.exceptions = exceptions
    let graph = CallGraph(facts)
    // What a place owns is told by who releases its content, which may be anywhere: so the program is walked until
    // no new owning place turns up. Two rounds are usual.
    for round in 1...Self.roundLimit {
      statistics.rounds = round
      let known = knowledge.releasedPlaces
      let isLast = round == Self.roundLimit
      walkAll(graph, &knowledge)
      if knowledge.releasedPlaces == known || isLast { break }
    }
    owningPlaces = knowledge.releasedPlaces
    effects = facts.functions.indices.map { index in
      knowledge.summaries[index].map { FunctionEffects($0, of: FunctionID(index), knowledge) }
    }
  }

  private static let roundLimit = 3
  /// Walks of one cycle of the call graph before it is given up.
  private static let cycleLimit = 5

  private mutating func walkAll(_ graph: CallGraph, _ knowledge: inout Knowledge) {
    anomalies = []
    incomplete = []
    for component in graph.components {
      let functions = component.filter { knowledge.facts[$0].body != nil }
      guard !functions.isEmpty else { continue }
      // Until something is known of a cycle's functions, a call to one is taken not to return: what then is found on the
      // other paths is what the recursion ends with.
      let isCycle = component.count > 1 || graph.callsItself(functions[0])
      for function in functions { knowledge.summaries[function.index] = isCycle ? .doesNotReturn : nil }
      for attempt in 1...Self.cycleLimit {
        var isChanged = false
        var found: [Anomaly] = []
        var cut: [IncompleteFunction] = []
        for function in functions {
          guard let walker = Walker(function, knowledge: knowledge) else { continue }
          walker.walk()
          statistics.walks += 1
          statistics.steps += walker.steps
          knowledge.releasedPlaces.formUnion(walker.released)
          let summary = walker.summary
          if summary != knowledge.summaries[function.index] {
            isChanged = true
            knowledge.summaries[function.index] = summary
          }
          found += walker.anomalies
          if let reason = walker.incompleteReason { cut.append(IncompleteFunction(function: function, reason: reason)) }
        }
        if !isCycle || !isChanged || attempt == Self.cycleLimit {
          if isCycle, isChanged {
            for function in functions {
              knowledge.summaries[function.index] = nil
              cut.append(IncompleteFunction(function: function, reason: "its recursion does not settle"))
            }
          }
          anomalies += found
          incomplete += cut
          break
        }
      }
    }
    statistics.functions = knowledge.facts.functions.count { $0.body != nil }
    anomalies.sort { $0.function < $1.function }
    incomplete.sort { $0.function < $1.function }
  }
}
