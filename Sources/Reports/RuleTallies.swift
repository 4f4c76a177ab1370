import Claims

/// How often each rule matched, counted in three ways, for `--stats`.
///
/// People who count by searching the text find declarations and statements; a template's instantiations are slots of their own here.
public struct RuleTallies: Sendable {
  private let rules: [ClaimStatistics.RuleCount]

  public init(_ statistics: ClaimStatistics) { rules = statistics.rules }

  public func text(style: TerminalStyle) -> String {
    var table = TextTable(
      columns: ["rule", "decided", "matched", "declarations", "places"],
      alignments: [.left, .right, .right, .right, .right])
    table.rows = rules.filter { $0.matched > 0 }.map {
      [$0.rule.rawValue, grouped($0.decided), grouped($0.matched), grouped($0.declarations), grouped($0.places)]
    }
    return table.text(style: style)
  }
}
