import RecorderSupport

/// Events of eight bytes: what happened (2 bits), where (a stack's number, 18 bits), to what (the address without its
/// lowest three bits, 44 bits).
///
/// An event whose stack number is `Stacks.reserved` is special: the two bits say which, the 44 bits are its content.
enum Events {
  static let create: UInt64 = 0
  static let retain: UInt64 = 1
  static let release: UInt64 = 2
  static let destroy: UInt64 = 3

  enum Special {
    /// Microseconds since the trace began.
    static let time: UInt64 = 0
    /// A thread (its index, 14 bits) and an ordinal (30 bits): the next event comes after that thread's events up to
    /// there. All ones: after all of them. See `Shards`.
    static let after: UInt64 = 1
    /// The number of a checkpoint.
    static let checkpoint: UInt64 = 2
    /// An object's address without its lowest four bits (43 bits), and whether its holder owns it (1 bit): declared.
    static let declaration: UInt64 = 3
  }

  /// Counts an event, and says whether more is to be done with it: of that nobody pays who only counts.
  @inline(__always)
  static func count(
    _ operation: UInt64, in thread: UnsafeMutablePointer<deed_thread>, type: UnsafePointer<CChar>? = nil
  ) -> Bool {
    let buffer = thread.pointee.buffer.unsafelyUnwrapped
    switch operation {
    // A name that begins with = says what an object that is known already really is.
    case create where type?.pointee == CChar(bitPattern: UInt8(ascii: "=")): break
    case create:
      buffer.pointee.live &+= 1
      buffer.pointee.references &+= 1
    case retain: buffer.pointee.references &+= 1
    case release: buffer.pointee.references &-= 1
    default: buffer.pointee.live &-= 1
    }
    return Recorder.way >= (operation == retain || operation == release ? Recorder.Way.full : Recorder.Way.live)
  }

  /// The calling thread's first event.
  @inline(never)
  static func begin(
    _ operation: UInt64, _ object: UnsafeRawPointer, _ frame: UInt, _ type: UnsafePointer<CChar>? = nil
  ) {
    guard let thread = Threads.current, count(operation, in: thread, type: type) else { return }
    recordSlowly(operation, object, thread, frame, type)
  }

  /// The usual event has everything at hand, and calls nothing: what it needs stays in registers.
  @inline(__always)
  static func record(
    _ operation: UInt64, _ object: UnsafeRawPointer, _ thread: UnsafeMutablePointer<deed_thread>, frame: UInt,
    type: UnsafePointer<CChar>? = nil
  ) {
    let stack = Stacks.known(to: thread, frame: frame, type: type)
    let address = UInt64(UInt(bitPattern: object)) >> 3
    let buffer = thread.pointee.buffer.unsafelyUnwrapped
    guard stack != 0, Recorder.way <= Recorder.Way.full, Shards.isOwn(address, of: thread),
      buffer.pointee.used < thread.pointee.limit
    else { return recordSlowly(operation, object, thread, frame, type) }
    put(operation | UInt64(truncatingIfNeeded: stack) << 2 | address << 20, buffer, thread)
  }

  @inline(never)
  private static func recordSlowly(
    _ operation: UInt64, _ object: UnsafeRawPointer, _ thread: UnsafeMutablePointer<deed_thread>, _ frame: UInt,
    _ type: UnsafePointer<CChar>?
  ) {
    recordFurther(operation, object, Stacks.number(of: thread, frame: frame, type: type), thread)
  }

  static func recordFurther(
    _ operation: UInt64, _ object: UnsafeRawPointer, _ stack: Int, _ thread: UnsafeMutablePointer<deed_thread>
  ) {
    if Recorder.way > Recorder.Way.full, !watch(operation, object, stack, thread) { return }
    let address = UInt64(UInt(bitPattern: object)) >> 3
    Shards.take(address, for: thread)
    append(operation | UInt64(truncatingIfNeeded: stack) << 2 | address << 20, to: thread)
  }

  /// Whether the event is recorded as well.
  @inline(never)
  private static func watch(
    _ operation: UInt64, _ object: UnsafeRawPointer, _ stack: Int, _ thread: UnsafeMutablePointer<deed_thread>
  ) -> Bool {
    Watch.see(operation, object, stack, thread)
    switch Recorder.way & ~Recorder.Way.watching {
    case Recorder.Way.count: return false
    case Recorder.Way.live: return operation == create || operation == destroy
    default: return true
    }
  }

  static func append(_ event: UInt64, to thread: UnsafeMutablePointer<deed_thread>) {
    let buffer = thread.pointee.buffer.unsafelyUnwrapped
    if buffer.pointee.used >= thread.pointee.limit, !makeRoom(thread) { return }
    put(event, buffer, thread)
  }

  @inline(__always)
  private static func put(
    _ event: UInt64, _ buffer: UnsafeMutablePointer<deed_buffer>, _ thread: UnsafeMutablePointer<deed_thread>
  ) {
    let place = buffer.pointee.used
    // Taking the place before filling it lets a signal handler take the next one.
    buffer.pointee.used = place + 1
    deed_signal_fence()
    thread.pointee.events[Int(place)] = event
  }

  static func appendSpecial(_ kind: UInt64, _ content: UInt64, to thread: UnsafeMutablePointer<deed_thread>) {
    append(kind | UInt64(Stacks.reserved) << 2 | content << 20, to: thread)
  }

  static func appendMark(_ thread: UnsafeMutablePointer<deed_thread>) {
    appendSpecial(Special.time, (deed_now() - Recorder.beginning) / 1000, to: thread)
  }

  /// The buffer is full, a mark is due, or this is the event to stop at.
  @inline(never)
  private static func makeRoom(_ thread: UnsafeMutablePointer<deed_thread>) -> Bool {
    guard thread.pointee.depth == 0, Recorder.isEnabled else {
      // In a signal handler that came while this thread was here, or in the mark below.
      if !Threads.isFull(thread) { return true }
      thread.pointee.buffer.pointee.dropped += 1
      return false
    }
    thread.pointee.depth = 1
    defer { thread.pointee.depth = 0 }
    let savedError = deed_errno()
    let ordinal = thread.pointee.buffer.pointee.used
    if ordinal == Recorder.stopAt, ordinal > 0, thread.pointee.index == Recorder.stopThread { deed_trap() }
    if Threads.isFull(thread) { Threads.flush(thread) }
    let isMarkDue = ordinal % Threads.markInterval == 0
    Threads.setLimit(thread)
    if isMarkDue { appendMark(thread) }
    deed_set_errno(savedError)
    return Recorder.isEnabled
  }
}

/// Keeps the order of one object's events exact where several threads touch it.
///
/// Addresses fall into shards; a shard belongs to the thread that touched it last. A thread that finds another's name
/// there takes the shard over and writes down how far the other had come: the reader lets those events go first, and
/// the one that the other was just about to write. A thread alone with its objects only ever reads one word.
enum Shards {
  static let count = 1 << 16
  nonisolated(unsafe) private static var owners: UnsafeMutablePointer<UInt64>?
  /// A second thread records. Until then all shards are the first one's.
  nonisolated(unsafe) static var isShared = false

  static func start() -> Bool {
    let memory = calloc(count, 8)
    owners = memory?.bindMemory(to: UInt64.self, capacity: count)
    return memory != nil
  }

  /// Neighbours in memory stay neighbours here, and what lies at the same place of another arena goes elsewhere.
  @inline(__always)
  private static func place(of address: UInt64) -> UnsafeMutablePointer<UInt64> {
    let shard = Int(truncatingIfNeeded: (address >> 1) ^ ((address >> 20) &* 0x9E37_79B9)) & (count - 1)
    return owners.unsafelyUnwrapped + shard
  }

  @inline(__always)
  private static func name(of thread: UnsafeMutablePointer<deed_thread>) -> UInt64 { UInt64(thread.pointee.index) + 1 }

  /// Whether events of the object need no word about their order.
  @inline(__always)
  static func isOwn(_ address: UInt64, of thread: UnsafeMutablePointer<deed_thread>) -> Bool {
    !isShared || deed_load(place(of: address)) == name(of: thread)
  }

  static func take(_ address: UInt64, for thread: UnsafeMutablePointer<deed_thread>) {
    if !isOwn(address, of: thread) { takeOver(place(of: address), name(of: thread), thread) }
  }

  private static func takeOver(
    _ place: UnsafeMutablePointer<UInt64>, _ name: UInt64, _ thread: UnsafeMutablePointer<deed_thread>
  ) {
    var owner: UInt64
    repeat { owner = deed_load(place) } while deed_exchange_if(place, owner, name) == 0
    // What nobody has taken belongs to the first thread.
    owner = max(1, owner)
    guard owner != name else { return }
    let ordinal = Threads.ordinal(ofThread: Int(owner - 1)).map { $0 & 0x3FFF_FFFF } ?? 0x3FFF_FFFF
    let index = (owner - 1) & UInt64(Threads.indexCount - 1)
    Events.appendSpecial(Events.Special.after, index << 30 | ordinal, to: thread)
  }

  static func forget() {
    isShared = false
    if let owners { memset(owners, 0, count * 8) }
  }
}
