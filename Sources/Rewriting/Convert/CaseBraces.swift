import Claims
import Facts

/// Puts braces around what belongs to a label of a `switch`, where a local that becomes a smart pointer is declared there: no jump
/// to a later label may pass over its construction.
struct CaseBraces {
  let file: FileID
  let text: SourceText

  /// What is declared under a label without a value may be jumped over as long as it is raw.
  func changes(
    for slot: ClaimSlotID, _ claimed: ClaimSlot, named name: Span, in facts: FactBase
  ) -> [TextChange] {
    guard claimed.kind == .local, let layout = facts.layout.declaration(.variable, named: name),
      layout.initializer.isNone, !layout.group.isNone
    else { return [] }
    let function = facts[claimed.function].span
    guard function.file == name.file, function.end <= name.begin else { return [] }
    return changes(around: layout.group, from: Int(function.end), for: slot)
  }

  /// `declaration` stands in the function whose body begins behind `start`; nothing where no later label follows.
  private func changes(around declaration: Span, from start: Int, for slot: ClaimSlotID) -> [TextChange] {
    guard let open = bodyStart(after: start), let label = lastLabel(before: Int(declaration.begin), from: open),
      let next = nextLabel(from: Int(declaration.end))
    else { return [] }
    var lineStart = next
    while lineStart > 0,
      text.bytes[lineStart - 1] == UInt8(ascii: " ") || text.bytes[lineStart - 1] == UInt8(ascii: "\t")
    {
      lineStart -= 1
    }
    let isOwnLine = text.byte(at: lineStart - 1) == UInt8(ascii: "\n")
    let closing = isOwnLine ? text[lineStart..<next] + "}\n" : "} "
    let end = isOwnLine ? lineStart : next
    return [
      TextChange(file: file, range: label..<end, kind: .wrap(before: " {", after: closing, level: 4), slots: [slot])
    ]
  }

  private func bodyStart(after start: Int) -> Int? {
    var offset = start
    while offset < text.bytes.count {
      if let next = text.endOfComment(at: offset) ?? text.endOfLiteral(at: offset) {
        offset = next
        continue
      }
      if text.bytes[offset] == UInt8(ascii: "{") { return offset }
      offset += 1
    }
    return nil
  }

  /// The end of the nearest label of the block that a place stands in; `nil` where it stands under none.
  private func lastLabel(before place: Int, from start: Int) -> Int? {
    var labels: [Int?] = []
    walk(start..<place) { offset, word in
      switch text.bytes[offset] {
      case UInt8(ascii: "{"): labels.append(nil)
      case UInt8(ascii: "}"): _ = labels.popLast()
      default:
        if let end = endOfLabel(word), !labels.isEmpty { labels[labels.count - 1] = end }
      }
      return true
    }
    return labels.last ?? nil
  }

  /// The next label of the same block.
  private func nextLabel(from start: Int) -> Int? {
    var depth = 0
    var found: Int?
    walk(start..<text.bytes.count) { offset, word in
      switch text.bytes[offset] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      default: if depth == 0, endOfLabel(word) != nil { found = offset }
      }
      return depth >= 0 && found == nil
    }
    return found
  }

  /// Every word and bracket, until one is enough.
  private func walk(_ range: Range<Int>, _ visit: (Int, Range<Int>) -> Bool) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      if let next = text.endOfComment(at: offset) ?? text.endOfLiteral(at: offset) {
        offset = next
        continue
      }
      var end = offset
      while end < range.upperBound, SourceText.isWord(text.bytes[end]) { end += 1 }
      if !visit(offset, offset..<end) { return }
      offset = max(end, offset + 1)
    }
  }

  /// Behind the colon of `case X:` or `default:`.
  private func endOfLabel(_ word: Range<Int>) -> Int? {
    let name = text[word]
    if name == "default" {
      let colon = text.skippingBlanks(from: word.upperBound)
      return text.byte(at: colon) == UInt8(ascii: ":") ? colon + 1 : nil
    }
    guard name == "case" else { return nil }
    var offset = word.upperBound
    while offset < text.bytes.count {
      if let next = text.endOfComment(at: offset) ?? text.endOfLiteral(at: offset) {
        offset = next
      } else if text.hasText("::", at: offset) {
        offset += 2
      } else if text.bytes[offset] == UInt8(ascii: ":") {
        return offset + 1
      } else {
        offset += 1
      }
    }
    return nil
  }
}
