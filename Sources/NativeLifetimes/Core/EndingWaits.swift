/// Which thread waits for which other one to end an object.
///
/// A destroyer may close other handles. When two threads end objects whose destroyers close each other's, each would
/// wait for the other for ever; the one that finds this out does not wait, since the object is being ended anyway.
enum EndingWaits {
  private static let waits = Guarded<[UInt: UInt]>([:])

  /// Notes that `waiter` is about to wait; false when `other` waits for it already, through whichever others.
  static func begin(_ waiter: UInt, for other: UInt) -> Bool {
    waits.withLock { waits in
      waits[waiter] = other
      var next = waits[other]
      while let thread = next, thread != waiter { next = waits[thread] }
      guard next == nil else {
        waits[waiter] = nil
        return false
      }
      return true
    }
  }

  static func end(_ waiter: UInt) {
    waits.withLock { $0[waiter] = nil }
  }
}
