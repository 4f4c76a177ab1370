import Disciplines
import Facts
import Frontend

/// Takes annotations of one style out of a text.
struct Stripper {
  let style: AnnotationStyle

  /// What to take out, in order, as replacements of the text's bytes. The style's `#include` goes too where nothing is left that
  /// needs it.
  func edits(in text: SourceText) -> [Edit] {
    var edits: [Edit] = []
    let spellings = style.spellings.map { AnnotationStyle.parts(of: $0) }
    var isLeft = false
    var split = SplitDeclarators(in: text)
    var offset = 0
    while offset < text.bytes.count {
      if let end = text.endOfComment(at: offset) ?? text.endOfLiteral(at: offset) {
        offset = end
        continue
      }
      guard SourceText.isWord(text.bytes[offset]) else {
        offset += 1
        continue
      }
      var end = offset
      while end < text.bytes.count, SourceText.isWord(text.bytes[end]) { end += 1 }
      if !isQualified(offset, in: text), let found = spellings.first(where: { text.hasText($0.before, at: offset) }) {
        if let taken = removal(of: found, at: offset, in: text) {
          edits += split.joined(taken)
          offset += found.before.utf8.count
          continue
        }
        isLeft = true
      }
      offset = end
    }
    if !edits.isEmpty, !isLeft, let line = IncludeLine.range(of: style, in: text) { edits.append(edit(line)) }
    return edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The same as edits of a file, laid out as its style says.
  func edits(of bytes: [UInt8], path: String, layout: CodeStyle?) throws(EditConflict) -> FileEdits {
    var file = FileEdits(path: path, contentHash: ContentHash.of(bytes))
    for edit in edits(in: SourceText(bytes)) { try file.add(edit) }
    return try Reformatting.laidOut(file, original: bytes, style: layout)
  }

  private func edit(_ range: Range<Int>, _ replacement: String = "") -> Edit {
    Edit(range: range, replacement: replacement, author: "strip")
  }

  private func isQualified(_ offset: Int, in text: SourceText) -> Bool {
    offset >= 2 && text.bytes[offset - 1] == UInt8(ascii: ":") && text.bytes[offset - 2] == UInt8(ascii: ":")
  }

  private func removal(
    of parts: (before: String, after: String), at offset: Int, in text: SourceText
  ) -> [Edit]? {
    let start = offset + parts.before.utf8.count
    if parts.after == StyleRecord.after {
      // A class's macro goes with what is in its parentheses.
      return text.closing(UInt8(ascii: ")"), from: start).map { [edit(offset..<$0 + StyleRecord.after.utf8.count)] }
    }
    guard let close = parts.after.utf8.first, parts.after.utf8.count == 1 else {
      // An attribute: with the space that parts it from the declaration.
      if let next = text.byte(at: start), SourceText.isWord(next) { return nil }
      if text.byte(at: start) == UInt8(ascii: " ") { return [edit(offset..<start + 1)] }
      return [edit((text.byte(at: offset - 1) == UInt8(ascii: " ") ? offset - 1 : offset)..<start)]
    }
    guard let end = text.closing(close, from: start) else { return nil }
    let hasSpace = TypeBrackets.hasSpace(after: text.bytes[start..<end], before: text.bytes[(end + 1)...])
    return [edit(offset..<start), edit(end..<end + (hasSpace ? 2 : 1))]
  }

  /// Has the style's `#include`.
  func includes(_ text: SourceText) -> Bool { IncludeLine.range(of: style, in: text) != nil }
}
