/// Shows a file's edits as a unified diff, as `diff -u` would and as `patch` takes it.
///
/// The edits say where the texts differ, so nothing is searched for: the lines an edit touches are the changed ones.
public struct UnifiedDiff: Sendable {
  public var context = 3

  public init() {}

  /// Empty where nothing changes. `name` is the path to print, relative where the reader expects it so.
  public func render(_ file: FileEdits, original: [UInt8], name: String) -> String {
    switch file.change {
    case .created: return whole(file.applied(to: original) ?? [], mark: "+", names: ("/dev/null", "b/\(name)"))
    case .removed: return whole(original, mark: "-", names: ("a/\(name)", "/dev/null"))
    case .edited: break
    }
    let lines = LineTable(original)
    let changes = changedLines(file.edits, lines: lines, original: original)
    guard !changes.isEmpty else { return "" }
    var text = "--- a/\(name)\n+++ b/\(name)\n"
    var shift = 0
    for hunk in hunks(of: changes) { text += render(hunk, lines: lines, original: original, shift: &shift) }
    return text
  }

  /// All of a file that is new, or gone.
  private func whole(_ text: [UInt8], mark sign: String, names: (String, String)) -> String {
    let lines = LineTable(text)
    let here = range(0, lines.count)
    let header = sign == "+" ? "@@ -0,0 +\(here) @@\n" : "@@ -\(here) +0,0 @@\n"
    return "--- \(names.0)\n+++ \(names.1)\n" + header + mark(sign, lines.text(0..<lines.count, of: text))
  }

  /// A run of whole lines that are replaced by others.
  struct Change {
    var lines: Range<Int>
    var replacement: [UInt8]
  }

  /// Edits on the same line are one change, since a diff speaks of lines. So is the line after one whose end was
  /// taken out.
  private func changedLines(_ edits: [Edit], lines: LineTable, original: [UInt8]) -> [Change] {
    var changes: [Change] = []
    var copied = 0
    for edit in edits {
      let first = lines.line(of: edit.range.lowerBound)
      let last = lines.line(of: max(edit.range.lowerBound, edit.range.upperBound - 1))
      if changes.isEmpty || first >= changes[changes.count - 1].lines.upperBound {
        close(&changes, copied: copied, lines: lines, original: original)
        changes.append(Change(lines: first..<last + 1, replacement: []))
        copied = lines.start(of: first)
      }
      var change = changes.removeLast()
      change.replacement += original[copied..<edit.range.lowerBound]
      change.replacement += edit.replacement.utf8
      copied = edit.range.upperBound
      var end = max(change.lines.upperBound, last + 1)
      let endsLine = change.replacement.last.map { $0 == UInt8(ascii: "\n") } ?? true
      if copied == lines.start(of: end), !endsLine, end < lines.count { end += 1 }
      change.lines = change.lines.lowerBound..<end
      changes.append(change)
    }
    close(&changes, copied: copied, lines: lines, original: original)
    return changes.map { trimmed($0, lines: lines, original: original) }
  }

  /// Without the lines at its ends that stay as they are: before those, something was put in.
  private func trimmed(_ change: Change, lines: LineTable, original: [UInt8]) -> Change {
    let old = lines.text(change.lines, of: original)
    let added = LineTable(change.replacement)
    let new = added.text(0..<added.count, of: change.replacement)
    let head = zip(old, new).prefix { $0 == $1 }.count
    let tail = min(
      zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count, min(old.count, new.count) - head)
    return Change(
      lines: change.lines.lowerBound + head..<change.lines.upperBound - tail,
      replacement: Array(change.replacement[added.start(of: head)..<added.start(of: new.count - tail)]))
  }

  /// Adds what stands between the last edit and the end of its line.
  private func close(_ changes: inout [Change], copied: Int, lines: LineTable, original: [UInt8]) {
    guard let last = changes.indices.last else { return }
    let end = lines.start(of: changes[last].lines.upperBound)
    if copied < end { changes[last].replacement += original[copied..<end] }
  }

  /// Changes that are near enough to share their context.
  private func hunks(of changes: [Change]) -> [[Change]] {
    var hunks: [[Change]] = []
    for change in changes {
      if let last = hunks.last?.last, change.lines.lowerBound - last.lines.upperBound <= 2 * context {
        hunks[hunks.count - 1].append(change)
      } else {
        hunks.append([change])
      }
    }
    return hunks
  }

  private func render(_ hunk: [Change], lines: LineTable, original: [UInt8], shift: inout Int) -> String {
    guard let first = hunk.first, let last = hunk.last else { return "" }
    let begin = max(0, first.lines.lowerBound - context)
    let end = min(lines.count, last.lines.upperBound + context)
    var body = ""
    var line = begin
    var newCount = 0
    for change in hunk {
      body += mark(" ", lines.text(line..<change.lines.lowerBound, of: original))
      newCount += change.lines.lowerBound - line
      body += mark("-", lines.text(change.lines, of: original))
      let added = LineTable(change.replacement)
      body += mark("+", added.text(0..<added.count, of: change.replacement))
      newCount += added.count
      line = change.lines.upperBound
    }
    body += mark(" ", lines.text(line..<end, of: original))
    newCount += end - line
    let header = "@@ -\(range(begin, end - begin)) +\(range(begin + shift, newCount)) @@\n"
    shift += newCount - (end - begin)
    return header + body
  }

  private func range(_ begin: Int, _ count: Int) -> String {
    count == 1 ? "\(begin + 1)" : "\(count == 0 ? begin : begin + 1),\(count)"
  }

  private func mark(_ sign: String, _ lines: [String]) -> String {
    lines.map { line in
      line.utf8.last == UInt8(ascii: "\n") ? sign + line : sign + line + "\n\\ No newline at end of file\n"
    }.joined()
  }
}

/// Where the lines of a text begin.
struct LineTable {
  private var starts: [Int]
  private let end: Int

  init(_ bytes: [UInt8]) {
    starts = bytes.isEmpty ? [] : [0]
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") && index + 1 < bytes.count {
      starts.append(index + 1)
    }
    end = bytes.count
  }

  var count: Int { starts.count }

  func start(of line: Int) -> Int { line < starts.count ? starts[line] : end }

  func line(of offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// Lines with their ends, bytes that are no UTF-8 repaired: a diff is for reading.
  func text(_ lines: Range<Int>, of bytes: [UInt8]) -> [String] {
    lines.map { String(decoding: bytes[start(of: $0)..<start(of: $0 + 1)], as: UTF8.self) }
  }
}
