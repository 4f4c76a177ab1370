// What a rewrite of expressions and statements asks of a text.

extension SourceText {
  /// The brackets of a range are balanced, and it ends where an expression ends.
  func isWhole(_ place: Range<Int>) -> Bool {
    var depth = 0
    var offset = place.lowerBound
    while offset < place.upperBound {
      if let next = endOfComment(at: offset) ?? endOfLiteral(at: offset) {
        offset = next
        continue
      }
      switch bytes[offset] {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
      if depth < 0 { return false }
      offset += 1
    }
    let ends: Set<UInt8> = [
      UInt8(ascii: ";"), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: ":"), UInt8(ascii: "]"),
    ]
    return depth == 0 && byte(at: skippingBlanks(from: place.upperBound)).map(ends.contains) == true
  }

  /// Whether a range is more than one use of a macro: `NEW(pool) T(pool)` is, `MAKE(pool)` is not.
  func isMoreThanMacro(_ place: Range<Int>) -> Bool {
    var offset = place.lowerBound
    while offset < place.upperBound, Self.isWord(bytes[offset]) { offset += 1 }
    offset = skippingBlanks(from: offset)
    guard offset < place.upperBound else { return false }
    guard bytes[offset] == UInt8(ascii: "(") else { return true }
    guard let close = closing(UInt8(ascii: ")"), from: offset + 1) else { return false }
    return skippingBlanks(from: close + 1) < place.upperBound
  }

  /// The text between the two nearest of `;`, `{` and `}`.
  func statement(around place: Range<Int>) -> Range<Int> {
    let ends: Set<UInt8> = [UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}")]
    let start = bytes[..<place.lowerBound].lastIndex { ends.contains($0) }.map { $0 + 1 } ?? 0
    let end = bytes[place.upperBound...].firstIndex { ends.contains($0) } ?? bytes.count
    return start..<end
  }

  /// With the line's beginning and end, where nothing else stands on it but a comment on it.
  func wholeLines(_ place: Range<Int>) -> Range<Int> {
    func isBlank(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
    var start = place.lowerBound
    while start > 0, isBlank(bytes[start - 1]) { start -= 1 }
    var end = place.upperBound
    while end < bytes.count, isBlank(bytes[end]) { end += 1 }
    if hasText("//", at: end) { end = endOfComment(at: end) ?? end }
    let beginsLine = start == 0 || bytes[start - 1] == UInt8(ascii: "\n")
    guard beginsLine, end < bytes.count, bytes[end] == UInt8(ascii: "\n") else { return place }
    return start..<end + 1
  }

  /// A condition that asks whether something is not null, and nothing else.
  func isNullTest(_ condition: Range<Int>, of name: String) -> Bool {
    let words = self[condition].split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return [name, "NULL != \(name)", "\(name) != NULL", "nullptr != \(name)", "\(name) != nullptr"].contains(words)
  }

  /// Behind a `.`, `->` or `::`.
  func isMember(_ offset: Int) -> Bool {
    hasText(".", at: offset - 1) || hasText("->", at: offset - 2) || hasText("::", at: offset - 2)
  }

  /// Where a word stands in a range, comments and literals left out.
  func mentions(of word: String, in range: Range<Int>) -> [Int] {
    var found: [Int] = []
    var offset = range.lowerBound
    while offset < range.upperBound {
      if let next = endOfComment(at: offset) ?? endOfLiteral(at: offset) {
        offset = next
        continue
      }
      guard Self.isWord(bytes[offset]) else {
        offset += 1
        continue
      }
      var end = offset
      while end < range.upperBound, Self.isWord(bytes[end]) { end += 1 }
      if self[offset..<end] == word { found.append(offset) }
      offset = end
    }
    return found
  }

  /// A mention that reads alike of a raw and of a smart pointer: through the arrow, or beside a comparison.
  func isHarmless(mentionAt offset: Int, ofLength length: Int) -> Bool {
    let next = skippingBlanks(from: offset + length)
    if hasText("->", at: next) || hasText("==", at: next) || hasText("!=", at: next) { return true }
    let before = skippingSpacesBackwards(from: offset)
    if hasText("==", at: before - 2) || hasText("!=", at: before - 2) { return true }
    // `(*p)` and `!p`.
    let previous = byte(at: before - 1)
    return previous == UInt8(ascii: "!") || hasText("(*", at: before - 2)
  }

  /// All of one argument of a call: between parentheses or commas, inside of a statement.
  func isArgument(_ range: Range<Int>) -> Bool {
    let before = byte(at: skippingSpacesBackwards(from: range.lowerBound) - 1)
    let after = byte(at: skippingBlanks(from: range.upperBound))
    let opens = before == UInt8(ascii: "(") || before == UInt8(ascii: ",")
    return opens && (after == UInt8(ascii: ")") || after == UInt8(ascii: ","))
  }

  /// How many `#if` stand open at a place.
  func conditionalDepth(at offset: Int) -> Int {
    var depth = 0
    for line in bytes[..<offset].split(separator: UInt8(ascii: "\n")) {
      guard let mark = line.firstIndex(where: { !Self.isSpace($0) }), line[mark] == UInt8(ascii: "#") else { continue }
      let word = line[(mark + 1)...].drop { Self.isSpace($0) }.prefix { Self.isWord($0) }
      if word.starts(with: "if".utf8) { depth += 1 }
      if word.elementsEqual("endif".utf8) { depth -= 1 }
    }
    return depth
  }

  /// The parts between commas, without the space around them.
  func arguments(in range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var depth = 0
    var start = range.lowerBound
    func add(_ end: Int) {
      let first = skippingBlanks(from: start)
      let last = skippingSpacesBackwards(from: end)
      if first < last { parts.append(first..<last) }
    }
    for offset in range {
      switch bytes[offset] {
      case UInt8(ascii: "("), UInt8(ascii: "<"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: ">"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ",") where depth == 0:
        add(offset)
        start = offset + 1
      default: break
      }
    }
    add(range.upperBound)
    return parts
  }

  /// Where a qualified name begins whose last word begins at `offset`.
  func startOfName(endingAt offset: Int) -> Int {
    var start = offset
    while hasText("::", at: start - 2) {
      start -= 2
      start = word(endingAt: start).lowerBound
    }
    return start
  }
}
