import RecorderSupport

/// The recorder of one process: begins by itself when the library is loaded under `deed record`, and otherwise does
/// nothing.
///
/// Embedded Swift on libc alone. Knows nothing of symbols, pairing or reports: it writes what happened, and `deed
/// ledger` reads it.
enum Recorder {
  /// What is done with an event, in one word, since each event asks for it.
  enum Way {
    static let off: UInt32 = 0
    static let count: UInt32 = 1
    static let live: UInt32 = 2
    static let full: UInt32 = 3
    /// Added to another: mistakes are told at once.
    static let watching: UInt32 = 4
  }

  nonisolated(unsafe) static var way = Way.off
  /// What it is while it is not off.
  nonisolated(unsafe) private static var chosenWay = Way.full
  @inline(__always) static var isEnabled: Bool { way != Way.off }
  nonisolated(unsafe) static var beginning: UInt64 = 0
  nonisolated(unsafe) static var stopAt: UInt64 = 0
  nonisolated(unsafe) static var stopThread: UInt32 = 0
  /// Whether the end of the trace tells who points to whom.
  nonisolated(unsafe) private static var looksAtMemory = true
  nonisolated(unsafe) static var checkpoints: UInt64 = 0
  nonisolated(unsafe) private static var path: UnsafeMutablePointer<CChar>?
  nonisolated(unsafe) private static var openLock = pthread_mutex_t()
  /// The one that `deed record` started; so are all where nobody reads along.
  nonisolated(unsafe) private static var isFirstProcess = true
  nonisolated(unsafe) private static var forkedFrom: UInt64 = 0

  static func start() {
    guard let path = deed_getenv("DEED_LEDGER"), path.pointee != 0 else { return }
    Recorder.path = strdup(path)
    if let name = deed_getenv("DEED_LEDGER_MODE") {
      if strcmp(name, "count") == 0 { chosenWay = Way.count }
      if strcmp(name, "live") == 0 { chosenWay = Way.live }
    }
    let watching = deed_getenv("DEED_LEDGER_WATCH").map { Int32(strtol($0, nil, 10)) } ?? 0
    if watching > 0 { chosenWay += Way.watching }
    if let reader = deed_getenv("DEED_LEDGER_READER") { isFirstProcess = strtol(reader, nil, 10) == getppid() }
    if let text = deed_getenv("DEED_LEDGER_MEMORY"), strcmp(text, "0") == 0 { looksAtMemory = false }
    if let text = deed_getenv("DEED_LEDGER_STOP") {
      var rest: UnsafeMutablePointer<CChar>?
      let number = strtoull(text, &rest, 10)
      if let rest, rest.pointee == CChar(bitPattern: UInt8(ascii: ":")) {
        stopThread = UInt32(truncatingIfNeeded: number)
        stopAt = UInt64(strtoull(rest + 1, nil, 10))
      } else {
        stopAt = UInt64(number)
      }
    }
    guard Stacks.start(), Shards.start(), Threads.start() else { return }
    if watching > 0, !Watch.start() || watching > 1 && !Poison.start() { return }
    pthread_atfork(nil, nil) { Recorder.continueInChild() }
    way = chosenWay
  }

  /// Opens the trace with the first event: processes in which nothing is recorded, as a shell's, leave none. The first of
  /// all has the name that was asked for; others have their number behind it.
  static func open() -> Bool {
    pthread_mutex_lock(&openLock)
    defer { pthread_mutex_unlock(&openLock) }
    if TraceFile.descriptor >= 0 { return true }
    guard let path, TraceFile.failed == 0 else { return false }
    var descriptor = deed_open_new(path)
    Mistakes.hasReader = descriptor >= 0 && isFirstProcess
    // One process may become several programs, one after the other.
    for attempt in 1...1000 where descriptor < 0 && deed_errno() == deed_error_exists() {
      descriptor = withUnsafeTemporaryAllocation(of: CChar.self, capacity: strlen(path) + 48) { name in
        guard let base = name.baseAddress else { return -1 }
        strcpy(base, path)
        append(UInt64(getpid()), to: base + strlen(base))
        if attempt > 1 { append(UInt64(attempt), to: base + strlen(base)) }
        return deed_open_new(base)
      }
    }
    guard descriptor >= 0 else {
      TraceFile.failed = 1
      TraceFile.complain("deed: the trace cannot be opened; the program goes on without being recorded\n")
      return false
    }
    TraceFile.descriptor = descriptor
    TraceFile.cursor = 0
    beginning = deed_now()
    // Payload: version, process, parent, wall clock at the beginning, mode.
    var header: (UInt64, UInt64, UInt64, UInt64, UInt64) = (
      2, UInt64(getpid()), forkedFrom, deed_wall_clock(), modeNumber
    )
    withUnsafeBytes(of: &header) {
      TraceFile.writeChunk(
        kind: TraceFile.Kind.header, thread: 0, used: 1, firstOrdinal: 0, dropped: 0, payload: $0.baseAddress,
        bytes: $0.count)
    }
    Modules.write()
    return TraceFile.failed == 0
  }

  private static var modeNumber: UInt64 { UInt64((chosenWay & ~Way.watching) - Way.count) }

  /// `.123`, without the formatting functions that are not safe everywhere.
  private static func append(_ number: UInt64, to end: UnsafeMutablePointer<CChar>) {
    var digits = 1
    var rest = number
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    end[0] = CChar(bitPattern: UInt8(ascii: "."))
    rest = number
    for place in stride(from: digits, to: 0, by: -1) {
      end[place] = CChar(bitPattern: UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    }
    end[digits + 1] = 0
  }

  private static func continueInChild() {
    guard isEnabled else { return }
    way = Way.off
    if TraceFile.descriptor >= 0 { close(TraceFile.descriptor) }
    TraceFile.descriptor = -1
    TraceFile.failed = 0
    pthread_mutex_init(&openLock, nil)
    isFirstProcess = false
    forkedFrom = UInt64(getppid())
    Threads.forget()
    Shards.forget()
    Modules.forget()
    Watch.forget()
    OwnMemory.forget()
    // The objects that are known stay so, and with them the stacks that they name.
    if Stacks.start() { way = chosenWay }
  }

  static func checkpoint(_ name: UnsafePointer<CChar>, isCommit: Bool = false) {
    guard let thread = Threads.current else { return }
    let number = deed_add(&checkpoints, 1)
    TraceFile.writeChunk(
      kind: TraceFile.Kind.checkpoint, thread: thread.pointee.index, used: number, firstOrdinal: isCommit ? 1 : 0,
      dropped: 0,
      payload: UnsafeRawPointer(name), bytes: min(strlen(name), 4096))
    Events.appendSpecial(Events.Special.checkpoint, number, to: thread)
  }

  /// The totals, for a trace that came to its end; what is buffered is in the file already.
  static func end() {
    guard isEnabled else { return }
    // A run without any event has a trace that says so.
    guard TraceFile.descriptor >= 0 || isFirstProcess && open() else { return }
    Poison.checkAll()
    if chosenWay & Way.full == Way.full, looksAtMemory { Memory.write() }
    var totals: (Int, Int) = (Threads.total { $0.live }, Threads.total { $0.references })
    withUnsafeBytes(of: &totals) {
      TraceFile.writeChunk(
        kind: TraceFile.Kind.end, thread: 0, used: 1, firstOrdinal: 0, dropped: 0, payload: $0.baseAddress,
        bytes: $0.count)
    }
  }
}

@section(".init_array") @used let recorderBegins: @convention(c) () -> Void = { Recorder.start() }
@section(".fini_array") @used let recorderEnds: @convention(c) () -> Void = { Recorder.end() }
