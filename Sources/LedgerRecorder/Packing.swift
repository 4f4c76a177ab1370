import RecorderSupport

/// Makes events smaller on their way to the file: their upper halves are parts of addresses, and events that follow one another
/// mostly touch what lies close together.
///
/// In groups of 32: a word with two bits for each event, the lower halves, then the upper halves that are new. The two bits say which of
/// the last three new ones is meant, or that the next one is.
enum Packing {
  private static let group = 32

  /// The bytes that it takes; 0 where it would not be fewer. `room` is as large as the events.
  static func pack(_ events: UnsafePointer<UInt64>, _ count: Int, into room: UnsafeMutableRawPointer) -> Int {
    var first: UInt32 = 0
    var second: UInt32 = 0
    var third: UInt32 = 0
    var at = 0
    var done = 0
    while done < count {
      let members = min(group, count - done)
      if at + 8 + members * 8 > count * 8 { return 0 }
      let lower = (room + at + 8).assumingMemoryBound(to: UInt32.self)
      let upper = lower + members
      var new = 0
      var codes: UInt64 = 0
      for index in 0..<members {
        let event = events[done + index]
        lower[index] = UInt32(truncatingIfNeeded: event)
        let half = UInt32(truncatingIfNeeded: event >> 32)
        if half == first { continue }
        let shift = UInt64(index &* 2)
        if half == second {
          codes |= 1 &<< shift
        } else if half == third {
          codes |= 2 &<< shift
        } else {
          codes |= 3 &<< shift
          upper[new] = half
          new += 1
          third = second
          second = first
          first = half
        }
      }
      room.storeBytes(of: codes, toByteOffset: at, as: UInt64.self)
      at += 8 + (members + new) * 4
      done += members
    }
    return at
  }
}
