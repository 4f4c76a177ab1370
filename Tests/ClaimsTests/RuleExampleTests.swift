import Claims
import Testing

/// Every rule's examples are its tests.
@Suite struct RuleExampleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var rule: RuleID
    var example: RuleExample
    var number: Int
    var isTriggering: Bool
    var testDescription: String { "\(rule) \(isTriggering ? "matches" : "does not match") \(number)" }
  }

  static let triggering = cases(\.triggering, isTriggering: true)
  static let nonTriggering = cases(\.nonTriggering, isTriggering: false)

  private static func cases(_ examples: KeyPath<RuleDescription, [RuleExample]>, isTriggering: Bool) -> [Case] {
    // What paths prove takes what walks them: the tests of Checking show it.
    RuleRegistry.descriptions.filter { $0.strength != .proven }.flatMap { rule in
      rule[keyPath: examples].enumerated().map {
        Case(rule: rule.id, example: $1, number: $0 + 1, isTriggering: isTriggering)
      }
    }
  }

  @Test(arguments: triggering) func matches(_ one: Case) throws {
    let program = try check(one.example.source, one.example.language)
    let isFound = program.rows().contains { $0.rules.contains(one.rule) }
    #expect(isFound, "\(one.rule) matches nothing")
  }

  /// The rule may match another slot of the example; what its markers claim is due to another rule.
  @Test(arguments: nonTriggering) func doesNotMatch(_ one: Case) throws {
    let program = try check(one.example.source, one.example.language)
    let marked = Expectation.read(one.example.source)
    #expect(marked.allSatisfy { $0.rule != one.rule })
    for row in program.rows()
    where marked.contains(where: { $0.name == row.name && $0.claim == row.claim && $0.rule == nil }) {
      #expect(!row.rules.contains(one.rule))
    }
  }
}
