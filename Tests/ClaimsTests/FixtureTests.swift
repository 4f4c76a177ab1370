import Claims
import Foundation
import Testing

/// Programs in `Fixtures`, each about one turn of code, with what is to be claimed on the line that it is about.
///
/// With `UPDATE_EXPECT=1` in the environment the comments are written anew: `git diff` then shows what a change of a rule changed.
@Suite struct FixtureTests {
  static let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  static let names =
    (try? FileManager.default.contentsOfDirectory(atPath: directory.path(percentEncoded: false)).sorted()) ?? []

  @Test(arguments: names) func claimsAreAsTheLinesSay(_ name: String) throws {
    let file = Self.directory.appending(path: name)
    let source = try String(contentsOf: file, encoding: .utf8)
    let language: RuleExample.Language = name.hasSuffix(".c") ? .c : .cxx
    if ProcessInfo.processInfo.environment["UPDATE_EXPECT"] == "1" {
      try updated(source, language).write(to: file, atomically: true, encoding: .utf8)
    } else {
      try check(source, language)
    }
  }

  @Test func thereAreFixtures() { #expect(Self.names.count >= 5) }

  /// The source with what is claimed today in its comments; what a comment names stays, what it says of it is replaced.
  private func updated(_ source: String, _ language: RuleExample.Language) throws -> String {
    let prelude = language == .c ? Program.countedInC : Program.counted
    let rows = try Program([prelude + source], language: language == .c ? .c : .cxx).rows()
    let offset = prelude.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    let expectations = Dictionary(grouping: Expectation.read(source), by: \.line)
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (line, expected) in expectations {
      guard let marker = lines[line - 1].range(of: "// claim: ") else { continue }
      let claims = expected.map { one in
        guard let row = rows.first(where: { $0.line == line + offset && $0.name == one.name }) else {
          return "\(one.name) missing"
        }
        return ([one.name, row.claim] + row.rules.prefix(1).map(\.rawValue)).joined(separator: " ")
      }
      lines[line - 1] = lines[line - 1][..<marker.upperBound] + claims.joined(separator: "; ")
    }
    return lines.joined(separator: "\n")
  }
}
