/// Events of one thread that lie one behind the other, as words of the trace.
struct EventRun {
  /// A special event says so by this stack number.
  private static let reserved: UInt64 = (1 << 18 - 1) << 2

  /// Where the first lies; not on a word's boundary, as a rule.
  let words: UnsafeRawPointer
  let count: Int
  let thread: Int
  let firstOrdinal: UInt64

  @inline(__always)
  func word(_ position: Int) -> UInt64 {
    UInt64(littleEndian: words.loadUnaligned(fromByteOffset: position &* 8, as: UInt64.self))
  }

  @inline(__always)
  static func isSpecial(_ word: UInt64) -> Bool { word & reserved == reserved }

  /// Whether a word that is not special is a retain or a release; else it is a creation or an end.
  @inline(__always)
  static func isChange(_ word: UInt64) -> Bool { (word &+ 1) & 2 != 0 }

  /// Of a retain or release: what it adds to the count. Which of both comes next cannot be foreseen, so that is not asked by a jump.
  @inline(__always)
  static func amount(_ word: UInt64) -> Int32 { 3 &- 2 &* Int32(truncatingIfNeeded: word & 3) }

  @inline(__always)
  static func stack(_ word: UInt64) -> Int { Int(truncatingIfNeeded: (word & reserved) >> 2) }

  @inline(__always)
  static func address(_ word: UInt64) -> UInt { UInt(truncatingIfNeeded: word >> 20) << 3 }

  @inline(__always)
  func event(_ position: Int) -> LedgerEvent {
    let word = word(position)
    return LedgerEvent(
      operation: LedgerEvent.Operation(rawValue: UInt8(truncatingIfNeeded: word & 3)) ?? .create,
      stack: Self.stack(word), address: Self.address(word), thread: thread,
      ordinal: firstOrdinal &+ UInt64(truncatingIfNeeded: position))
  }
}

extension EventVisitor where Self: ~Copyable {
  @inline(__always)
  mutating func visit(_ run: EventRun, from start: Int) -> Int {
    var position = start
    while position < run.count, !EventRun.isSpecial(run.word(position)) {
      visit(run.event(position))
      position &+= 1
    }
    return position
  }
}
