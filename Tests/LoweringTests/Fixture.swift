import Facts
import Foundation
import Frontend

/// A source whose expected events stand in comments `// => …` at the lines that they are about, and its declarations in
/// comments `// @> …`.
///
/// Flags stand in the first line after `// flags:`. With `UPDATE_EXPECT=1` in the environment the comments are written anew.
struct Fixture {
  var name: String
  var text: String

  static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")

  static func all() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
  }

  init(named name: String) throws {
    self.name = name
    text = try String(contentsOf: Self.directory.appendingPathComponent(name), encoding: .utf8)
  }

  var arguments: [String] {
    guard let line = text.split(separator: "\n").first, line.hasPrefix("// flags:") else { return [] }
    return line.dropFirst("// flags:".count).split(separator: " ").map(String.init)
  }

  func lower() throws -> UnitResult {
    try lowerUnit(.source(text, named: "/fixtures/\(name)", arguments: arguments))
  }

  /// Each line's events; those of several functions on a line apart.
  func observed(_ facts: FactBase) -> [Int: String] {
    guard let file = facts.files.firstIndex(where: { facts[$0.path] == "/fixtures/\(name)" }) else { return [:] }
    var lines: [Int: [String]] = [:]
    for function in facts.functions {
      guard let effects = EffectText(facts, function) else { continue }
      var own: [Int: [String]] = [:]
      for (line, text) in effects.lines(in: FileID(file)) { own[line, default: []].append(text) }
      for (line, texts) in own {
        let joined = texts.joined(separator: "; ")
        if lines[line]?.contains(joined) != true { lines[line, default: []].append(joined) }
      }
    }
    return lines.mapValues { $0.sorted().joined(separator: " / ") }
  }

  /// Each line's declarations.
  func declared(_ facts: FactBase) -> [Int: String] {
    guard let file = facts.files.firstIndex(where: { facts[$0.path] == "/fixtures/\(name)" }) else { return [:] }
    return DeclarationText(facts: facts).lines(in: FileID(file)).mapValues { $0.joined(separator: "; ") }
  }

  static let events = "// =>"
  static let declarations = "// @>"

  /// Lines with an expectation, from 1.
  func expected(_ mark: String) -> [Int: String] {
    var result: [Int: String] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let range = line.range(of: mark) else { continue }
      result[index + 1] = line[range.upperBound...].trimmingCharacters(in: .whitespaces)
    }
    return result
  }

  func update(events: [Int: String], declarations: [Int: String]) throws {
    var lines: [String] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var line = String(line)
      for (mark, observed) in [(Self.events, events), (Self.declarations, declarations)] {
        guard let range = line.range(of: mark) else { continue }
        let text = observed[index + 1] ?? ""
        line = line[..<range.upperBound] + (text.isEmpty ? "" : " \(text)")
      }
      lines.append(line)
    }
    try lines.joined(separator: "\n").write(
      to: Self.directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }
}
