/// Some of a program's fields, a bit each.
struct FieldSet: Sendable {
  private var words: [UInt64]

  init(width: Int) { words = Array(repeating: 0, count: width) }

  func contains(_ column: Int) -> Bool { words[column >> 6] & (1 << UInt64(column & 63)) != 0 }

  mutating func insert(_ column: Int) { words[column >> 6] |= 1 << UInt64(column & 63) }

  /// Returns whether anything was new.
  @discardableResult mutating func formUnion(_ other: FieldSet) -> Bool {
    var isChanged = false
    for (index, word) in other.words.enumerated() where word & ~words[index] != 0 {
      words[index] |= word
      isChanged = true
    }
    return isChanged
  }
}
