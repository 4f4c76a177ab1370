import Facts
import Foundation
import Frontend

/// A source whose expected events stand in comments `// => …` at the lines that they are about, and its declarations in
/// comments `// @> …`.
///
/// Flags stand in the first line after `// flags:`. Several lists of flags, with `|` between them, are several ways to read the
/// source: what is other in the second way stands behind the rest in a comment `// =>2 …`. With `UPDATE_EXPECT=1` in the
/// environment the comments are written anew.
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

  /// One list of flags for each way to read it.
  var ways: [[String]] {
    guard let line = text.split(separator: "\n").first, line.hasPrefix("// flags:") else { return [[]] }
    return line.dropFirst("// flags:".count).split(separator: "|").map { $0.split(separator: " ").map(String.init) }
  }

  func lower(_ way: Int = 0) throws -> UnitResult {
    try lowerUnit(.source(text, named: "/fixtures/\(name)", arguments: ways[way]))
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
  func expected(_ mark: String, way: Int = 0) -> [Int: String] {
    var result: [Int: String] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let own = Self.expectation(in: line, mark: "\(mark)\(way + 1) ") ?? Self.expectation(in: line, mark: mark)
      else { continue }
      result[index + 1] = own
    }
    return result
  }

  /// The text behind a mark, up to the next mark.
  private static func expectation(in line: Substring, mark: String) -> String? {
    guard let range = line.range(of: mark) else { return nil }
    let rest = line[range.upperBound...]
    let end = rest.range(of: " // =>")?.lowerBound ?? rest.endIndex
    return rest[..<end].trimmingCharacters(in: .whitespaces)
  }

  /// - Parameter events: by way.
  func update(events: [[Int: String]], declarations: [Int: String]) throws {
    var lines: [String] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var line = String(line)
      if let range = line.range(of: Self.events) {
        let usual = events[0][index + 1] ?? ""
        line = line[..<range.upperBound] + (usual.isEmpty ? "" : " \(usual)")
        for way in events.indices.dropFirst() {
          let other = events[way][index + 1] ?? ""
          if other != usual { line += "  \(Self.events)\(way + 1) \(other)" }
        }
      }
      if let range = line.range(of: Self.declarations) {
        let text = declarations[index + 1] ?? ""
        line = line[..<range.upperBound] + (text.isEmpty ? "" : " \(text)")
      }
      lines.append(line)
    }
    try lines.joined(separator: "\n").write(
      to: Self.directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }
}
