import Disciplines
import Facts
import Paths

/// Thinks up what would mend a finding, where that needs no understanding of what the code is for.
struct FixProposer {
  let facts: FactBase
  let disciplines: DisciplineIndex

  func fix(for anomaly: Anomaly) -> FindingFix? {
    guard anomaly.isCertain, facts[anomaly.function].pattern.isNone else { return nil }
    switch anomaly.kind {
    case .leak: return release(anomaly)
    case .retainedReturn, .retainedMove: return removal(anomaly)
    default: return nil
    }
  }

  /// A release before the `return`, as the function itself writes it elsewhere.
  private func release(_ anomaly: Anomaly) -> FindingFix? {
    let function = facts[anomaly.function]
    guard let body = function.body, !anomaly.span.isNone, anomaly.span.macro.isNone, isReturn(anomaly.span, body),
      let slot = function.slots.first(where: { facts[$0.name] == anomaly.name && !$0.name.isNone })
    else { return nil }
    for event in body.events where event.operation == .call && !event.function.isNone {
      guard let meaning = disciplines.meaning(of: event.function) else { continue }
      let name = facts[facts[event.function].simpleName]
      switch (meaning.receiver, meaning.arguments[0]) {
      case (.releases, _), (.releasesUnlessNull, _):
        guard facts[slot.type].kind == .pointer else { return nil }
        return insertion("\(anomaly.name)->\(name)();", anomaly)
      case (_, .releases?), (_, .releasesUnlessNull?):
        return insertion("\(name)(\(anomaly.name));", anomaly)
      default: continue
      }
    }
    return nil
  }

  /// The retain that is too many.
  private func removal(_ anomaly: Anomaly) -> FindingFix? {
    let retains = anomaly.steps.filter { $0.kind == .retained }
    guard let retain = retains.last, retains.count == 1, retain.span.macro.isNone else { return nil }
    return FindingFix(
      file: facts[facts[retain.span.file].path], begin: Int(retain.span.begin), end: Int(retain.span.end), change: .remove)
  }

  private func insertion(_ statement: String, _ anomaly: Anomaly) -> FindingFix {
    FindingFix(
      file: facts[facts[anomaly.span.file].path], begin: Int(anomaly.span.begin), end: Int(anomaly.span.end),
      change: .insert(statement: statement))
  }

  private func isReturn(_ span: Span, _ body: Body) -> Bool {
    body.events.contains { event in
      guard event.operation == .return, body.span(of: event) == span else { return false }
      // What is returned must not be computed from what is given up.
      return event.operandCount == 0 || [.constant, .null, .load].contains(body[body.operand(0, of: event)].operation)
    }
  }
}
