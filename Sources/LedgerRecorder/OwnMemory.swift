import RecorderSupport

/// Memory of the recorder in which addresses of the program's objects stand: when the program's memory is looked at, it holds nothing.
enum OwnMemory {
  private static let most = 4096
  nonisolated(unsafe) private static var parts: UnsafeMutablePointer<deed_range>?
  nonisolated(unsafe) private static var lock: UInt64 = 0

  static func map(_ bytes: Int) -> UnsafeMutableRawPointer? {
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, deed_map_failed(memory) == 0 else { return nil }
    let low = UInt(bitPattern: memory)
    withParts { parts -> Void? in
      // Without a free place it is taken for the program's: the report says too much then, and nothing wrong else.
      guard let place = (0..<most).first(where: { parts[$0].high == 0 }) else { return nil }
      parts[place] = deed_range(low: low, high: low + UInt((bytes + 4095) & ~4095))
      return nil
    }
    return memory
  }

  static func unmap(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    let low = UInt(bitPattern: memory)
    withParts { parts -> Void? in
      if let place = (0..<most).first(where: { parts[$0].low == low }) { parts[place] = deed_range(low: 0, high: 0) }
      return nil
    }
    munmap(memory, bytes)
  }

  /// The part that begins first in a range, if any lies in it.
  static func first(in low: UInt, _ high: UInt) -> deed_range? {
    withParts { parts in
      var found: deed_range?
      for place in 0..<most where parts[place].low < high && parts[place].high > low {
        if found == nil || parts[place].low < found.unsafelyUnwrapped.low { found = parts[place] }
      }
      return found
    }
  }

  private static func withParts<Result>(_ body: (UnsafeMutablePointer<deed_range>) -> Result?) -> Result? {
    while deed_exchange_if(&lock, 0, 1) == 0 { sched_yield() }
    defer { deed_store(&lock, 0) }
    if parts == nil {
      parts = calloc(most, MemoryLayout<deed_range>.stride)?.bindMemory(to: deed_range.self, capacity: most)
    }
    return parts.flatMap { body($0) }
  }

  /// Nobody else is there in a forked child who could give the lock back.
  static func forget() { lock = 0 }
}
