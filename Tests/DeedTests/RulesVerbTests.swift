import Checking
import Claims
import Foundation
import Testing

@Suite struct RulesVerbTests {
  @Test func everyRuleHasALine() throws {
    let result = try Deed.run(["rules"])
    #expect(result.status == 0)
    let lists = result.output.components(separatedBy: "\n\n").map { list in
      list.split(separator: "\n").dropFirst().compactMap { $0.split(separator: " ").first.map(String.init) }
    }
    #expect(lists == [RuleRegistry.descriptions.map(\.id.rawValue), FindingRule.all.map(\.id)])
  }

  @Test func programsGetTheSameAsJSON() throws {
    struct Answer: Decodable {
      struct Rule: Decodable {
        var rule: String
        var meaning: String
      }
      var version: Int
      var rules: [Rule]
    }
    let result = try Deed.run(["rules", "--format=json"])
    let answer = try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
    #expect(answer.version == 1)
    #expect(answer.rules.map(\.rule) == RuleRegistry.descriptions.map(\.id.rawValue))
    #expect(answer.rules.allSatisfy { !$0.meaning.isEmpty })
  }
}
