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

  // MARK: Following frames

  private static let factor: UInt64 = 0xFF51_AFD7_ED55_8CCD
  private static let typeFactor: UInt64 = 0xC4CE_B9FE_1A85_EC53

  /// Follows frame pointers upwards from a function of the recorder, within the thread's own stack, and gives the stack's number.
  static func number(of thread: UnsafeMutablePointer<deed_thread>, frame: UInt, type: UnsafePointer<CChar>?) -> Int {
    guard isOnStack(frame, of: thread) else { return 0 }
    let caller = deed_word_at(frame)
    let walk = deed_walk_from(thread, caller).unsafelyUnwrapped
    var sum = deed_walk_sum(walk, caller)
    if sum == 0 { sum = follow(caller, above: frame, walk, thread) }
    let address = deed_word_at(frame + 8)
    return intern(hash: hash(sum, innermost: address, type), innermost: address, walk, type: type)
  }

  /// The same where nothing is new, else 0. Where a function's frame lies, its callers' lie where they lay before, as a rule.
  @inline(__always)
  static func known(to thread: UnsafeMutablePointer<deed_thread>, frame: UInt, type: UnsafePointer<CChar>?) -> Int {
    let caller = deed_word_at(frame)
    let sum = deed_walk_sum(deed_walk_from(thread, caller), caller)
    let hash = hash(sum, innermost: deed_word_at(frame + 8), type)
    let slot = slot(of: hash)
    return sum != 0 && deed_load(table.unsafelyUnwrapped + slot) == hash ? slot : 0
  }

  private static func isOnStack(_ frame: UInt, of thread: UnsafeMutablePointer<deed_thread>) -> Bool {
    frame >= thread.pointee.stack_low && frame &+ 16 <= thread.pointee.stack_high && frame & 7 == 0
  }

  /// The same for a place that no call led to, as that of a crash.
  static func number(of thread: UnsafeMutablePointer<deed_thread>, from address: UInt, frame: UInt) -> Int {
    let walk = deed_walk_from(thread, frame).unsafelyUnwrapped
    let sum = follow(frame, above: thread.pointee.stack_low, walk, thread)
    // Read as if it were returned to.
    return intern(
      hash: hash(sum, innermost: address &+ 1, nil), innermost: address &+ 1, walk, type: nil)
  }

  /// The innermost address and those behind it in the same file: for code whose callers do not keep frame pointers.
  static func number(
    within thread: UnsafeMutablePointer<deed_thread>, frame: UInt, most: Int, type: UnsafePointer<CChar>?
  ) -> Int {
    guard isOnStack(frame, of: thread) else { return 0 }
    let address = deed_word_at(frame + 8)
    if !Modules.covers(address) { Modules.write() }
    let walk = deed_walk_from(thread, deed_word_at(frame)).unsafelyUnwrapped
    let sum = follow(
      deed_word_at(frame), above: frame, walk, thread, in: Modules.code(around: address), most: most - 1)
    var hash = hash(sum, innermost: address, nil)
    // Names may lie where others lay before.
    for index in 0..<min(type.map { strlen($0) } ?? 0, 64) {
      hash = (hash ^ UInt64(UInt8(bitPattern: type.unsafelyUnwrapped[index]))) &* 0x100_0000_01B3
    }
    let number = intern(hash: hash | 1, innermost: address, walk, type: type)
    // What was cut short is no walk of its own.
    walk.pointee.frames.0 = 0
    return number
  }

  /// Never 0. Its upper bits depend on all that goes in.
  @inline(__always)
  private static func hash(_ sum: UInt64, innermost: UInt, _ type: UnsafePointer<CChar>?) -> UInt64 {
    (sum &+ UInt64(innermost) &* factor &+ UInt64(UInt(bitPattern: type)) &* typeFactor) | 1
  }

  @inline(__always)
  private static func slot(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> UInt64(64 - bits)) }

  /// A frame: the caller's frame, then the address to return to. Frames lie ever higher.
  @inline(never)
  private static func follow(
    _ first: UInt, above lowest: UInt, _ walk: UnsafeMutablePointer<deed_walk>,
    _ thread: UnsafeMutablePointer<deed_thread>, in code: Range<UInt>? = nil, most: Int = Int(deed_walk_frames)
  ) -> UInt64 {
    let frames = Self.frames(of: walk)
    var frame = first
    var below = lowest
    var index = 0
    while index < most, frame > below, isOnStack(frame, of: thread) {
      let address = deed_word_at(frame + 8)
      if address < 4096 || code?.contains(address) == false { break }
      frames[index] = frame
      index += 1
      below = frame
      frame = deed_word_at(frame)
    }
    frames[index] = index == 0 ? 0 : frame
    walk.pointee.count = UInt64(index)
    return deed_walk_sum(walk, frames[0])
  }

  /// The frames of a walk, `count` of them.
  private static func frames(of walk: UnsafeMutablePointer<deed_walk>) -> UnsafeMutablePointer<UInt> {
    UnsafeMutableRawPointer(walk).assumingMemoryBound(to: UInt.self)
  }

  // MARK: The table

  /// Numbers 0 and `reserved` stand for no stack: their slots stay empty.
  private static func intern(
    hash: UInt64, innermost: UInt, _ walk: UnsafeMutablePointer<deed_walk>, type: UnsafePointer<CChar>?
  ) -> Int {
    guard let table else { return 0 }
    var slot = slot(of: hash)
    for _ in 0..<64 {
      let found = deed_load(table + slot)
      if found == hash { return slot }
      if found == 0, slot != 0, slot != reserved {
        if deed_exchange_if(table + slot, 0, hash) != 0 {
          define(slot, innermost, walk, type)
          return slot
        }
        if deed_load(table + slot) == hash { return slot }
      }
      slot = (slot + 1) & (slots - 1)
    }
    return 0
  }

  /// Payload: number (4 bytes), frame count (2), length of the type's name (2), addresses, name.
  private static func define(
    _ number: Int, _ innermost: UInt, _ walk: UnsafeMutablePointer<deed_walk>, _ type: UnsafePointer<CChar>?
  ) {
    let length = min(type.map { strlen($0) } ?? 0, 512)
    withUnsafeTemporaryAllocation(byteCount: 8 + depth * 8 + 512, alignment: 8) { payload in
      guard let base = payload.baseAddress else { return }
      let list = (base + 8).assumingMemoryBound(to: UInt.self)
      list[0] = innermost
      var count = 1
      for index in 0..<Int(walk.pointee.count) {
        list[count] = deed_word_at(frames(of: walk)[index] + 8)
        count += 1
      }
      payload.storeBytes(of: UInt32(number), as: UInt32.self)
      payload.storeBytes(of: UInt16(count), toByteOffset: 4, as: UInt16.self)
      payload.storeBytes(of: UInt16(length), toByteOffset: 6, as: UInt16.self)
      if let type { memcpy(base + 8 + count * 8, type, length) }
      TraceFile.writeChunk(
        kind: TraceFile.Kind.stack, thread: 0, used: 1, firstOrdinal: 0, dropped: 0, payload: base,
        bytes: 8 + count * 8 + length)
      keep(number, list, count, base + 8 + count * 8, length)
      for index in 0..<count where !Modules.covers(list[index]) {
        Modules.write()
        break
      }
    }
  }

  // MARK: For reports by the process itself

  struct Frames {
    var count: Int
    var addresses: UnsafePointer<UInt>
  }

  private struct Known {
    var count: UInt32 = 0
    var isRefinement = false
    var type: UnsafeMutablePointer<CChar>?
  }

  nonisolated(unsafe) private static var known: UnsafeMutablePointer<Known>?
  nonisolated(unsafe) private static var knownAddresses: UnsafeMutablePointer<UInt>?

  /// From now on stacks are kept in the process too.
  static func rememberAll() -> Bool {
    known = room(MemoryLayout<Known>.stride)?.bindMemory(to: Known.self, capacity: slots)
    knownAddresses = room(depth * 8)?.bindMemory(to: UInt.self, capacity: slots * depth)
    return known != nil && knownAddresses != nil
  }

  private static func room(_ bytes: Int) -> UnsafeMutableRawPointer? {
    let memory = mmap(nil, slots * bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory, deed_map_failed(memory) == 0 else { return nil }
    return memory
  }

  private static func keep(
    _ number: Int, _ addresses: UnsafeMutablePointer<UInt>, _ count: Int, _ type: UnsafeMutableRawPointer, _ length: Int
  ) {
    guard let known, let knownAddresses else { return }
    memcpy(knownAddresses + number * depth, addresses, count * 8)
    known[number].count = UInt32(count)
    guard length > 0 else { return }
    let name = type.assumingMemoryBound(to: CChar.self)
    known[number].isRefinement = name.pointee == CChar(bitPattern: UInt8(ascii: "="))
    let isMarked = known[number].isRefinement || name.pointee == CChar(bitPattern: UInt8(ascii: "-"))
    known[number].type = isMarked ? strndup(name + 1, length - 1) : strndup(name, length)
  }

  static func isRefinement(_ number: Int) -> Bool { known?[number].isRefinement ?? false }

  static func type(of number: Int) -> UnsafePointer<CChar>? { known?[number].type.map { UnsafePointer($0) } }

  static func frames(of number: Int) -> Frames? {
    guard let known, let knownAddresses else { return nil }
    return Frames(count: Int(known[number].count), addresses: UnsafePointer(knownAddresses + number * depth))
  }
}
