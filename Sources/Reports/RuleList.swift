import Claims

/// The rules, for `deed rules` and `deed explain RULE`.
public struct RuleList: Sendable {
  public var rules: [RuleDescription]

  public init(rules: [RuleDescription] = RuleRegistry.descriptions) { self.rules = rules }

  /// A line for each rule.
  public func table(style: TerminalStyle) -> String {
    var table = TextTable(columns: ["rule", "evidence", "meaning"])
    table.paint = { style, column, cell in column == 0 ? style.bold(cell) : column == 1 ? style.dim(cell) : cell }
    table.rows = rules.map { [$0.id.rawValue, $0.strength.word, $0.meaning] }
    return table.text(style: style)
  }

  public func json() -> String {
    let list = rules.map { rule in
      JSONValue.object([
        ("rule", .string(rule.id.rawValue)), ("strength", .string(rule.strength.word)),
        ("kinds", .array(rule.kinds.map { .string($0.rawValue) })), ("meaning", .string(rule.meaning)),
      ])
    }
    return JSONValue.object([("version", .int(1)), ("rules", .array(list))]).text()
  }

  /// Everything about one rule: what it says of which slots, how strong that is, and examples.
  public func page(of rule: RuleDescription, style: TerminalStyle) -> String {
    var text = "\(style.bold(rule.id.rawValue)): \(rule.meaning)\n\n"
    text += "Says something of: \(rule.kinds.map(\.rawValue).joined(separator: ", "))\n"
    text += "Strength: \(rule.strength.word)\n"
    text += Self.examples("It matches:", rule.triggering, style: style)
    text += Self.examples("It does not match:", rule.nonTriggering, style: style)
    return text
  }

  private static func examples(_ title: String, _ examples: [RuleExample], style: TerminalStyle) -> String {
    var text = ""
    for example in examples {
      text += "\n\(style.bold(title))\n\n"
      for line in example.source.split(separator: "\n", omittingEmptySubsequences: false) {
        text += line.isEmpty ? "\n" : "    \(line)\n"
      }
    }
    return text
  }
}
