import Foundation
import Testing

@testable import Claims

@Suite struct RegistryTests {
  @Test func everyRuleHasAnIdOfItsOwn() {
    let ids = RuleRegistry.descriptions.map(\.id)
    #expect(Set(ids).count == ids.count)
  }

  @Test func everyRuleFileIsInTheRegistryAndNothingElse() throws {
    let rules = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Claims/Rules")
    let files = FileManager.default.enumerator(at: rules, includingPropertiesForKeys: nil)
    var declared: Set<String> = []
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      where line.hasPrefix("enum ") && line.hasSuffix(": ClaimRule {") {
        declared.insert(String(line.dropFirst(5).prefix { $0 != ":" }))
      }
    }
    let registered = Set(RuleRegistry.rules.map { String(describing: $0) })
    #expect(declared == registered, "run 'make generate'")
  }

  @Test(arguments: RuleRegistry.descriptions.map(\.id))
  func aRuleSaysInALowerCaseLineWhatItMeansAndShowsBothSides(_ id: RuleID) throws {
    let rule = try #require(RuleRegistry.descriptions.first { $0.id == id })
    #expect(rule.meaning.first?.isLowercase == true && !rule.meaning.hasSuffix("."))
    #expect(!rule.triggering.isEmpty && !rule.nonTriggering.isEmpty)
  }
}
