import Disciplines
import Frontend

/// The line that includes a header: put into a text, and found there again.
enum IncludeLine {
  /// Adds it, sorted among those that are there; nothing where it is there already.
  static func add(
    _ name: String, isAngled: Bool, to edits: inout FileEdits, _ text: SourceText
  ) throws(EditConflict) {
    let layout = CodeStyle.of(fileAt: edits.path) ?? .unstated
    guard let line = layout.include(name, isAngled: isAngled, in: text.bytes, path: edits.path) else { return }
    // Between a blank line and code it wants another blank line, which goes with it again.
    let next = line.range.upperBound
    let standsAlone =
      isAfterBlankLine(line.range.lowerBound, in: text) && next < text.bytes.count
      && text.bytes[next] != UInt8(ascii: "\n")
      && text.bytes[next] != UInt8(ascii: "\r") && !text.hasText("#include", at: next)
    try edits.insert(
      line.text + (standsAlone ? "\n" : ""), before: line.range.lowerBound, author: "#include of \(name)")
  }

  /// The whole line, its end too, and the blank line behind it that came with it.
  static func range(of style: AnnotationStyle, in text: SourceText) -> Range<Int>? {
    guard let include = style.include else { return nil }
    let line = "#include " + (include.isAngled ? "<\(include.name)>" : "\"\(include.name)\"")
    var start = 0
    while start < text.bytes.count {
      let end = endOfLine(from: start, in: text)
      if text.hasText(line, at: start), text.bytes[(start + line.utf8.count)..<end].allSatisfy(SourceText.isSpace) {
        let isBlankBehind = text.byte(at: end) == UInt8(ascii: "\n")
        return start..<(isBlankBehind && isAfterBlankLine(start, in: text) ? end + 1 : end)
      }
      start = end
    }
    return nil
  }

  /// Whether the line before the one that begins at `offset` is empty.
  static func isAfterBlankLine(_ offset: Int, in text: SourceText) -> Bool {
    offset >= 2 && text.bytes[offset - 1] == UInt8(ascii: "\n") && text.bytes[offset - 2] == UInt8(ascii: "\n")
  }

  private static func endOfLine(from start: Int, in text: SourceText) -> Int {
    text.bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.bytes.count
  }
}
