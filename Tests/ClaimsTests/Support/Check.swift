import Claims
import Disciplines
import Foundation
import Testing

/// What a `// claim:` comment says: `NAME CLAIM [RULE]`, several with `;` between them.
struct Expectation: Hashable {
  var line: Int
  var name: String
  var claim: String
  var rule: RuleID?

  static func read(_ source: String) -> [Expectation] {
    var found: [Expectation] = []
    for (number, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let marker = line.range(of: "// claim: ") else { continue }
      for part in line[marker.upperBound...].split(separator: ";") {
        let words = part.split(separator: " ").map(String.init)
        guard words.count >= 2 else { continue }
        found.append(
          Expectation(
            line: number + 1, name: words[0], claim: words[1], rule: words.count > 2 ? RuleID(rawValue: words[2]) : nil)
        )
      }
    }
    return found
  }
}

/// The one door from a piece of code to its claims: each marker in the source has to hold.
@discardableResult
func check(
  _ source: String, _ language: RuleExample.Language = .cxx, location: SourceLocation = #_sourceLocation
) throws -> Program {
  let prelude = language == .c ? Program.countedInC : Program.counted
  let offset = prelude.split(separator: "\n", omittingEmptySubsequences: false).count - 1
  let expectations = Expectation.read(source)
  // What a person answered is given from outside: the marker says what.
  let answers = expectations.compactMap { expected -> Program.Answer? in
    guard expected.rule == "declared.answer" else { return nil }
    let ownership: Ownership = expected.claim == "owner" ? .owner : .pointer
    return Program.Answer(line: expected.line + offset, name: expected.name, ownership: ownership)
  }
  let program = try Program([prelude + source], language: language == .c ? .c : .cxx, answers: answers)
  let rows = program.rows()
  #expect(!expectations.isEmpty, "no '// claim:' in the source", sourceLocation: location)
  for expected in expectations {
    let line = expected.line + offset
    guard let row = rows.first(where: { $0.line == line && $0.name == expected.name }) else {
      let there = rows.filter { $0.line == line }.map(\.name).joined(separator: ", ")
      Issue.record("line \(expected.line): no slot '\(expected.name)', only: \(there)", sourceLocation: location)
      continue
    }
    let isRight = row.claim == expected.claim && (expected.rule.map { row.rules.contains($0) } ?? true)
    if !isRight {
      let rules = row.rules.map(\.rawValue).joined(separator: " ")
      Issue.record(
        "line \(expected.line): '\(expected.name)' is \(row.claim) \(rules), expected \(expected.claim) \(expected.rule?.rawValue ?? ""); \(row.reason)\n\(source)",
        sourceLocation: location)
    }
  }
  return program
}
