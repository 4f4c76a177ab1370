import Claims
import Facts

/// What stands around statements that were taken out with their lines: the comment above them that spoke of nothing else, the
/// blank lines that parted them from what is not there any more, and the `else` that nothing is left of.
struct LeftoverLines {
  let text: (FileID) -> SourceText?

  func changes(after changes: [TextChange]) -> [TextChange] {
    let removals = Dictionary(grouping: changes.filter { $0.kind == .replace("") && !$0.range.isEmpty }, by: \.file)
    return removals.sorted { $0.key < $1.key }.flatMap { file, own -> [TextChange] in
      guard let text = text(file) else { return [] }
      var lines = Lines(text)
      for one in own { lines.take(one.range) }
      var found: [TextChange] = []
      // From below: what is gone there is not in the way above.
      for run in lines.runs.reversed() {
        let place = lines.bytes(of: run)
        let slots = own.filter { place.contains($0.range) }.flatMap(\.slots)
        for number in lines.leftovers(around: run) {
          found.append(TextChange(file: file, range: lines.ranges[number], kind: .replace(""), slots: slots))
        }
      }
      return found
    }
  }
}

/// A text's lines, and which of them are gone.
private struct Lines {
  enum Kind {
    case blank, comment, closing, code
    /// It ends in what opens a block.
    case opening
    case gone
  }

  var ranges: [Range<Int>] = []
  private var kinds: [Kind] = []
  private let text: SourceText

  init(_ text: SourceText) {
    self.text = text
    var start = 0
    while start < text.bytes.count {
      let end = text.bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.bytes.count
      ranges.append(start..<end)
      kinds.append(Self.kind(of: start..<end, in: text))
      start = end
    }
  }

  private static func kind(of line: Range<Int>, in text: SourceText) -> Kind {
    guard let first = text.bytes[line].firstIndex(where: { !SourceText.isSpace($0) }),
      let last = text.bytes[line].last(where: { !SourceText.isSpace($0) })
    else { return .blank }
    if let end = text.endOfComment(at: first), end <= line.upperBound,
      text.bytes[end..<line.upperBound].allSatisfy(SourceText.isSpace)
    {
      return .comment
    }
    if text.bytes[first] == UInt8(ascii: "}") { return .closing }
    return last == UInt8(ascii: "{") ? .opening : .code
  }

  private func number(at offset: Int) -> Int { ranges.partitioningIndex { $0.upperBound > offset } }

  /// Whole lines only: what goes between other things leaves no line behind.
  mutating func take(_ range: Range<Int>) {
    let (first, end) = (number(at: range.lowerBound), number(at: range.upperBound - 1) + 1)
    guard first < end, ranges[first].lowerBound == range.lowerBound, ranges[end - 1].upperBound == range.upperBound
    else { return }
    for number in first..<end { kinds[number] = .gone }
  }

  /// Lines that went one after the other.
  var runs: [Range<Int>] {
    var runs: [Range<Int>] = []
    for number in kinds.indices where kinds[number] == .gone {
      if let last = runs.last, last.upperBound == number {
        runs[runs.count - 1] = last.lowerBound..<number + 1
      } else {
        runs.append(number..<number + 1)
      }
    }
    return runs
  }

  func bytes(of lines: Range<Int>) -> Range<Int> {
    ranges[lines.lowerBound].lowerBound..<ranges[lines.upperBound - 1].upperBound
  }

  /// The next line from one on that is still there.
  private func rest(from line: Int, by step: Int) -> Int? {
    var number = line
    while kinds.indices.contains(number) {
      if kinds[number] != .gone { return number }
      number += step
    }
    return nil
  }

  private func kind(from line: Int, by step: Int) -> Kind { rest(from: line, by: step).map { kinds[$0] } ?? .blank }

  private mutating func takeBlanks(from line: Int, by step: Int, _ taken: inout [Int]) {
    while let next = rest(from: line, by: step), kinds[next] == .blank { take(next, &taken) }
  }

  private mutating func take(_ line: Int, _ taken: inout [Int]) {
    kinds[line] = .gone
    taken.append(line)
  }

  mutating func leftovers(around run: Range<Int>) -> [Int] {
    var taken: [Int] = []
    let below = kind(from: run.upperBound, by: 1)
    // A comment above what goes on is about that too.
    guard below == .blank || below == .closing else { return [] }
    var line = run.lowerBound - 1
    while kinds.indices.contains(line), kinds[line] == .comment {
      take(line, &taken)
      line -= 1
    }
    let above = kind(from: run.lowerBound - 1, by: -1)
    if above == .blank || above == .opening { takeBlanks(from: run.upperBound, by: 1, &taken) }
    if kind(from: run.upperBound, by: 1) == .closing { takeBlanks(from: run.lowerBound - 1, by: -1, &taken) }
    takeElse(around: run, &taken)
    return taken.sorted()
  }

  /// `else {` and `}` with nothing between them. Where another `else` follows, it would go to another `if`.
  private mutating func takeElse(around run: Range<Int>, _ taken: inout [Int]) {
    guard let above = rest(from: run.lowerBound - 1, by: -1), let below = rest(from: run.upperBound, by: 1),
      words(on: below) == "}", let after = rest(from: below + 1, by: 1), !words(on: after).hasPrefix("else")
    else { return }
    switch words(on: above) {
    case "} else {": take(above, &taken)
    case "else {":
      take(above, &taken)
      take(below, &taken)
    case "{":
      guard let word = rest(from: above - 1, by: -1), words(on: word) == "else" else { return }
      for line in [word, above, below] { take(line, &taken) }
    default: return
    }
  }

  private func words(on line: Int) -> String {
    text[ranges[line]].split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
