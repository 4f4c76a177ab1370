import RecorderSupport

/// Writes down what `Watch` finds. `deed record` reads it from the trace as it comes and names the places; where nobody reads,
/// as in a process that the program forked, it is told on standard error by files and offsets.
enum Mistakes {
  /// More would only repeat the same.
  private static let mostTold: UInt64 = 200
  nonisolated(unsafe) private static var told: UInt64 = 0
  nonisolated(unsafe) private static var known: UnsafeMutablePointer<UInt64>?
  private static let knownCount = 1024
  /// `deed record` reads this process's trace.
  nonisolated(unsafe) static var hasReader = false

  static func start() -> Bool {
    let memory = calloc(knownCount, 8)
    known = memory?.bindMemory(to: UInt64.self, capacity: knownCount)
    return memory != nil
  }

  static func tell(
    _ kind: UInt32, here: UInt32, _ object: Watch.Object, at address: UInt, offset: Int,
    _ thread: UnsafeMutablePointer<deed_thread>
  ) {
    guard isNew(UInt64(kind) << 40 ^ UInt64(here) << 20 ^ UInt64(object.creation) ^ 1 << 60) else { return }
    guard deed_add(&told, 1) < mostTold else { return }
    let ordinal = thread.pointee.buffer.pointee.used
    // Payload: kind, stack, stack of the creation, of the end; address, offset in the object, count.
    var payload: (UInt32, UInt32, UInt32, UInt32, UInt64, Int64, Int64) = (
      kind, here, object.creation, object.destruction, UInt64(address), Int64(offset), Int64(object.count)
    )
    withUnsafeBytes(of: &payload) {
      TraceFile.writeChunk(
        kind: TraceFile.Kind.mistake, thread: thread.pointee.index, used: ordinal, firstOrdinal: 0, dropped: 0,
        payload: $0.baseAddress, bytes: $0.count)
    }
    if !hasReader { print(kind, here, object, address, offset) }
  }

  /// Each kind of mistake at each place is told once.
  private static func isNew(_ key: UInt64) -> Bool {
    guard let known else { return false }
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 50) & (knownCount - 1)
    for _ in 0..<16 {
      if deed_load(known + slot) == key { return false }
      if deed_exchange_if(known + slot, 0, key) != 0 { return true }
      if deed_load(known + slot) == key { return false }
      slot = (slot + 1) & (knownCount - 1)
    }
    return false
  }

  private static func print(_ kind: UInt32, _ here: UInt32, _ object: Watch.Object, _ address: UInt, _ offset: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8192) { memory in
      var line = Line(memory)
      line.add("deed: ")
      if let type = Stacks.type(of: Int(object.creation)) { line.add(type) } else { line.add("an object") }
      if address != 0 {
        line.add(" at 0x")
        line.add(hexadecimal: address)
      }
      switch kind {
      case Watch.Mistake.belowZero: line.add(" is released more often than it was retained\n")
      case Watch.Mistake.releaseAfterEnd: line.add(" is released after its end\n")
      case Watch.Mistake.retainAfterEnd: line.add(" is retained after its end\n")
      case Watch.Mistake.endAfterEnd: line.add(" is destroyed twice\n")
      case Watch.Mistake.writtenAfterEnd:
        line.add(" was written to after its end, at byte 0x")
        line.add(hexadecimal: UInt(bitPattern: offset))
        line.add("\n")
      default: line.add(" is used after its end, and the program crashes\n")
      }
      line.add(stack: Int(here), title: "  here     ")
      line.add(stack: Int(object.destruction), title: "  destroyed")
      line.add(stack: Int(object.creation), title: "  created  ")
      line.write()
    }
  }
}

/// Text in a buffer of fixed size, without the formatting functions that are not safe everywhere.
private struct Line {
  private let memory: UnsafeMutableBufferPointer<UInt8>
  private var count = 0

  init(_ memory: UnsafeMutableBufferPointer<UInt8>) { self.memory = memory }

  private mutating func add(byte: UInt8) {
    guard count < memory.count else { return }
    memory[count] = byte
    count += 1
  }

  mutating func add(_ text: StaticString) {
    for index in 0..<text.utf8CodeUnitCount { add(byte: text.utf8Start[index]) }
  }

  mutating func add(_ text: UnsafePointer<CChar>) {
    for index in 0..<min(strlen(text), 200) { add(byte: UInt8(bitPattern: text[index])) }
  }

  mutating func add(hexadecimal number: UInt) {
    var shift = max(0, (UInt.bitWidth - number.leadingZeroBitCount - 1) & ~3)
    while shift >= 0 {
      let digit = UInt8(truncatingIfNeeded: number >> UInt(shift) & 15)
      add(byte: digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      shift -= 4
    }
  }

  /// `program+0x1a2b`, which addr2line takes.
  mutating func add(stack: Int, title: StaticString) {
    guard stack != 0, let frames = Stacks.frames(of: stack) else { return }
    add(title)
    for index in 0..<frames.count {
      add(" ")
      Modules.withModule(of: frames.addresses[index] &- 1) { name, length, offset in
        for place in 0..<length { add(byte: name[place]) }
        add("+0x")
        add(hexadecimal: offset)
      }
    }
    add("\n")
  }

  func write() { _ = RecorderSupport.write(2, memory.baseAddress, count) }
}
