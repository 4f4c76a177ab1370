import Claims
import Facts

/// The chain of evidence for slots, as a compiler would tell it: a line for each step, with the source it is about.
public struct Explanation {
  private let claims: ClaimSet
  private let facts: FactBase
  private let locations: LocationTable
  private let style: TerminalStyle
  private var excerpts = SourceExcerpts()
  /// What was quoted last: a step about the same place does not quote it again.
  private var quoted = Span.none

  public init(claims: ClaimSet, facts: FactBase, paths: PathDisplay, style: TerminalStyle) {
    self.claims = claims
    self.facts = facts
    self.style = style
    locations = LocationTable(facts: facts, paths: paths)
  }

  /// What a slot is, and why, down to the roots.
  public mutating func text(for id: ClaimSlotID) -> String {
    let slot = claims[id]
    let claim = claims.claim(of: id)
    quoted = .none
    var text = line(at: slot.span, label: nil, "\(describe(id)) is \(phrase(claim))")
    for step in claims.chain(for: id, in: facts) {
      // A step about another slot begins with that slot's name, or nobody could follow.
      let lead = step.depth == 0 ? "" : "\(describe(step.slot)) is \(phrase(Claim(step.evidence.ownership))): "
      text += line(at: step.evidence.span, label: "note:", "\(lead)\(step.note) [\(step.evidence.rule)]")
    }
    if let reason = claims.unknownReasons[id.index] {
      text += line(at: reason.span, label: "note:", reason.sentence)
    }
    return text
  }

  private mutating func line(at span: Span, label: String?, _ message: String) -> String {
    let location = locations.location(of: span)
    let place = location.map { style.bold("\($0):") + " " } ?? ""
    let text = place + (label.map { style.note($0) + " " } ?? "") + message + "\n"
    guard let location, span != quoted else { return text }
    quoted = span
    return text
      + excerpts.excerpt(
        path: location.file, line: location.line, column: location.column, endColumn: locations.endColumn(of: span),
        style: style)
  }

  /// `parameter 'list' of 'x::take'`
  private func describe(_ id: ClaimSlotID) -> String {
    let slot = claims[id]
    let (name, container) = (slot.name(in: facts), slot.container(in: facts))
    switch slot.kind {
    case .return: return "the result of '\(container)'"
    case .param, .outParam:
      return (name.isEmpty ? "parameter \(slot.index + 1)" : "parameter '\(name)'") + " of '\(container)'"
    case .local: return "'\(name)' in '\(container)'"
    case .field: return "field '\(container)::\(name)'"
    case .element: return "each element of '\(container)::\(name)'"
    case .global: return "'\(name)'"
    }
  }

  private func phrase(_ claim: Claim) -> String {
    switch claim {
    case .owner: style.green("an owner")
    case .pointer: style.blue("a pointer")
    case .leaked: style.yellow("leaked on purpose")
    case .conflict: style.red("in conflict: the evidence disagrees")
    case .unknown: style.yellow("unknown")
    }
  }
}
