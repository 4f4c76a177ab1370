import Facts

/// Makes one declaration again of what was split on its line to be annotated: `owner<T *> a; T *b = f();` is `T *a, *b = f();`.
struct SplitDeclarators {
  let text: SourceText
  /// The annotated declaration before this one.
  private var last: Bracketed?
  /// Up to here all is one declaration already.
  private var end = 0

  init(in text: SourceText) { self.text = text }

  /// A type whose brackets go.
  private struct Bracketed {
    /// The brackets, the space behind the second one with it.
    var open: Range<Int>
    var close: Range<Int>
    /// `T` of `T *`.
    var specifier: String
  }

  /// The edits that take one pair of brackets out, and those that join its declaration to its neighbours.
  mutating func joined(_ brackets: [Edit]) -> [Edit] {
    guard let one = bracketed(brackets) else {
      last = nil
      return brackets
    }
    let star = one.close.lowerBound - 1
    var edits = brackets
    var start = one.open.lowerBound
    while let semicolon = semicolon(before: start) {
      let left = statement(endingAt: semicolon)
      let isDone = left < end
      guard isDone ? last?.specifier == one.specifier : isPlain(left, one.specifier) else { break }
      // The declaration that is joined loses its own type.
      if start == one.open.lowerBound {
        edits = [edit(semicolon, ","), Edit(range: start..<star, replacement: "", author: "strip"), brackets[1]]
      } else {
        edits += [edit(semicolon, ","), typeTaken(from: start, one.specifier)]
      }
      start = left
      if isDone { break }
    }
    end = one.close.upperBound
    while let semicolon = semicolon(after: end), case let next = skippingSpaces(from: semicolon + 1),
      isPlain(next, one.specifier)
    {
      edits += [edit(semicolon, ","), typeTaken(from: next, one.specifier)]
      end = next + one.specifier.utf8.count
    }
    last = one
    return edits
  }

  private func bracketed(_ edits: [Edit]) -> Bracketed? {
    guard edits.count == 2 else { return nil }
    let (open, close) = (edits[0].range, edits[1].range)
    let type = text[open.upperBound..<close.lowerBound]
    return type.hasSuffix(" *") ? Bracketed(open: open, close: close, specifier: String(type.dropLast(2))) : nil
  }

  /// A declaration with this type begins here, and nothing is written around the type.
  private func isPlain(_ start: Int, _ specifier: String) -> Bool { text.hasText(specifier + " *", at: start) }

  /// The one that ends the statement before `start`, on its line.
  private func semicolon(before start: Int) -> Int? {
    var place = start
    while place > 0, text.bytes[place - 1] == UInt8(ascii: " ") { place -= 1 }
    return text.byte(at: place - 1) == UInt8(ascii: ";") ? place - 1 : nil
  }

  /// The one that ends the statement which goes on at `start`, on its line and without a block.
  private func semicolon(after start: Int) -> Int? {
    for place in start..<text.bytes.count {
      switch text.bytes[place] {
      case UInt8(ascii: ";"): return place
      case UInt8(ascii: "\n"), UInt8(ascii: "{"): return nil
      default: continue
      }
    }
    return nil
  }

  /// Where the statement begins that ends at a semicolon, or what of it is on the semicolon's line.
  private func statement(endingAt semicolon: Int) -> Int {
    var start = semicolon
    while start > 0 {
      switch text.bytes[start - 1] {
      case UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}"):
        return skippingSpaces(from: start)
      default: start -= 1
      }
    }
    return skippingSpaces(from: start)
  }

  private func skippingSpaces(from start: Int) -> Int {
    var place = start
    while let byte = text.byte(at: place), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { place += 1 }
    return place
  }

  private func typeTaken(from start: Int, _ specifier: String) -> Edit {
    Edit(range: start..<start + specifier.utf8.count + 1, replacement: "", author: "strip")
  }

  private func edit(_ place: Int, _ replacement: String) -> Edit {
    Edit(range: place..<place + 1, replacement: replacement, author: "strip")
  }
}
