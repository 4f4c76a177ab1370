import RecorderSupport

/// Each thread's buffer: a part of the trace file, mapped, into which events are stored one after the other.
enum Threads {
  static let bufferBytes = 1 << 19
  static let capacity = UInt64((bufferBytes - TraceFile.headBytes) / 8)
  /// A time mark stands before every so many events.
  static let markInterval: UInt64 = 256

  nonisolated(unsafe) static var count: UInt64 = 0
  /// All threads that ever recorded, for the totals; and those that have ended, whose buffers may be used again.
  nonisolated(unsafe) static var all: UnsafeMutablePointer<deed_thread>?
  nonisolated(unsafe) static var lock = pthread_mutex_t()
  nonisolated(unsafe) static var free: UnsafeMutablePointer<deed_thread>?
  nonisolated(unsafe) static var key = pthread_key_t()

  static func start() -> Bool {
    pthread_mutex_init(&lock, nil)
    pthread_key_create(&key) { Threads.end($0) }
    let memory = calloc(indexCount, 8)
    byIndex = memory?.bindMemory(to: UInt64.self, capacity: indexCount)
    return memory != nil
  }

  /// The calling thread's state; nil before its first event.
  @inline(__always) static var known: UnsafeMutablePointer<deed_thread>? { deed_thread_slot().pointee }

  /// The same, made at the first event; nil where nothing can be recorded.
  @inline(__always) static var current: UnsafeMutablePointer<deed_thread>? { known ?? begin() }

  @inline(never) private static func begin() -> UnsafeMutablePointer<deed_thread>? {
    guard Recorder.isEnabled else { return nil }
    // Signals wait: a handler that recorded here would begin the same thread twice.
    var blocked = sigset_t()
    var before = sigset_t()
    sigfillset(&blocked)
    pthread_sigmask(SIG_SETMASK, &blocked, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    if let known { return known }
    guard Recorder.open() else {
      Recorder.way = Recorder.Way.off
      return nil
    }
    guard let thread = reused() ?? made() else {
      TraceFile.fail()
      return nil
    }
    let index = UInt32(truncatingIfNeeded: deed_add(&count, 1))
    if index > 0, !Shards.isShared {
      Shards.isShared = true
      deed_tell_threads()
    }
    thread.pointee.index = index
    thread.pointee.depth = 0
    thread.pointee.buffer.pointee.magic = TraceFile.magic
    thread.pointee.buffer.pointee.kind = TraceFile.Kind.events
    thread.pointee.buffer.pointee.thread = index
    thread.pointee.buffer.pointee.capacity = UInt32(bufferBytes - TraceFile.headBytes)
    thread.pointee.buffer.pointee.events_before += thread.pointee.buffer.pointee.used
    thread.pointee.buffer.pointee.used = 0
    thread.pointee.buffer.pointee.first_ordinal = 0
    thread.pointee.buffer.pointee.dropped = 0
    thread.pointee.events = storage(of: thread)
    if let byIndex { deed_store(byIndex + Int(index) % indexCount, UInt64(UInt(bitPattern: thread))) }
    findStack(thread)
    setLimit(thread)
    deed_thread_slot().pointee = thread
    pthread_setspecific(key, thread)
    Events.appendMark(thread)
    return thread
  }

  private static func reused() -> UnsafeMutablePointer<deed_thread>? {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    guard let thread = free else { return nil }
    free = thread.pointee.next
    return thread
  }

  private static func made() -> UnsafeMutablePointer<deed_thread>? {
    // Mapped places must lie on page boundaries.
    var offset: UInt64
    repeat {
      offset = deed_load(&TraceFile.cursor)
    } while deed_exchange_if(&TraceFile.cursor, offset, ((offset + 4095) & ~4095) + UInt64(bufferBytes)) == 0
    offset = (offset + 4095) & ~4095
    // Room is taken now: a store into a mapped page without room behind it would end the process.
    guard posix_fallocate(TraceFile.descriptor, off_t(offset), off_t(bufferBytes)) == 0 else { return nil }
    let mapped = mmap(nil, bufferBytes, PROT_READ | PROT_WRITE, MAP_SHARED, TraceFile.descriptor, off_t(offset))
    guard let mapped, deed_map_failed(mapped) == 0,
      let memory = OwnMemory.map(MemoryLayout<deed_thread>.size)
    else { return nil }
    let thread = memory.bindMemory(to: deed_thread.self, capacity: 1)
    thread.pointee.buffer = mapped.bindMemory(to: deed_buffer.self, capacity: 1)
    thread.pointee.buffer.pointee.events_before = 1
    thread.pointee.file_offset = offset
    pthread_mutex_lock(&lock)
    thread.pointee.next = nil
    Threads.remember(thread)
    pthread_mutex_unlock(&lock)
    return thread
  }

  /// The thread states are few and never freed: a list of pages would be more than an array that doubles.
  nonisolated(unsafe) private static var states: UnsafeMutablePointer<UnsafeMutablePointer<deed_thread>>?
  nonisolated(unsafe) private static var stateCount = 0
  nonisolated(unsafe) private static var stateCapacity = 0

  private static func remember(_ thread: UnsafeMutablePointer<deed_thread>) {
    if stateCount == stateCapacity {
      stateCapacity = stateCapacity == 0 ? 64 : stateCapacity * 2
      let bytes = stateCapacity * MemoryLayout<UnsafeMutablePointer<deed_thread>>.stride
      guard let grown = realloc(states, bytes) else { return }
      states = grown.bindMemory(to: UnsafeMutablePointer<deed_thread>.self, capacity: stateCapacity)
    }
    states?[stateCount] = thread
    stateCount += 1
  }

  /// Sums over all threads, those that have ended too.
  static func total(_ amount: (deed_buffer) -> Int64) -> Int {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    var sum: Int64 = 0
    for index in 0..<stateCount {
      if let buffer = states?[index].pointee.buffer { sum += amount(buffer.pointee) }
    }
    return Int(sum)
  }

  private static func findStack(_ thread: UnsafeMutablePointer<deed_thread>) {
    var attributes = pthread_attr_t()
    var low: UnsafeMutableRawPointer?
    var size = 0
    guard pthread_getattr_np(pthread_self(), &attributes) == 0 else { return }
    if pthread_attr_getstack(&attributes, &low, &size) == 0, let low {
      thread.pointee.stack_low = UInt(bitPattern: low)
      thread.pointee.stack_high = thread.pointee.stack_low + UInt(size)
    }
    pthread_attr_destroy(&attributes)
  }

  private static func storage(of thread: UnsafeMutablePointer<deed_thread>) -> UnsafeMutablePointer<UInt64> {
    (UnsafeMutableRawPointer(thread.pointee.buffer.unsafelyUnwrapped) + TraceFile.headBytes)
      .assumingMemoryBound(to: UInt64.self)
  }

  /// Up to the next mark, the end of the buffer, or the event at which the program is to stop.
  static func setLimit(_ thread: UnsafeMutablePointer<deed_thread>) {
    let used = thread.pointee.buffer.pointee.used
    var limit = min(thread.pointee.buffer.pointee.first_ordinal + capacity, (used / markInterval + 1) * markInterval)
    if Recorder.stopThread == thread.pointee.index, Recorder.stopAt > used { limit = min(limit, Recorder.stopAt) }
    thread.pointee.limit = limit
  }

  static func isFull(_ thread: UnsafeMutablePointer<deed_thread>) -> Bool {
    thread.pointee.buffer.pointee.used - thread.pointee.buffer.pointee.first_ordinal >= capacity
  }

  /// Copies a full buffer to its final place and begins it anew.
  static func flush(_ thread: UnsafeMutablePointer<deed_thread>) {
    guard let buffer = thread.pointee.buffer else { return }
    let first = buffer.pointee.first_ordinal
    let used = buffer.pointee.used
    guard used > first else { return }
    let events = storage(of: thread)
    let count = Int(used - first)
    if thread.pointee.packed == nil { thread.pointee.packed = room() }
    let packed = thread.pointee.packed.map { Packing.pack(events, count, into: $0) } ?? 0
    TraceFile.writeChunk(
      kind: packed > 0 ? TraceFile.Kind.packedEvents : TraceFile.Kind.events, thread: thread.pointee.index, used: used,
      firstOrdinal: first, dropped: buffer.pointee.dropped,
      payload: packed > 0 ? UnsafeRawPointer(thread.pointee.packed) : UnsafeRawPointer(events),
      bytes: packed > 0 ? packed : count * 8)
    buffer.pointee.first_ordinal = used
    buffer.pointee.dropped = 0
    thread.pointee.events = storage(of: thread) - Int(used)
  }

  /// Where a buffer's events are packed; shared memory, which is not looked at for the program's words.
  private static func room() -> UnsafeMutableRawPointer? {
    let memory = mmap(nil, bufferBytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)
    guard let memory, deed_map_failed(memory) == 0 else { return nil }
    return memory
  }

  // MARK: Stacks of threads that have ended

  /// In place of a depth.
  private static let isDead = UInt32.max

  /// The stacks of threads that have ended stay mapped for the next ones; what is on them holds nothing.
  static func endOfDeadStack(_ address: UInt) -> UInt? {
    for index in 0..<stateCount {
      guard let thread = states?[index].pointee, thread.depth == isDead, isDeadStack(thread) else { continue }
      if thread.stack_low <= address, address < thread.stack_high { return thread.stack_high }
    }
    return nil
  }

  static func startOfDeadStack(behind address: UInt, before end: UInt) -> UInt {
    var start = end
    for index in 0..<stateCount {
      guard let thread = states?[index].pointee, thread.depth == isDead, isDeadStack(thread) else { continue }
      if thread.stack_low > address, thread.stack_low < start { start = thread.stack_low }
    }
    return start
  }

  /// Whether no living thread has taken the stack over.
  private static func isDeadStack(_ dead: deed_thread) -> Bool {
    for index in 0..<stateCount {
      guard let thread = states?[index].pointee, thread.depth != isDead else { continue }
      if thread.stack_low < dead.stack_high, dead.stack_low < thread.stack_high { return false }
    }
    return true
  }

  // MARK: How far the others have come

  static let indexCount = 1 << 14
  nonisolated(unsafe) private static var byIndex: UnsafeMutablePointer<UInt64>?

  /// The ordinal of a thread's next event; nil where the thread has ended, and all its events are before now.
  static func ordinal(ofThread index: Int) -> UInt64? {
    guard let byIndex else { return nil }
    let address = UInt(deed_load(byIndex + index % indexCount))
    guard let thread = UnsafeMutablePointer<deed_thread>(bitPattern: address), thread.pointee.index == UInt32(index),
      let buffer = thread.pointee.buffer
    else { return nil }
    return buffer.pointee.used
  }

  /// A thread has ended: its events go to their place, and its buffer to whoever comes next.
  static func end(_ state: UnsafeMutableRawPointer?) {
    guard let thread = state?.assumingMemoryBound(to: deed_thread.self) else { return }
    deed_thread_slot().pointee = nil
    if let byIndex { deed_store(byIndex + Int(thread.pointee.index) % indexCount, 0) }
    if Recorder.isEnabled { flush(thread) }
    thread.pointee.depth = isDead
    pthread_mutex_lock(&lock)
    thread.pointee.next = free
    free = thread
    pthread_mutex_unlock(&lock)
  }

  /// In a child after fork: the buffers belong to the parent's file, and only this thread is left.
  static func forget() {
    pthread_mutex_init(&lock, nil)
    deed_thread_slot().pointee = nil
    free = nil
    states = nil
    stateCount = 0
    stateCapacity = 0
    count = 0
    if let byIndex { memset(byIndex, 0, indexCount * 8) }
  }
}
