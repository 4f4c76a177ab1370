import RecorderSupport

/// The recorder of one process: begins by itself when the library is loaded under `deed record`, and otherwise does
/// nothing.
///
/// Embedded Swift on libc alone. Knows nothing of symbols, pairing or reports: it writes what happened, and `deed
/// ledger` reads it.
enum Recorder {
  enum Mode { case count, live, full }

  nonisolated(unsafe) static var isEnabled = false
  nonisolated(unsafe) static var mode = Mode.full
  nonisolated(unsafe) static var beginning: UInt64 = 0
  nonisolated(unsafe) static var stopAt: UInt64 = 0
  nonisolated(unsafe) static var stopThread: UInt32 = 0
  /// Whether the end of the trace tells who points to whom.
  nonisolated(unsafe) private static var looksAtMemory = true
  nonisolated(unsafe) static var checkpoints: UInt64 = 0
  nonisolated(unsafe) private static var path: UnsafeMutablePointer<CChar>?

  static func start() {
    guard let path = deed_getenv("DEED_LEDGER"), path.pointee != 0 else { return }
    Recorder.path = strdup(path)
    if let name = deed_getenv("DEED_LEDGER_MODE") {
      if strcmp(name, "count") == 0 { mode = .count }
      if strcmp(name, "live") == 0 { mode = .live }
    }
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
    guard Stacks.start(), Shards.start(), Threads.start(), open(parent: 0) else { return }
    pthread_atfork(nil, nil) { Recorder.continueInChild() }
    isEnabled = true
  }

  /// A new file for this process; another process's trace is never overwritten.
  private static func open(parent: UInt64) -> Bool {
    guard let path else { return false }
    var descriptor = parent == 0 ? deed_open_new(path) : -1
    if descriptor < 0, parent != 0 || deed_errno() == deed_error_exists() {
      descriptor = withUnsafeTemporaryAllocation(of: CChar.self, capacity: strlen(path) + 24) { name in
        guard let base = name.baseAddress else { return -1 }
        strcpy(base, path)
        append(UInt64(getpid()), to: base + strlen(path))
        return deed_open_new(base)
      }
    }
    guard descriptor >= 0 else {
      TraceFile.complain("deed: the trace cannot be opened; the program goes on without being recorded\n")
      return false
    }
    TraceFile.descriptor = descriptor
    TraceFile.cursor = 0
    TraceFile.failed = 0
    beginning = deed_now()
    // Payload: version, process, parent, wall clock at the beginning, mode.
    var header: (UInt64, UInt64, UInt64, UInt64, UInt64) = (1, UInt64(getpid()), parent, deed_wall_clock(), modeNumber)
    withUnsafeBytes(of: &header) {
      TraceFile.writeChunk(
        kind: TraceFile.Kind.header, thread: 0, used: 1, firstOrdinal: 0, dropped: 0, payload: $0.baseAddress,
        bytes: $0.count)
    }
    Modules.write()
    return TraceFile.failed == 0
  }

  private static var modeNumber: UInt64 {
    switch mode {
    case .count: 0
    case .live: 1
    case .full: 2
    }
  }

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
    isEnabled = false
    close(TraceFile.descriptor)
    Threads.forget()
    Shards.forget()
    Modules.forget()
    guard Stacks.start() else { return }
    isEnabled = open(parent: UInt64(getppid()))
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
    if mode == .full, looksAtMemory { Memory.write() }
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
