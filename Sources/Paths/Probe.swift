import Disciplines
import Facts

/// What walking one function again comes to, with something changed.
public struct Probe: Sendable {
  public var anomalies: [Anomaly]
  /// Whether every path was walked to its end.
  public var isComplete: Bool
  /// Whether a caller sees the function do something else than in the program as it is.
  public var changesEffects: Bool
  let summary: Summary
  let uses: FieldUses
}

extension PathAnalysis {
  /// Walks a function with another body in place of its own; all other functions do what they do in the program.
  ///
  /// For measuring what is found: a body is spoilt in one place, and the question is who notices.
  public func probe(_ function: FunctionID, body: Body) -> Probe? {
    probe(function, body: body, in: knowledge)
  }

  /// Walks a function as it is, with others doing what their probes have shown.
  public func probe(_ caller: FunctionID, when others: [FunctionID: Probe]) -> Probe? {
    guard let body = knowledge.facts[caller].body else { return nil }
    var changed = knowledge
    for (function, probe) in others { changed.summaries[function.index] = probe.summary }
    return self.probe(caller, body: body, in: changed)
  }

  private func probe(_ function: FunctionID, body: Body, in knowledge: Knowledge) -> Probe? {
    guard let walker = Walker(function, knowledge: knowledge, body: body) else { return nil }
    walker.walk()
    let summary = walker.summary
    return Probe(
      anomalies: walker.anomalies, isComplete: walker.incompleteReason == nil,
      changesEffects: summary != knowledge.summaries[function.index], summary: summary, uses: walker.uses)
  }

  /// What only all walks together show, when a function does what its probe has shown.
  public func seenByAll(when function: FunctionID, does probe: Probe) -> [Anomaly] {
    var (walks, effects, knowledge) = (walks, effects, knowledge)
    walks[function.index]?.uses = probe.uses
    knowledge.summaries[function.index] = probe.summary
    effects[function.index] = FunctionEffects(probe.summary, of: function, knowledge)
    return ForgottenFields(walks, knowledge).anomalies + OddOverrides(walks, effects, knowledge).anomalies
  }
}
