import RecorderSupport

/// Tells of mistakes at the moment they happen: a count below zero, a retain or release after the end, memory of an object that
/// is written after it.
///
/// What the reader of a trace finds out afterwards is kept here while the program runs: of each object its count, where it was
/// made and where it ended. It costs more than recording, and is asked for.
enum Watch {
  enum Mistake {
    static let belowZero: UInt32 = 0
    static let releaseAfterEnd: UInt32 = 1
    static let retainAfterEnd: UInt32 = 2
    static let endAfterEnd: UInt32 = 3
    static let writtenAfterEnd: UInt32 = 4
    static let crash: UInt32 = 5
  }

  struct Object {
    var address: UInt = 0
    var creation: UInt32 = 0
    /// Where it ended; 0 while it lives.
    var destruction: UInt32 = 0
    var count: Int32 = 0
    /// Its memory is kept from being used again.
    var isKept = false
    /// A mistake was told of it: what else shows is its consequence.
    var isTold = false
  }

  private struct Shard {
    var lock: UInt64 = 0
    var objects: UnsafeMutablePointer<Object>?
    var capacity = 0
    var used = 0
  }

  private static let shardCount = 256
  nonisolated(unsafe) private static var shards: UnsafeMutablePointer<Shard>?
  /// Objects that have ended and whose memory was not given back yet.
  nonisolated(unsafe) private static var endedCount: UInt64 = 0

  static func start() -> Bool {
    let memory = calloc(shardCount, MemoryLayout<Shard>.stride)
    shards = memory?.bindMemory(to: Shard.self, capacity: shardCount)
    return memory != nil && Stacks.rememberAll() && Mistakes.start()
  }

  // MARK: Events

  /// An event of this thread; one that a signal handler brings while the thread is at work here waits until that is done.
  static func see(
    _ operation: UInt64, _ object: UnsafeRawPointer, _ stack: Int, _ thread: UnsafeMutablePointer<deed_thread>
  ) {
    if thread.pointee.depth != 0 {
      deferEvent(operation, object, stack, thread)
      return
    }
    let savedError = deed_errno()
    thread.pointee.depth = 1
    apply(operation, UInt(bitPattern: object), UInt32(stack), thread)
    while thread.pointee.deferred_count > 0 {
      thread.pointee.deferred_count -= 1
      let event = deed_deferred_of(thread)[Int(thread.pointee.deferred_count)]
      apply(UInt64(event.operation), event.object, event.stack, thread)
    }
    thread.pointee.depth = 0
    deed_set_errno(savedError)
  }

  private static func deferEvent(
    _ operation: UInt64, _ object: UnsafeRawPointer, _ stack: Int, _ thread: UnsafeMutablePointer<deed_thread>
  ) {
    let place = thread.pointee.deferred_count
    guard place < 16 else { return }
    deed_deferred_of(thread)[Int(place)] = deed_deferred(
      object: UInt(bitPattern: object), operation: UInt32(operation), stack: UInt32(stack))
    thread.pointee.deferred_count = place + 1
  }

  private static func apply(
    _ operation: UInt64, _ address: UInt, _ stack: UInt32, _ thread: UnsafeMutablePointer<deed_thread>
  ) {
    guard let shard = shard(of: address) else { return }
    var mistake: UInt32?
    var told = Object()
    lock(shard)
    if operation == Events.create {
      create(address, stack, in: shard)
    } else if let object = find(address, in: shard) {
      let isOver = object.pointee.destruction != 0
      switch operation {
      case Events.retain:
        object.pointee.count &+= 1
        if isOver { mistake = Mistake.retainAfterEnd }
      case Events.release:
        object.pointee.count &-= 1
        if isOver { mistake = Mistake.releaseAfterEnd } else if object.pointee.count < 0 { mistake = Mistake.belowZero }
      default:
        if isOver {
          mistake = Mistake.endAfterEnd
        } else {
          object.pointee.destruction = max(1, stack)
          _ = deed_add(&endedCount, 1)
        }
      }
      told = object.pointee
      if mistake != nil { object.pointee.isTold = true }
    }
    unlock(shard)
    if let mistake { Mistakes.tell(mistake, here: stack, told, at: address, offset: 0, thread) }
  }

  private static func create(_ address: UInt, _ stack: UInt32, in shard: UnsafeMutablePointer<Shard>) {
    if Stacks.isRefinement(Int(stack)) {
      if let object = find(address, in: shard), object.pointee.destruction == 0 { object.pointee.creation = stack }
      return
    }
    if let old = find(address, in: shard) {
      if old.pointee.destruction != 0, !old.pointee.isKept { _ = deed_add(&endedCount, UInt64.max) }
      old.pointee = Object(address: address, creation: stack, count: 1)
      return
    }
    if shard.pointee.used * 2 >= shard.pointee.capacity, !grow(shard) { return }
    guard let objects = shard.pointee.objects else { return }
    objects[slot(of: address, objects, shard.pointee.capacity)] = Object(address: address, creation: stack, count: 1)
    shard.pointee.used += 1
  }

  // MARK: Memory that is given back

  /// Whether a destroyed object lies in a block; such objects count as kept from now on.
  static func keepObject(in block: UInt, bytes: Int) -> UInt? {
    guard deed_load(&endedCount) > 0 else { return nil }
    // An object that counts lies near the beginning of its block: in front of it stand other base classes at most.
    var found: UInt?
    var address = block
    while address < block + UInt(min(bytes, 1024)) {
      if let shard = shard(of: address) {
        lock(shard)
        if let object = find(address, in: shard), object.pointee.destruction != 0, !object.pointee.isKept {
          object.pointee.isKept = true
          _ = deed_add(&endedCount, UInt64.max)
          found = found ?? address
        }
        unlock(shard)
      }
      address += 8
    }
    return found
  }

  static func object(at address: UInt) -> Object? {
    guard let shard = shard(of: address) else { return nil }
    lock(shard)
    defer { unlock(shard) }
    return find(address, in: shard)?.pointee
  }

  /// The memory goes back to the program: what comes there next is another object.
  static func letGo(_ address: UInt) {
    guard let shard = shard(of: address) else { return }
    lock(shard)
    find(address, in: shard)?.pointee.isKept = false
    unlock(shard)
  }

  // MARK: The table

  private static func hash(_ address: UInt) -> UInt64 { UInt64(address >> 3) &* 0x9E37_79B9_7F4A_7C15 }

  private static func shard(of address: UInt) -> UnsafeMutablePointer<Shard>? {
    shards.map { $0 + Int(hash(address) >> 56) & (shardCount - 1) }
  }

  private static func lock(_ shard: UnsafeMutablePointer<Shard>) {
    var tries = 0
    while deed_exchange_if(&shard.pointee.lock, 0, 1) == 0 {
      tries += 1
      if tries & 63 == 0 { sched_yield() }
    }
  }

  private static func unlock(_ shard: UnsafeMutablePointer<Shard>) { deed_store(&shard.pointee.lock, 0) }

  private static func slot(of address: UInt, _ objects: UnsafeMutablePointer<Object>, _ capacity: Int) -> Int {
    var slot = Int(truncatingIfNeeded: hash(address) >> 20) & (capacity - 1)
    while objects[slot].address != 0, objects[slot].address != address { slot = (slot + 1) & (capacity - 1) }
    return slot
  }

  private static func find(_ address: UInt, in shard: UnsafeMutablePointer<Shard>) -> UnsafeMutablePointer<Object>? {
    guard let objects = shard.pointee.objects else { return nil }
    let place = objects + slot(of: address, objects, shard.pointee.capacity)
    return place.pointee.address == 0 ? nil : place
  }

  /// Doubles a shard; where most of it has ended, those that ended first are forgotten instead.
  private static func grow(_ shard: UnsafeMutablePointer<Shard>) -> Bool {
    let old = shard.pointee.objects
    let oldCapacity = shard.pointee.capacity
    var kept = 0
    for index in 0..<oldCapacity {
      if let object = old?[index], object.address != 0, object.destruction == 0 || object.isKept { kept += 1 }
    }
    let forgets = kept * 4 < oldCapacity && oldCapacity > 1 << 12
    let capacity = forgets ? oldCapacity : max(256, oldCapacity * 2)
    let bytes = capacity * MemoryLayout<Object>.stride
    guard let memory = OwnMemory.map(bytes) else { return false }
    let objects = memory.bindMemory(to: Object.self, capacity: capacity)
    var used = 0
    for index in 0..<oldCapacity {
      guard let object = old?[index], object.address != 0 else { continue }
      if forgets, object.destruction != 0, !object.isKept {
        _ = deed_add(&endedCount, UInt64.max)
        continue
      }
      objects[slot(of: object.address, objects, capacity)] = object
      used += 1
    }
    shard.pointee.objects = objects
    shard.pointee.capacity = capacity
    shard.pointee.used = used
    if let old { OwnMemory.unmap(old, oldCapacity * MemoryLayout<Object>.stride) }
    return true
  }

  /// In a child after fork a lock may be held by a thread that is no more.
  static func forget() {
    guard let shards else { return }
    for index in 0..<shardCount { shards[index].lock = 0 }
    Poison.forget()
  }
}
