/// Events as the recorder's `Packing` writes them, which says how.
enum PackedEvents {
  static let group = 32

  /// How many of a run's events are whole in the bytes that are there.
  static func wholeCount(_ bytes: UnsafeRawBufferPointer, offset: Int, length: Int, count: Int) -> Int {
    let end = min(bytes.count, offset + length)
    var at = offset
    var done = 0
    while done < count {
      let members = min(group, count - done)
      guard at + 8 <= end else { return done }
      let codes = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let new = newOnes(codes & mask(members)).nonzeroBitCount
      let size = 8 + (members + new) * 4
      guard at + size <= end else { return done }
      at += size
      done += members
    }
    return done
  }

  /// New ones are those with both bits.
  private static func newOnes(_ codes: UInt64) -> UInt64 { codes & codes >> 1 & 0x5555_5555_5555_5555 }

  private static func mask(_ members: Int) -> UInt64 { members == group ? .max : 1 << UInt64(members * 2) - 1 }

  /// Unpacks so many events, or as many as are whole before the end of the run's bytes; gives how many.
  static func unpack(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, count: Int, into events: UnsafeMutablePointer<UInt64>
  ) -> Int {
    guard let start = bytes.baseAddress else { return 0 }
    // The last three upper halves, then the group's new ones.
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 3 + group) { halves in
      let halves = halves.baseAddress.unsafelyUnwrapped
      halves.initialize(repeating: 0, count: 3)
      var at = range.lowerBound
      var done = 0
      while done < count, at &+ 8 <= range.upperBound {
        let members = min(group, count &- done)
        let codes = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: at, as: UInt64.self)) & mask(members)
        let areNew = newOnes(codes)
        let new = areNew.nonzeroBitCount
        let upper = at &+ 8 &+ members &* 4
        at = upper &+ new &* 4
        if at > range.upperBound { break }
        UnsafeMutableRawPointer(halves + 3).copyMemory(from: start + upper, byteCount: new &* 4)
        unpack(codes, areNew, start + upper - members &* 4, members, halves, into: events + done)
        for index in 0..<3 { halves[index] = halves[new &+ index] }
        done &+= members
      }
      return done
    }
  }

  /// Which of the upper halves an event has cannot be foreseen, so that is reckoned and not asked by jumps.
  @inline(__always)
  private static func unpack(
    _ codes: UInt64, _ areNew: UInt64, _ lower: UnsafeRawPointer, _ members: Int, _ halves: UnsafePointer<UInt32>,
    into events: UnsafeMutablePointer<UInt64>
  ) {
    var (codes, areNew) = (codes, areNew)
    var last = 2
    for index in 0..<members {
      let isNew = Int(truncatingIfNeeded: areNew & 1)
      last &+= isNew
      let half = UInt32(littleEndian: halves[last &- Int(truncatingIfNeeded: codes & 3) &+ 3 &* isNew])
      let low = UInt32(littleEndian: lower.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
      events[index] = UInt64(half) &<< 32 | UInt64(low)
      codes &>>= 2
      areNew &>>= 2
    }
  }
}
