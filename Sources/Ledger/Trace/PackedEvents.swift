/// Events as the recorder's `Packing` writes them, which says how.
enum PackedEvents {
  private static let group = 32

  /// How many of a run's events are whole in the bytes that are there.
  static func wholeCount(_ bytes: UnsafeRawBufferPointer, offset: Int, length: Int, count: Int) -> Int {
    let end = min(bytes.count, offset + length)
    var at = offset
    var done = 0
    while done < count {
      let members = min(group, count - done)
      guard at + 8 <= end else { return done }
      let codes = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      // New ones are those with both bits.
      let new = (codes & codes >> 1 & 0x5555_5555_5555_5555 & mask(members)).nonzeroBitCount
      let size = 8 + (members + new) * 4
      guard at + size <= end else { return done }
      at += size
      done += members
    }
    return done
  }

  private static func mask(_ members: Int) -> UInt64 { members == group ? .max : 1 << UInt64(members * 2) - 1 }

  /// Unpacks so many events, which are whole; gives where their bytes end.
  @discardableResult
  static func unpack(
    _ bytes: UnsafeRawBufferPointer, offset: Int, count: Int, into events: UnsafeMutablePointer<UInt64>
  ) -> Int {
    guard let start = bytes.baseAddress else { return offset }
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 3) { recent in
      recent.initialize(repeating: 0)
      var at = start + offset
      var done = 0
      while done < count {
        let members = min(group, count - done)
        var codes = UInt64(littleEndian: at.loadUnaligned(as: UInt64.self))
        let lower = at + 8
        var upper = lower + members * 4
        for index in 0..<members {
          let code = Int(codes & 3)
          codes >>= 2
          if code == 3 {
            recent[2] = recent[1]
            recent[1] = recent[0]
            recent[0] = UInt64(UInt32(littleEndian: upper.loadUnaligned(as: UInt32.self))) << 32
            upper += 4
          }
          let low = UInt32(littleEndian: lower.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
          events[done + index] = recent[code % 3] | UInt64(low)
        }
        at = upper
        done += members
      }
      return at - start
    }
  }
}
