import RecorderSupport

/// Call stacks, each written to the trace once and named by its place in a table from then on.
///
/// The table is open-addressed and lock-free; a stack's number is its slot. When it is full, further stacks are
/// number 0: the events go on, only their places are not known.
enum Stacks {
  static let bits = 18
  static let slots = 1 << bits
  /// Special events carry this number.
  static let reserved = slots - 1
  static let depth = 8

  nonisolated(unsafe) private static var table: UnsafeMutablePointer<UInt64>?

  static func start() -> Bool {
    let bytes = slots * 8
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, deed_map_failed(memory) == 0 else { return false }
    table = memory.bindMemory(to: UInt64.self, capacity: slots)
    return true
  }

  /// Follows frame pointers upwards, within the thread's own stack, and gives the stack's number.
  @inline(__always)
  static func number(of thread: UnsafeMutablePointer<deed_thread>, frame: UInt, type: UnsafePointer<CChar>?) -> Int {
    var frames: (UInt, UInt, UInt, UInt, UInt, UInt, UInt, UInt) = (0, 0, 0, 0, 0, 0, 0, 0)
    return withUnsafeMutableBytes(of: &frames) { bytes in
      let addresses = bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt.self)
      let high = thread.pointee.stack_high
      var frame = frame
      var count = 0
      var hash = UInt64(UInt(bitPattern: type)) &* 0x9E37_79B9_7F4A_7C15
      // A frame: the caller's frame, then the address to return to. Frames lie ever higher.
      while count < depth, frame >= thread.pointee.stack_low, frame &+ 16 <= high, frame & 7 == 0 {
        let address = deed_word_at(frame + 8)
        if address < 4096 { break }
        addresses[count] = address
        count += 1
        hash = (hash ^ UInt64(address)) &* 0xFF51_AFD7_ED55_8CCD
        hash ^= hash >> 32
        let next = deed_word_at(frame)
        if next <= frame { break }
        frame = next
      }
      return intern(addresses, count, hash: hash | 1, type: type)
    }
  }

  @inline(__always)
  private static func intern(
    _ addresses: UnsafeMutablePointer<UInt>, _ count: Int, hash: UInt64, type: UnsafePointer<CChar>?
  ) -> Int {
    guard let table else { return 0 }
    var slot = Int(truncatingIfNeeded: hash >> 40) & (slots - 1)
    for _ in 0..<64 {
      let found = deed_load(table + slot)
      if found == hash, slot != 0, slot != reserved { return slot }
      if found == 0, slot != 0, slot != reserved {
        if deed_exchange_if(table + slot, 0, hash) != 0 {
          define(slot, addresses, count, type: type)
          return slot
        }
        if deed_load(table + slot) == hash { return slot }
      }
      slot = (slot + 1) & (slots - 1)
    }
    return 0
  }

  /// Payload: number (4 bytes), frame count (2), length of the type's name (2), addresses, name.
  @inline(never)
  private static func define(
    _ number: Int, _ addresses: UnsafeMutablePointer<UInt>, _ count: Int, type: UnsafePointer<CChar>?
  ) {
    let length = min(type.map { strlen($0) } ?? 0, 512)
    let bytes = 8 + count * 8 + length
    withUnsafeTemporaryAllocation(byteCount: 8 + depth * 8 + 512, alignment: 8) { payload in
      payload.storeBytes(of: UInt32(number), as: UInt32.self)
      payload.storeBytes(of: UInt16(count), toByteOffset: 4, as: UInt16.self)
      payload.storeBytes(of: UInt16(length), toByteOffset: 6, as: UInt16.self)
      guard let base = payload.baseAddress else { return }
      memcpy(base + 8, addresses, count * 8)
      if let type { memcpy(base + 8 + count * 8, type, length) }
      TraceFile.writeChunk(
        kind: TraceFile.Kind.stack, thread: 0, used: 1, firstOrdinal: 0, dropped: 0, payload: base, bytes: bytes)
    }
    for index in 0..<count where !Modules.covers(addresses[index]) {
      Modules.write()
      break
    }
  }
}
