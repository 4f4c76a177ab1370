import Facts

/// Destructors that nothing is left in are defaulted.
struct DestructorCleanup {
  let facts: FactBase
  let text: (FileID) -> SourceText?

  func changes(after changes: [TextChange]) -> [TextChange] {
    let removals = Dictionary(grouping: changes.filter { $0.kind == .replace("") }, by: \.file)
    guard !removals.isEmpty else { return [] }
    var found: [TextChange] = []
    for function in facts.functions where function.kind == .destructor && function.body != nil && !function.span.isNone
    {
      guard let gone = removals[function.span.file], let text = text(function.span.file) else { continue }
      var open = text.skippingBlanks(from: Int(function.span.end))
      guard text.byte(at: open) == UInt8(ascii: "("), let close = text.closing(UInt8(ascii: ")"), from: open + 1) else {
        continue
      }
      open = text.skippingBlanks(from: close + 1)
      while open < text.bytes.count, SourceText.isWord(text.bytes[open]) {
        while open < text.bytes.count, SourceText.isWord(text.bytes[open]) { open += 1 }
        open = text.skippingBlanks(from: open)
      }
      guard text.byte(at: open) == UInt8(ascii: "{"), let end = text.closing(UInt8(ascii: "}"), from: open + 1) else {
        continue
      }
      let own = gone.filter { open < $0.range.lowerBound && $0.range.upperBound <= end }
      guard !own.isEmpty, isEmpty(open + 1..<end, without: own.map(\.range), text) else { continue }
      let start = text.skippingSpacesBackwards(from: open)
      found.append(
        TextChange(
          file: function.span.file, range: start..<end + 1, kind: .replace(" = default;"), slots: own.flatMap(\.slots)))
    }
    return found
  }

  private func isEmpty(_ body: Range<Int>, without gone: [Range<Int>], _ text: SourceText) -> Bool {
    body.allSatisfy { offset in
      SourceText.isSpace(text.bytes[offset]) || gone.contains { $0.contains(offset) }
    }
  }
}
