import Disciplines

/// The line that includes a style's header, found in a text.
enum IncludeLine {
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
