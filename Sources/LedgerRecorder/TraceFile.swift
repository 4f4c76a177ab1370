import RecorderSupport

/// The trace on disk, as the recorder sees it: places in the file are handed out by one counter, and each thread writes
/// to its own places, so nothing is locked.
///
/// Every chunk begins on a 64-byte boundary with a head that says its kind and size. A hole that a killed process left
/// is zeros, and the reader goes on at the next head.
enum TraceFile {
  static let magic: UInt32 = 0x4345_4544  // "DEEC"
  static let headBytes = 64

  enum Kind {
    static let header: UInt32 = 1
    static let events: UInt32 = 2
    static let stack: UInt32 = 3
    static let modules: UInt32 = 4
    static let checkpoint: UInt32 = 5
    static let end: UInt32 = 6
    static let memory: UInt32 = 7
    static let mistake: UInt32 = 8
    static let builds: UInt32 = 9
    static let packedEvents: UInt32 = 10
  }

  nonisolated(unsafe) static var descriptor: Int32 = -1
  nonisolated(unsafe) static var cursor: UInt64 = 0
  nonisolated(unsafe) static var failed: UInt64 = 0

  static func reserve(_ bytes: Int) -> UInt64 {
    deed_add(&cursor, UInt64((bytes + 63) & ~63))
  }

  /// Writes a whole chunk; `payload` follows the head.
  static func writeChunk(
    kind: UInt32, thread: UInt32, used: UInt64, firstOrdinal: UInt64, dropped: UInt64, payload: UnsafeRawPointer?,
    bytes: Int
  ) {
    let offset = reserve(headBytes + bytes)
    var head = deed_buffer()
    head.magic = magic
    head.kind = kind
    head.thread = thread
    head.capacity = UInt32(truncatingIfNeeded: bytes)
    head.used = used
    head.first_ordinal = firstOrdinal
    head.dropped = dropped
    // The head goes last: a chunk whose head is there is whole.
    if let payload { write(payload, bytes, at: offset + UInt64(headBytes)) }
    withUnsafePointer(to: &head) { write($0, headBytes, at: offset) }
  }

  static func write(_ bytes: UnsafeRawPointer, _ count: Int, at offset: UInt64) {
    var done = 0
    while done < count {
      let written = pwrite(descriptor, bytes + done, count - done, off_t(offset) + off_t(done))
      if written > 0 {
        done += written
      } else if written < 0 && deed_errno() == deed_error_interrupted() {
        continue
      } else {
        fail()
        return
      }
    }
  }

  /// No room, or the file is gone: one line, and the program goes on without being recorded.
  static func fail() {
    guard deed_exchange_if(&failed, 0, 1) != 0 else { return }
    Recorder.way = Recorder.Way.off
    complain("deed: the trace cannot be written (no space left?); recording stops here, the program goes on\n")
  }

  static func complain(_ message: StaticString) {
    _ = RecorderSupport.write(2, message.utf8Start, message.utf8CodeUnitCount)
  }
}
