/// A comment by which the source says that a finding is meant: `// deed: leaked, freed at exit`.
///
/// It stands at the end of the finding's line, of a line of its path, or alone on the line before one of them. The word is the
/// finding's kind (`leaked` for a leak) or rule, or `ok` for any; what follows the comma is the reason, and must be there.
///
/// `// deed: arena, freed with the pool` speaks of all lines up to `// deed: end`, or to the file's: what is leaked there is meant,
/// since something else ends it all at once. `// deed: off, REASON` does so for all findings.
public struct Suppression: Hashable, Sendable {
  public var file: String
  public var line: Int
  public var column: Int
  public var word: String
  public var reason: String
  /// The lines that it speaks of.
  public var lines: ClosedRange<Int>

  public static let marker = "deed:"

  /// The suppressions of a file.
  public static func all(in lines: [Substring], of file: String) -> [Suppression] {
    var result: [Suppression] = []
    for (number, line) in zip(1..., lines) {
      guard let comment = comment(in: line) else { continue }
      let words = comment.text.split(separator: ",", maxSplits: 1)
      let word = trimmed(words.first ?? "")
      guard !word.isEmpty else { continue }
      let reason = words.count > 1 ? trimmed(words[1]) : ""
      if word == "end",
        let open = result.lastIndex(where: { regions.contains($0.word) && $0.lines.upperBound == Int.max })
      {
        result[open].lines = result[open].line...number
        continue
      }
      let isAlone = line[..<comment.start].allSatisfy { $0 == " " || $0 == "\t" }
      result.append(
        Suppression(
          file: file, line: number, column: line.utf8.distance(from: line.startIndex, to: comment.start) + 1,
          word: word,
          reason: reason, lines: Self.lines(word, number, isAlone: isAlone)))
    }
    return result
  }

  private static let regions = ["arena", "off"]

  private static func lines(_ word: String, _ number: Int, isAlone: Bool) -> ClosedRange<Int> {
    if regions.contains(word) { return number...Int.max }
    return isAlone ? number + 1...number + 1 : number...number
  }

  /// Whether it speaks of a finding of this kind.
  public func covers(_ finding: Finding) -> Bool {
    switch word {
    case "ok", "off", finding.rule, finding.kind.rawValue: true
    case "leaked", "arena": finding.kind == .leak || finding.kind == .discardedResult
    default: false
    }
  }

  /// `// deed: …` or `/* deed: … */`.
  private static func comment(in line: Substring) -> (start: Substring.Index, text: Substring)? {
    var position = line.startIndex
    while let slash = line[position...].firstIndex(of: "/") {
      let rest = line[slash...]
      guard rest.hasPrefix("//") || rest.hasPrefix("/*") else {
        position = line.index(after: slash)
        continue
      }
      let text = rest.dropFirst(2).drop { $0 == " " || $0 == "\t" }
      guard text.hasPrefix(marker) else {
        position = line.index(slash, offsetBy: 2)
        continue
      }
      var body = text.dropFirst(marker.count)
      if rest.hasPrefix("/*"), let end = body.indices.first(where: { body[$0...].hasPrefix("*/") }) {
        body = body[..<end]
      }
      return (slash, body)
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " || $0 == "\t" }
    return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
