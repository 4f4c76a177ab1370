import Disciplines
import Facts
import Paths

/// Thinks up what would mend a finding, where that needs no understanding of what the code is for: and walks the function as it
/// would be then, so that only what mends the finding and makes no other is proposed.
struct FixProposer {
  let facts: FactBase
  let disciplines: DisciplineIndex
  let analysis: PathAnalysis

  private struct Proposal {
    var fix: FindingFix
    var body: Body
  }

  private struct Trouble: Hashable {
    var kind: Anomaly.Kind
    var span: Span
    var name: String

    init(_ anomaly: Anomaly) { (kind, span, name) = (anomaly.kind, anomaly.span, anomaly.name) }
  }

  func fix(for anomaly: Anomaly) -> FindingFix? {
    guard anomaly.isCertain, facts[anomaly.function].pattern.isNone, let body = facts[anomaly.function].body else {
      return nil
    }
    let proposal: Proposal? =
      switch anomaly.kind {
      case .leak: release(anomaly, body)
      case .retainedReturn, .retainedMove: removal(anomaly, body)
      default: nil
      }
    guard let proposal, let probe = analysis.probe(anomaly.function, body: proposal.body), probe.isComplete else {
      return nil
    }
    var known = Set(analysis.anomalies.filter { $0.function == anomaly.function }.map { Trouble($0) })
    known.remove(Trouble(anomaly))
    return Set(probe.anomalies.map { Trouble($0) }).isSubset(of: known) ? proposal.fix : nil
  }

  /// A release before the `return`, as the function itself writes it elsewhere.
  private func release(_ anomaly: Anomaly, _ body: Body) -> Proposal? {
    let function = facts[anomaly.function]
    let slots = function.slots.indices.filter { facts[function.slots[$0].name] == anomaly.name }
    guard !anomaly.name.isEmpty, anomaly.span.macro.isNone, slots.count == 1, let slot = slots.first,
      facts[function.slots[slot].type].kind == .pointer,
      let exit = body.events.indices.first(where: {
        body.events[$0].operation == .return && body.span(of: body.events[$0]) == anomaly.span
      })
    else { return nil }
    // What is returned must not be computed from what is given up.
    guard isPlain(body.operand(0, of: body.events[exit]), body) else { return nil }
    for event in body.events where event.operation == .call && event.operandCount == 1 && !event.function.isNone {
      guard let statement = statement(releasing: anomaly.name, by: event) else { continue }
      let changed = body.releasing(SlotID(slot), of: function.slots[slot].type, by: event, before: exit)
      return Proposal(fix: fix(anomaly.span, .insert(statement: statement)), body: changed)
    }
    return nil
  }

  private func isPlain(_ value: ValueID, _ body: Body) -> Bool {
    guard !value.isNone else { return true }
    switch body[value].operation {
    case .constant, .null, .load: return true
    case .arithmetic, .convert: return body[value].operandCount == 1 && isPlain(body.operand(0, of: body[value]), body)
    default: return false
    }
  }

  private func statement(releasing name: String, by event: Event) -> String? {
    guard let meaning = disciplines.meaning(of: event.function) else { return nil }
    let callee = facts[facts[event.function].simpleName]
    switch (meaning.receiver, meaning.arguments[0]) {
    case (.releases, _), (.releasesUnlessNull, _):
      return event.flags.contains(.hasReceiver) ? "if (\(name)) \(name)->\(callee)();" : nil
    case (_, .releasesUnlessNull?): return "\(callee)(\(name));"
    case (_, .releases?): return "if (\(name)) \(callee)(\(name));"
    default: return nil
    }
  }

  /// The retain that is too many.
  private func removal(_ anomaly: Anomaly, _ body: Body) -> Proposal? {
    let retains = anomaly.steps.filter { $0.kind == .retained }
    guard let retain = retains.last, retains.count == 1, retain.span.macro.isNone,
      let event = body.events.indices.first(where: {
        body.events[$0].operation == .call && body.span(of: body.events[$0]) == retain.span
      })
    else { return nil }
    // Whose value is used is no statement.
    let isUsed = body.operands.contains { !$0.isNone && $0.index == event }
    guard !isUsed else { return nil }
    return Proposal(fix: fix(retain.span, .remove), body: body.leavingOut(event))
  }

  private func fix(_ span: Span, _ change: FindingFix.Change) -> FindingFix {
    FindingFix(file: facts[facts[span.file].path], begin: Int(span.begin), end: Int(span.end), change: change)
  }
}

extension Body {
  /// What a variable holds is released by a call like another, before an event.
  fileprivate func releasing(_ slot: SlotID, of type: TypeID, by call: Event, before position: Int) -> Body {
    var copy = self
    let first = UInt32(operands.count)
    copy.operands = operands.map { $0.isNone || $0.index < position ? $0 : ValueID($0.index + 3) }
    copy.operands += [ValueID(position), ValueID(position + 1)]
    var release = call
    release.firstOperand = first + 1
    copy.events.insert(
      contentsOf: [
        Event(operation: .slot, type: type, reference: slot.rawValue),
        Event(operation: .load, operandCount: 1, type: type, firstOperand: first), release,
      ], at: position)
    for index in copy.blocks.indices {
      let block = blocks[index]
      if Int(block.firstEvent) > position { copy.blocks[index].firstEvent += 3 }
      if block.events.contains(position) { copy.blocks[index].eventCount += 3 }
      if !block.condition.isNone, block.condition.index >= position {
        copy.blocks[index].condition = ValueID(block.condition.index + 3)
      }
    }
    return copy
  }

  /// A call whose value nobody uses is not made.
  fileprivate func leavingOut(_ event: Int) -> Body {
    var copy = self
    copy.events[event].operation = .null
    copy.events[event].flags = []
    copy.events[event].operandCount = 0
    copy.events[event].reference = UInt32.max
    return copy
  }
}
