private import Glibc

/// Quotes lines of source files in Clang's layout: the line with its number, and below it a caret.
///
/// Keeps what it has read, since the steps of a chain often stand in one file.
public struct SourceExcerpts {
  private var lines: [String: [Substring]] = [:]

  public init() {}

  /// Two lines of text, or none where the file cannot be read or has become shorter.
  ///
  /// `column` counts bytes from 1; what stands from there to `endColumn` is underlined if it ends in the same line.
  public mutating func excerpt(
    path: String, line: Int, column: Int, endColumn: Int? = nil, style: TerminalStyle
  ) -> String {
    let lines = lines(of: path)
    guard line >= 1, line <= lines.count, column >= 1 else { return "" }
    let text = lines[line - 1]
    guard column <= text.utf8.count + 1 else { return "" }
    let before = String(decoding: text.utf8.prefix(column - 1), as: UTF8.self)
    // Tabs stay tabs, so that the caret stands below its word however wide they are.
    let lead = String(before.map { $0 == "\t" ? "\t" : " " })
    let marked = text.utf8.dropFirst(column - 1).prefix(max(0, (endColumn ?? 0) - column))
    let tail = String(repeating: "~", count: max(0, String(decoding: marked, as: UTF8.self).count - 1))
    let number = String(line)
    let gutter = String(repeating: " ", count: max(0, 5 - number.count)) + number
    let blank = String(repeating: " ", count: gutter.count)
    return "\(gutter) | \(text)\n\(blank) | \(lead)\(style.caret("^" + tail))\n"
  }

  private mutating func lines(of path: String) -> [Substring] {
    if let known = lines[path] { return known }
    let read = Self.text(of: path)?.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" } ?? []
    lines[path] = read
    return read
  }

  private static func text(of path: String) -> String? {
    guard let stream = fopen(path, "re") else { return nil }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
