/// A change of the source that would mend what was found, where it can be made by rote.
public struct FindingFix: Hashable, Sendable {
  public enum Change: Hashable, Sendable {
    /// This statement has to run before the one at the place.
    case insert(statement: String)
    /// The statement at the place has to go.
    case remove
  }

  /// Absolute.
  public var file: String
  /// The statement's first byte, and the byte after its last.
  public var begin: Int
  public var end: Int
  public var change: Change

  public init(file: String, begin: Int, end: Int, change: Change) {
    self.file = file
    self.begin = begin
    self.end = end
    self.change = change
  }

  /// The bytes to replace and what to put there; `nil` where the text is not what the change was thought up for.
  public func edit(in text: [UInt8]) -> (range: Range<Int>, replacement: String)? {
    guard begin >= 0, end <= text.count, begin < end else { return nil }
    var lineStart = begin
    while lineStart > 0, text[lineStart - 1] != UInt8(ascii: "\n") { lineStart -= 1 }
    let indentation = text[lineStart..<begin]
    guard indentation.allSatisfy(Self.isBlank) else { return nil }
    // The statement goes up to its semicolon, which the analysis does not count in.
    var stop = end
    while stop < text.count, Self.isBlank(text[stop]) { stop += 1 }
    guard stop < text.count, text[stop] == UInt8(ascii: ";") else { return nil }
    stop += 1
    let indent = String(decoding: indentation, as: UTF8.self)
    switch change {
    case .remove:
      guard isStatementStart(begin, in: text) == true else { return nil }
      while stop < text.count, Self.isBlank(text[stop]) { stop += 1 }
      guard stop < text.count, text[stop] == UInt8(ascii: "\n") else { return nil }
      return (lineStart..<stop + 1, "")
    case .insert(let statement):
      guard let isStart = isStatementStart(begin, in: text) else { return nil }
      if isStart { return (begin..<begin, "\(statement)\n\(indent)") }
      // The body of an `if` without braces gets them, in its own line.
      let body = String(decoding: text[begin..<stop], as: UTF8.self)
      return (begin..<stop, "{ \(statement) \(body) }")
    }
  }

  /// Whether another statement may stand before this one; `false` for the body of an `if` without braces, `nil` where
  /// that cannot be told.
  private func isStatementStart(_ position: Int, in text: [UInt8]) -> Bool? {
    var before = position
    while before > 0, Self.isBlank(text[before - 1]) || text[before - 1] == UInt8(ascii: "\n") { before -= 1 }
    guard before > 0 else { return nil }
    switch text[before - 1] {
    case UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}"): return true
    case UInt8(ascii: ")"): return false
    default:
      return String(decoding: text[max(0, before - 4)..<before], as: UTF8.self) == "else" ? false : nil
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
