/// A name in a discipline file, with `*` for any text and `?` for any one character.
struct NamePattern: Hashable, Sendable {
  private let pattern: [UInt8]
  /// A pattern without wildcards is looked up, not tried.
  let isExact: Bool

  init(_ text: String) {
    pattern = Array(text.utf8)
    isExact = !text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") } || text.hasOperatorStar
  }

  /// Linear but for a step back to the last `*`, as in any shell.
  func matches(_ name: String) -> Bool {
    var name = name
    return name.withUTF8 { text in
      var at = 0
      var next = 0
      var star: (pattern: Int, text: Int)?
      while at < text.count {
        if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
          star = (next, at)
          next += 1
        } else if next < pattern.count, pattern[next] == UInt8(ascii: "?") || pattern[next] == text[at] {
          next += 1
          at += 1
        } else if let last = star {
          star = (last.pattern, last.text + 1)
          next = last.pattern + 1
          at = last.text + 1
        } else {
          return false
        }
      }
      return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
  }
}

extension String {
  /// `operator*` ends in a star that is no wildcard.
  fileprivate var hasOperatorStar: Bool {
    hasSuffix("operator*") || hasSuffix("operator*=")
  }

  /// The name without template arguments: `x::Array<int, f>::add<T>` becomes `x::Array::add`.
  ///
  /// The signs of `operator<`, `operator->` and their kin are no brackets.
  var withoutTemplateArguments: String {
    guard utf8.contains(UInt8(ascii: "<")) else { return self }
    var kept: [UInt8] = []
    var depth = 0
    var bytes = Array(utf8)[...]
    let word = Array("operator".utf8)
    while let byte = bytes.first {
      if depth == 0, bytes.starts(with: word) {
        kept += word
        bytes = bytes.dropFirst(word.count)
        while let sign = bytes.first, "<>=-!".utf8.contains(sign) {
          kept.append(sign)
          bytes = bytes.dropFirst()
        }
        continue
      }
      bytes = bytes.dropFirst()
      switch byte {
      case UInt8(ascii: "<"): depth += 1
      case UInt8(ascii: ">"): depth = max(0, depth - 1)
      default: if depth == 0 { kept.append(byte) }
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }
}
