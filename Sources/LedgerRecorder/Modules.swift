import RecorderSupport

/// Which file's code was mapped where: written at the start and again whenever a stack shows code that is new, so that
/// code which is unloaded later can still be named.
enum Modules {
  private struct Range {
    var low: UInt
    var high: UInt
  }

  private static let capacity = 2048
  /// From low to high.
  nonisolated(unsafe) private static var ranges: UnsafeMutablePointer<Range>?
  nonisolated(unsafe) private static var count = 0

  /// Reading without a lock may miss a range that is being added; then the map is written once too often.
  private static func range(of address: UInt) -> Range? {
    guard let ranges else { return nil }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].high <= address { low = middle + 1 } else { high = middle }
    }
    return low < count && ranges[low].low <= address ? ranges[low] : nil
  }

  static func covers(_ address: UInt) -> Bool { range(of: address) != nil }

  /// The code around an address: one part of one file.
  static func code(around address: UInt) -> Swift.Range<UInt>? {
    range(of: address).map { $0.low..<$0.high }
  }

  // MARK: Data

  nonisolated(unsafe) private static var parts: UnsafeMutablePointer<deed_range>?
  nonisolated(unsafe) private static var partCount = 0

  /// Asks the loader what is loaded where.
  static func findData() {
    if parts == nil {
      parts = malloc(capacity * MemoryLayout<deed_range>.stride)?.bindMemory(to: deed_range.self, capacity: capacity)
    }
    guard let parts else { return }
    partCount = Int(deed_find_ranges(parts, Int32(capacity)))
  }

  /// Whether something lies in a program's or library's own data, which nobody made and nobody ends. `findData` knows.
  static func isInFile(_ address: UInt) -> Bool {
    guard let parts else { return false }
    for index in 0..<partCount where parts[index].low <= address && address < parts[index].high { return true }
    return false
  }

  /// Copies /proc/self/maps into the trace and remembers its ranges.
  static func write() {
    withMaps { text, length in
      remember(text, length)
      TraceFile.writeChunk(
        kind: TraceFile.Kind.modules, thread: 0, used: 1, firstOrdinal: 0, dropped: 0, payload: UnsafeRawPointer(text),
        bytes: length)
    }
    writeBuilds()
  }

  /// Which builds they are of: a file that is built anew later has other functions at these places.
  private static func writeBuilds() {
    let most = 1024
    let bytes = most * MemoryLayout<deed_identity>.stride
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, deed_map_failed(memory) == 0 else { return }
    defer { munmap(memory, bytes) }
    let count = Int(deed_find_identities(memory.bindMemory(to: deed_identity.self, capacity: most), Int32(most)))
    TraceFile.writeChunk(
      kind: TraceFile.Kind.builds, thread: 0, used: UInt64(count), firstOrdinal: 0, dropped: 0, payload: memory,
      bytes: count * MemoryLayout<deed_identity>.stride)
  }

  static func withMaps(_ body: (UnsafeMutablePointer<UInt8>, Int) -> Void) {
    let descriptor = deed_open_read("/proc/self/maps")
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let limit = 1 << 20
    let memory = mmap(nil, limit, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, deed_map_failed(memory) == 0 else { return }
    defer { munmap(memory, limit) }
    let text = memory.bindMemory(to: UInt8.self, capacity: limit)
    var length = 0
    while length < limit {
      let got = read(descriptor, text + length, limit - length)
      if got <= 0 { break }
      length += got
    }
    body(text, length)
  }

  /// One line of the map.
  private struct Line {
    var low: UInt
    var high: UInt
    var isExecutable: Bool
    var name: Int
    var end: Int

  }

  private static func line(_ text: UnsafeMutablePointer<UInt8>, _ length: Int, _ at: inout Int) -> Line {
    let low = hexadecimal(text, length, &at)
    at += 1
    let high = hexadecimal(text, length, &at)
    // ` r-xp 00000000 08:01 1234    /path`
    let isExecutable = at + 3 < length && text[at + 3] == UInt8(ascii: "x")
    var fields = 0
    while at < length, text[at] != UInt8(ascii: "\n"), fields < 5 || text[at] == UInt8(ascii: " ") {
      if text[at] == UInt8(ascii: " "), at + 1 < length, text[at + 1] != UInt8(ascii: " ") { fields += 1 }
      at += 1
      if fields == 5 { break }
    }
    let name = at
    while at < length, text[at] != UInt8(ascii: "\n") { at += 1 }
    at += 1
    return Line(low: low, high: high, isExecutable: isExecutable, name: name, end: min(at - 1, length))
  }

  private static func remember(_ text: UnsafeMutablePointer<UInt8>, _ length: Int) {
    if ranges == nil {
      ranges = malloc(capacity * MemoryLayout<Range>.stride)?.bindMemory(to: Range.self, capacity: capacity)
    }
    guard let ranges else { return }
    count = 0
    var at = 0
    while at < length, count < capacity {
      let line = line(text, length, &at)
      if !line.isExecutable { continue }
      ranges[count] = Range(low: line.low, high: line.high)
      count += 1
    }
  }

  /// The name of the file at an address, without its folders, and the address as the file numbers it.
  static func withModule(of address: UInt, _ body: (UnsafePointer<UInt8>, Int, UInt) -> Void) {
    withMaps { text, length in
      var at = 0
      var first: Line?
      while at < length {
        let line = line(text, length, &at)
        if !isSameFile(first, line, text) { first = line }
        guard line.low <= address, address < line.high, let first, line.name < line.end else { continue }
        var name = line.name
        for place in line.name..<line.end where text[place] == UInt8(ascii: "/") { name = place + 1 }
        body(text + name, line.end - name, address - first.low)
        return
      }
      body(UnsafePointer(text), 0, address)
    }
  }

  private static func isSameFile(_ one: Line?, _ other: Line, _ text: UnsafeMutablePointer<UInt8>) -> Bool {
    guard let one, one.end - one.name == other.end - other.name else { return false }
    return memcmp(text + one.name, text + other.name, one.end - one.name) == 0
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
