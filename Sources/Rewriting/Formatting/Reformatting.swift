import Facts
import Frontend

/// Lays out the lines that edits touched as the repository's `.clang-format` says.
///
/// Lines that were not laid out so before stay as their author wrote them, as does everything else.
enum Reformatting {
  /// The same edits, with what the layout needs. `exempt` are bytes of the original whose lines stay as they are.
  static func laidOut(
    _ file: FileEdits, original: [UInt8], style: CodeStyle?, exempt: [Range<Int>] = []
  ) throws(EditConflict) -> FileEdits {
    guard let style, !file.edits.isEmpty, let made = file.applied(to: original) else { return file }
    let before = LineTable(original)
    let touched = joined(file.edits.map(\.range), in: before)
    guard let old = style.replacements(in: original, ranges: touched, path: file.path) else { return file }
    var untidy: Set<Int> = []
    func mark(_ range: Range<Int>) {
      for line in before.line(of: range.lowerBound)...before.line(of: range.upperBound) { untidy.insert(line) }
    }
    for replacement in old { mark(replacement.range) }
    for range in exempt { mark(range) }

    var wanted: [Range<Int>] = []
    var shift = 0
    for edit in file.edits {
      let lines = before.line(of: edit.range.lowerBound)...before.line(of: edit.range.upperBound)
      let start = edit.range.lowerBound + shift
      shift += edit.replacement.utf8.count - edit.range.count
      if lines.contains(where: { untidy.contains($0) }) { continue }
      // The formatter takes the line that a range ends before for one of its own. Whole lines that go leave nothing to lay out.
      let isWholeLines =
        isLineStart(edit.range.lowerBound, in: original) && isLineStart(edit.range.upperBound, in: original)
      if edit.replacement.isEmpty, !edit.range.isEmpty, isWholeLines { continue }
      let count = edit.replacement.utf8.count - (edit.replacement.hasSuffix("\n") ? 1 : 0)
      wanted.append(start..<start + max(count, 1))
    }
    guard !wanted.isEmpty,
      let layout = style.replacements(in: made, ranges: joined(wanted, in: LineTable(made)), path: file.path)
    else {
      return file
    }
    return try file.followed(by: layout, original: original, made: made)
  }

  private static func isLineStart(_ offset: Int, in text: [UInt8]) -> Bool {
    offset == 0 || text[offset - 1] == UInt8(ascii: "\n")
  }

  /// Ranges that touch the same line, or lines that follow each other, are one: the formatter looks at each line for each range.
  private static func joined(_ ranges: [Range<Int>], in lines: LineTable) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for range in ranges {
      guard let last = result.last, lines.line(of: range.lowerBound) <= lines.line(of: last.upperBound) + 1 else {
        result.append(range)
        continue
      }
      result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
    }
    return result
  }
}
