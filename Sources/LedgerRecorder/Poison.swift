import RecorderSupport

/// Keeps the memory of destroyed objects for a while, filled with a pattern, so that a use of it is seen: what is read there is
/// no address, and what is written there breaks the pattern.
///
/// `free` comes here by way of a library that is loaded beside the recorder.
enum Poison {
  static let pattern: UInt8 = 0xDB
  private static let mostBytes = 64 << 20
  private static let mostBlocks = 1 << 16

  private struct Block {
    var address: UInt
    var bytes: Int
    /// A destroyed object in it.
    var object: UInt
  }

  nonisolated(unsafe) private static var blocks: UnsafeMutablePointer<Block>?
  nonisolated(unsafe) private static var first = 0
  nonisolated(unsafe) private static var count = 0
  nonisolated(unsafe) private static var bytes = 0
  nonisolated(unsafe) private static var lockWord: UInt64 = 0

  static func start() -> Bool {
    let size = mostBlocks * MemoryLayout<Block>.stride
    guard let memory = OwnMemory.map(size) else { return false }
    blocks = memory.bindMemory(to: Block.self, capacity: mostBlocks)
    Crash.start()
    return true
  }

  /// Takes a block that is being freed, if an object was destroyed in it; the caller frees it otherwise.
  static func take(_ block: UnsafeMutableRawPointer) -> Bool {
    guard let blocks, let thread = deed_thread_slot().pointee, thread.pointee.depth == 0 else { return false }
    let size = malloc_usable_size(block)
    guard size <= mostBytes / 4 else { return false }
    thread.pointee.depth = 1
    defer { thread.pointee.depth = 0 }
    guard let object = Watch.keepObject(in: UInt(bitPattern: block), bytes: size) else { return false }
    memset(block, Int32(pattern), size)
    while true {
      lock()
      if count < mostBlocks, bytes + size <= mostBytes {
        blocks[(first + count) & (mostBlocks - 1)] = Block(
          address: UInt(bitPattern: block), bytes: size, object: object)
        count += 1
        bytes += size
        unlock()
        return true
      }
      let oldest = blocks[first]
      first = (first + 1) & (mostBlocks - 1)
      count -= 1
      bytes -= oldest.bytes
      unlock()
      check(oldest, thread)
      Watch.letGo(oldest.object)
      free(UnsafeMutableRawPointer(bitPattern: oldest.address))
    }
  }

  /// At the end of the program, of all that is still kept.
  static func checkAll() {
    guard let blocks, let thread = Threads.current else { return }
    for index in 0..<count { check(blocks[(first + index) & (mostBlocks - 1)], thread) }
  }

  private static func check(_ block: Block, _ thread: UnsafeMutablePointer<deed_thread>) {
    guard let memory = UnsafePointer<UInt8>(bitPattern: block.address) else { return }
    for index in 0..<block.bytes where memory[index] != pattern {
      guard let object = Watch.object(at: block.object), !object.isTold else { return }
      Mistakes.tell(
        Watch.Mistake.writtenAfterEnd, here: 0, object, at: block.object,
        offset: Int(block.address) + index - Int(block.object), thread)
      return
    }
  }

  /// The destroyed object in whose memory an address lies. For a signal handler: no lock is taken.
  static func object(around address: UInt) -> UInt? {
    guard let blocks else { return nil }
    for index in 0..<count {
      let block = blocks[(first + index) & (mostBlocks - 1)]
      if block.address <= address, address < block.address + UInt(block.bytes) { return block.object }
    }
    return nil
  }

  private static func lock() { while deed_exchange_if(&lockWord, 0, 1) == 0 { sched_yield() } }
  private static func unlock() { deed_store(&lockWord, 0) }
  static func forget() { lockWord = 0 }
}

/// A crash on poisoned memory, told before the program ends as it would have.
private enum Crash {
  nonisolated(unsafe) private static var previousFault = sigaction()
  nonisolated(unsafe) private static var previousBus = sigaction()

  static func start() {
    deed_on_signal(SIGSEGV, { Crash.came($0, $2) }, &previousFault)
    deed_on_signal(SIGBUS, { Crash.came($0, $2) }, &previousBus)
  }

  private static func came(_ number: Int32, _ context: UnsafeMutableRawPointer?) {
    // Whoever was to handle the signal before does it now: the instruction is run again.
    if number == SIGSEGV { sigaction(number, &previousFault, nil) } else { sigaction(number, &previousBus, nil) }
    guard Recorder.isEnabled, let context, let thread = deed_thread_slot().pointee else { return }
    thread.pointee.depth = 1
    withUnsafeTemporaryAllocation(of: UInt.self, capacity: Int(deed_most_registers)) { registers in
      guard let base = registers.baseAddress else { return }
      let count = Int(deed_registers(context, base))
      let here = Stacks.number(of: thread, from: base[1], frame: base[0])
      var usesPattern = false
      for index in 0..<count {
        if let address = Poison.object(around: base[index]), let object = Watch.object(at: address) {
          let offset = Int(bitPattern: base[index] &- address)
          Mistakes.tell(Watch.Mistake.crash, here: UInt32(here), object, at: address, offset: offset, thread)
          return
        }
        if base[index] >> 8 == 0xDB_DBDB_DBDB_DBDB { usesPattern = true }
      }
      if usesPattern {
        Mistakes.tell(Watch.Mistake.crash, here: UInt32(here), Watch.Object(), at: 0, offset: 0, thread)
      }
    }
  }
}
