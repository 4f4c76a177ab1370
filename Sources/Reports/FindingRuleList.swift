import Checking

/// The rules of findings, for `deed rules` and `deed explain RULE`.
public struct FindingRuleList: Sendable {
  public var rules: [FindingRule]

  public init(rules: [FindingRule] = FindingRule.all) { self.rules = rules }

  /// A line for each rule.
  public func table(style: TerminalStyle) -> String {
    var table = TextTable(columns: ["finding", "severity", "meaning"])
    table.paint = { style, column, cell in column == 0 ? style.bold(cell) : column == 1 ? style.dim(cell) : cell }
    table.rows = rules.map { [$0.id, $0.severity.rawValue, $0.meaning] }
    return table.text(style: style)
  }

  /// What is wrong, why it is bad, and code that is found and code that is not.
  public func page(of rule: FindingRule, style: TerminalStyle) -> String {
    var text = "\(style.bold(rule.id)): \(rule.meaning)\n\n\(rule.rationale)\n\n"
    text += "Kind: \(rule.kind.rawValue)\nSeverity: \(rule.severity.rawValue)\n"
    for example in rule.triggering { text += Self.example("It finds:", example, style) }
    for example in rule.nonTriggering { text += Self.example("It does not find:", example, style) }
    return text
  }

  private static func example(_ title: String, _ source: String, _ style: TerminalStyle) -> String {
    var text = "\n\(style.bold(title))\n\n"
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      text += line.isEmpty ? "\n" : "    \(line)\n"
    }
    return text
  }
}
