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
    return quads.withUnsafeBufferPointer { quads in
      quads.baseAddress.map { unpack(start, range, count: count, $0, into: events) } ?? 0
    }
  }

  private static func unpack(
    _ start: UnsafeRawPointer, _ range: Range<Int>, count: Int, _ quads: UnsafePointer<Quad>,
    into events: UnsafeMutablePointer<UInt64>
  ) -> Int {
    // The last three upper halves, then the group's new ones.
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 3 + group) { halves in
      let halves = halves.baseAddress.unsafelyUnwrapped
      halves.initialize(repeating: 0, count: 3)
      var at = range.lowerBound
      var done = 0
      while done < count, at &+ 8 <= range.upperBound {
        let members = min(group, count &- done)
        let codes = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: at, as: UInt64.self)) & mask(members)
        let new = newOnes(codes).nonzeroBitCount
        let upper = at &+ 8 &+ members &* 4
        at = upper &+ new &* 4
        if at > range.upperBound { break }
        UnsafeMutableRawPointer(halves + 3).copyMemory(from: start + upper, byteCount: new &* 4)
        unpack(codes, quads, start + upper - members &* 4, members, halves, into: events + done)
        for index in 0..<3 { halves[index] = halves[new &+ index] }
        done &+= members
      }
      return done
    }
  }

  /// Which of the upper halves an event has cannot be foreseen, so that is looked up and not asked by jumps, for four at a time.
  @inline(__always)
  private static func unpack(
    _ codes: UInt64, _ quads: UnsafePointer<Quad>, _ lower: UnsafeRawPointer, _ members: Int,
    _ halves: UnsafePointer<UInt32>, into events: UnsafeMutablePointer<UInt64>
  ) {
    func word(_ half: UInt32, _ index: Int) -> UInt64 {
      let low = UInt32(littleEndian: lower.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
      return UInt64(UInt32(littleEndian: half)) &<< 32 | UInt64(low)
    }
    var codes = codes
    var last = halves + 2
    var index = 0
    while index &+ 4 <= members {
      let quad = quads[Int(truncatingIfNeeded: codes & 0xFF)]
      events[index] = word(last[Int(quad.places.0)], index)
      events[index &+ 1] = word(last[Int(quad.places.1)], index &+ 1)
      events[index &+ 2] = word(last[Int(quad.places.2)], index &+ 2)
      events[index &+ 3] = word(last[Int(quad.places.3)], index &+ 3)
      last += Int(quad.new)
      codes &>>= 8
      index &+= 4
    }
    let rest = quads[Int(truncatingIfNeeded: codes & 0xFF)].places
    if index < members { events[index] = word(last[Int(rest.0)], index) }
    if index &+ 1 < members { events[index &+ 1] = word(last[Int(rest.1)], index &+ 1) }
    if index &+ 2 < members { events[index &+ 2] = word(last[Int(rest.2)], index &+ 2) }
  }

  /// Where four events in turn have their upper halves, from the last one that came before them, and how many of them bring a new one.
  private struct Quad {
    var places: (Int8, Int8, Int8, Int8)
    var new: Int8

    init(codes: Int) {
      new = 0
      func next(_ number: Int, _ new: inout Int8) -> Int8 {
        let code = Int8(codes >> (number * 2) & 3)
        if code == 3 { new += 1 }
        return code == 3 ? new : new - code
      }
      var count: Int8 = 0
      places = (next(0, &count), next(1, &count), next(2, &count), next(3, &count))
      new = count
    }
  }

  /// By the codes of four events.
  private static let quads = (0..<256).map { Quad(codes: $0) }
}
