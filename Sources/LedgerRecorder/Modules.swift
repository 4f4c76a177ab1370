import RecorderSupport

/// Which file's code was mapped where: written at the start and again whenever a stack shows code that is new, so that
/// code which is unloaded later can still be named.
enum Modules {
  private static let capacity = 512
  nonisolated(unsafe) private static var ranges: UnsafeMutablePointer<(UInt, UInt)>?
  nonisolated(unsafe) private static var count = 0

  /// Reading without a lock may miss a range that is being added; then the map is written once too often.
  static func covers(_ address: UInt) -> Bool {
    guard let ranges else { return false }
    for index in 0..<count where ranges[index].0 <= address && address < ranges[index].1 { return true }
    return false
  }

  /// Copies /proc/self/maps into the trace and remembers its executable ranges.
  static func write() {
    let descriptor = deed_open_read("/proc/self/maps")
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let limit = 1 << 20
    guard let text = malloc(limit)?.bindMemory(to: UInt8.self, capacity: limit) else { return }
    defer { free(text) }
    var length = 0
    while length < limit {
      let got = read(descriptor, text + length, limit - length)
      if got <= 0 { break }
      length += got
    }
    remember(text, length)
    TraceFile.writeChunk(
      kind: TraceFile.Kind.modules, thread: 0, used: 1, firstOrdinal: 0, dropped: 0, payload: UnsafeRawPointer(text),
      bytes: length)
  }

  private static func remember(_ text: UnsafeMutablePointer<UInt8>, _ length: Int) {
    if ranges == nil {
      ranges = malloc(capacity * MemoryLayout<(UInt, UInt)>.stride)?
        .bindMemory(to: (UInt, UInt).self, capacity: capacity)
    }
    guard let ranges else { return }
    count = 0
    var at = 0
    while at < length, count < capacity {
      let low = hexadecimal(text, length, &at)
      at += 1
      let high = hexadecimal(text, length, &at)
      // ` r-xp`
      let isExecutable = at + 3 < length && text[at + 3] == UInt8(ascii: "x")
      if isExecutable {
        ranges[count] = (low, high)
        count += 1
      }
      while at < length, text[at] != UInt8(ascii: "\n") { at += 1 }
      at += 1
    }
  }

  static func hexadecimal(_ text: UnsafeMutablePointer<UInt8>, _ length: Int, _ at: inout Int) -> UInt {
    var value: UInt = 0
    while at < length {
      let byte = text[at]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt(byte - UInt8(ascii: "a") + 10)
      default: return value
      }
      at += 1
    }
    return value
  }

  static func forget() { count = 0 }
}
