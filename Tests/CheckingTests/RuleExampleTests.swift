import Checking
import Testing

/// Every rule does to its examples what its documentation says.
@Suite struct RuleExampleTests {
  struct Example: CustomTestStringConvertible {
    var rule: String
    var source: String
    var preamble: String
    var testDescription: String { "\(rule): \(source)" }
  }

  static let triggering = FindingRule.all.flatMap { rule in
    rule.triggering.map { Example(rule: rule.id, source: $0, preamble: rule.preamble) }
  }
  static let nonTriggering = FindingRule.all.flatMap { rule in
    rule.nonTriggering.map { Example(rule: rule.id, source: $0, preamble: rule.preamble) }
  }

  @Test(arguments: triggering) func isFound(_ example: Example) throws {
    let source = example.preamble + example.source
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let expected = lines.indices.filter { lines[$0].contains("ERROR") }.map { "\($0 + 1): \(example.rule)" }
    // What is only worth a note stands beside notes of other rules.
    let isNote = FindingRule.named(example.rule)?.severity == .note
    let found = try report(on: source, keepsNotes: isNote).findings.filter { !isNote || $0.rule == example.rule }
    #expect(found.map { "\($0.location.line): \($0.rule)" } == expected)
  }

  @Test(arguments: nonTriggering) func isNotFound(_ example: Example) throws {
    let isNote = FindingRule.named(example.rule)?.severity == .note
    let found = try report(on: example.preamble + example.source, keepsNotes: isNote).findings
    #expect(found.filter { !isNote || $0.rule == example.rule } == [])
  }

  @Test func idsAreSortedAndUnique() {
    let ids = FindingRule.all.map(\.id)
    #expect(ids == Set(ids).sorted())
  }
}
