/// A C or C++ text as bytes, and just as much of its lexical shape as a rewrite needs.
struct SourceText: Sendable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
      true
    default: byte >= 0x80
    }
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (byte >= 9 && byte <= 13)
  }

  subscript(range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func hasText(_ text: String, at offset: Int) -> Bool {
    offset >= 0 && offset + text.utf8.count <= bytes.count
      && bytes[offset..<offset + text.utf8.count].elementsEqual(text.utf8)
  }

  func byte(at offset: Int) -> UInt8? { bytes.indices.contains(offset) ? bytes[offset] : nil }

  /// The first offset from `offset` on that is neither space nor comment.
  func skippingBlanks(from offset: Int) -> Int {
    var offset = offset
    while offset < bytes.count {
      if Self.isSpace(bytes[offset]) {
        offset += 1
      } else if let end = endOfComment(at: offset) {
        offset = end
      } else {
        break
      }
    }
    return offset
  }

  /// The end of the text before `offset`, spaces left out.
  func skippingSpacesBackwards(from offset: Int) -> Int {
    var offset = offset
    while offset > 0, Self.isSpace(bytes[offset - 1]) { offset -= 1 }
    return offset
  }

  /// The word that ends at `offset`.
  func word(endingAt offset: Int) -> Range<Int> {
    var start = offset
    while start > 0, Self.isWord(bytes[start - 1]) { start -= 1 }
    return start..<offset
  }

  /// The end of a comment that begins at `offset`, its newline not counted.
  func endOfComment(at offset: Int) -> Int? {
    guard byte(at: offset) == UInt8(ascii: "/"), let second = byte(at: offset + 1) else { return nil }
    if second == UInt8(ascii: "/") {
      var end = offset + 2
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
        // A backslash at the end of the line goes on.
        end += bytes[end] == UInt8(ascii: "\\") && end + 1 < bytes.count ? 2 : 1
      }
      return min(end, bytes.count)
    }
    guard second == UInt8(ascii: "*") else { return nil }
    var end = offset + 2
    while end + 1 < bytes.count {
      if bytes[end] == UInt8(ascii: "*"), bytes[end + 1] == UInt8(ascii: "/") { return end + 2 }
      end += 1
    }
    return bytes.count
  }

  /// The end of a string or character literal that begins at `offset`; raw strings too.
  func endOfLiteral(at offset: Int) -> Int? {
    guard let quote = byte(at: offset), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    if quote == UInt8(ascii: "'"), offset > 0, Self.isWord(bytes[offset - 1]) {
      // `1'000` holds no character; `u8'x'` does.
      let prefix = self[word(endingAt: offset)]
      if !["u", "U", "L", "u8"].contains(prefix) { return nil }
    }
    if quote == UInt8(ascii: "\""), let end = endOfRawString(at: offset) { return end }
    var end = offset + 1
    while end < bytes.count, bytes[end] != quote, bytes[end] != UInt8(ascii: "\n") {
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(end + 1, bytes.count)
  }

  private func endOfRawString(at offset: Int) -> Int? {
    guard offset > 0, ["R", "u8R", "uR", "UR", "LR"].contains(self[word(endingAt: offset)]) else { return nil }
    guard let open = bytes[offset...].firstIndex(of: UInt8(ascii: "(")), open - offset <= 17 else { return nil }
    let end = Array(")".utf8) + bytes[offset + 1..<open] + [UInt8(ascii: "\"")]
    var place = open + 1
    while place + end.count <= bytes.count {
      if bytes[place..<place + end.count].elementsEqual(end) { return place + end.count }
      place += 1
    }
    return bytes.count
  }

  /// The offset of what closes the bracket that was opened just before `offset`; `nil` where nothing does.
  func closing(_ close: UInt8, from offset: Int) -> Int? {
    var offset = offset
    var stack: [UInt8] = [close]
    while offset < bytes.count {
      if let end = endOfComment(at: offset) ?? endOfLiteral(at: offset) {
        offset = end
        continue
      }
      let byte = bytes[offset]
      switch byte {
      case UInt8(ascii: "("): stack.append(UInt8(ascii: ")"))
      case UInt8(ascii: "["): stack.append(UInt8(ascii: "]"))
      case UInt8(ascii: "{"): stack.append(UInt8(ascii: "}"))
      case UInt8(ascii: "<") where stack.last == UInt8(ascii: ">"): stack.append(UInt8(ascii: ">"))
      case UInt8(ascii: ";") where stack.count == 1 && close == UInt8(ascii: ">"): return nil
      default:
        if byte == stack.last {
          stack.removeLast()
          if stack.isEmpty { return offset }
        }
      }
      offset += 1
    }
    return nil
  }
}
