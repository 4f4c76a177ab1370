import Foundation

extension Trace {
  static let magic: UInt32 = 0x4345_4544
  static let headBytes = 64

  public init(contentsOf path: String) throws(TraceError) {
    // What is wrong with a file the system says in a few words; Foundation needs a sentence, and of a folder says nothing.
    guard let file = fopen(path, "r") else {
      throw TraceError(path: path, message: "cannot be read: \(String(cString: strerror(errno)))")
    }
    fclose(file)
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw TraceError(path: path, message: "is a folder, not a trace")
    }
    guard let data = Self.mapped(path) else { throw TraceError(path: path, message: "cannot be read") }
    try self.init(path: path, bytes: data, isMapped: true)
  }

  /// Whether nothing else than a trace would be lost if a file of that name were written.
  public static func mayReplace(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path), let head = try? file.read(upToCount: 4) else { return true }
    return head.isEmpty || head.elementsEqual(withUnsafeBytes(of: magic.littleEndian) { Array($0) })
  }

  private static func mapped(_ path: String) -> Data? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    let count = Int(status.st_size)
    // No mapping is empty.
    if count == 0 { return Data() }
    guard let memory = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), memory != MAP_FAILED else { return nil }
    return Data(bytesNoCopy: memory, count: count, deallocator: .unmap)
  }

  /// Gives memory back in which a part of the file lies; it is read again when it is asked for. A trace may be larger than what is to
  /// be known of it.
  func forget(_ part: Range<Int>) {
    guard isMapped else { return }
    bytes.withUnsafeBytes { whole in
      let page = Int(getpagesize())
      let (start, end) = ((part.lowerBound + page - 1) / page * page, min(part.upperBound, whole.count) / page * page)
      guard start < end, let memory = whole.baseAddress else { return }
      _ = madvise(UnsafeMutableRawPointer(mutating: memory + start), end - start, MADV_DONTNEED)
    }
  }

  /// Reads a trace that is in memory.
  public init(path: String, bytes: Data) throws(TraceError) { try self.init(path: path, bytes: bytes, isMapped: false) }

  private init(path: String, bytes: Data, isMapped: Bool) throws(TraceError) {
    self.path = path
    self.bytes = bytes
    self.isMapped = isMapped
    let reader = Reader(path: path, bytes: bytes)
    let heads = try reader.heads()
    guard let first = heads.first, first.kind == .header, first.offset == 0 else {
      throw TraceError(path: path, offset: 0, message: "is no trace of deed record")
    }
    for head in heads { try take(head, reader) }
    for thread in runs.indices { runs[thread].sort { $0.firstOrdinal < $1.firstOrdinal } }
    // What lies around the heads was read with them.
    forget(0..<bytes.count)
  }

  enum Kind: UInt32 { case header = 1, events, stack, modules, checkpoint, end, memory, mistake, builds, packedEvents }

  private struct Head {
    var kind: Kind
    var offset: Int
    var thread: Int
    var capacity: Int
    var used: UInt64
    var firstOrdinal: UInt64
    var dropped: UInt64
    var payload: Int { offset + Trace.headBytes }
  }

  private mutating func take(_ head: Head, _ reader: Reader) throws(TraceError) {
    func refuse(_ message: String) -> TraceError { TraceError(path: path, offset: head.offset, message: message) }
    switch head.kind {
    case .header:
      guard head.capacity >= 40 else { throw refuse("the header is damaged") }
      guard reader.word(head.payload) == 2 else { throw refuse("is of another version of deed; record again") }
      process = Int(truncatingIfNeeded: reader.word(head.payload + 8))
      parent = Int(truncatingIfNeeded: reader.word(head.payload + 16))
      guard let mode = Mode(rawValue: Int(truncatingIfNeeded: reader.word(head.payload + 32))) else {
        throw refuse("the header is damaged")
      }
      self.mode = mode
    case .events:
      guard head.used >= head.firstOrdinal, head.used - head.firstOrdinal <= UInt64(head.capacity / 8),
        head.thread < 1 << 24
      else { throw refuse("events are damaged") }
      while runs.count <= head.thread { runs.append([]) }
      dropped += Int(truncatingIfNeeded: head.dropped)
      if head.used > head.firstOrdinal {
        runs[head.thread].append(
          Run(
            thread: head.thread, firstOrdinal: head.firstOrdinal, offset: head.payload,
            count: Int(head.used - head.firstOrdinal)))
      }
    case .packedEvents:
      let most = UInt64(head.capacity / 4)
      guard head.used >= head.firstOrdinal, head.used - head.firstOrdinal <= most, head.thread < 1 << 24 else {
        throw refuse("events are damaged")
      }
      var run = Run(
        thread: head.thread, firstOrdinal: head.firstOrdinal, offset: head.payload,
        count: Int(head.used - head.firstOrdinal), packedBytes: head.capacity)
      // Where the file was cut; elsewhere what is damaged shows when it is unpacked.
      if head.payload + head.capacity >= bytes.count {
        run.count = bytes.withUnsafeBytes {
          PackedEvents.wholeCount($0, offset: head.payload, length: head.capacity, count: run.count)
        }
      }
      while runs.count <= head.thread { runs.append([]) }
      dropped += Int(truncatingIfNeeded: head.dropped)
      if run.count > 0 { runs[head.thread].append(run) }
    case .stack:
      guard head.capacity >= 8 else { throw refuse("a stack is damaged") }
      let sizes = reader.word(head.payload)
      let frames = Int(sizes >> 32 & 0xFFFF)
      let length = Int(sizes >> 48)
      guard 8 + frames * 8 + length <= head.capacity else { throw refuse("a stack is damaged") }
      let name = Symbolizer.plain(reader.text(head.payload + 8 + frames * 8, length))
      stacks[Int(sizes & 0xFFFF_FFFF)] = Stack(
        type: name.hasPrefix("=") || name.hasPrefix("-") ? String(name.dropFirst()) : name,
        isRefinement: name.hasPrefix("="), endsWithLastReference: name.hasPrefix("-"),
        addresses: (0..<frames).map { UInt(truncatingIfNeeded: reader.word(head.payload + 8 + $0 * 8)) })
    case .modules:
      maps.append(reader.text(head.payload, head.capacity))
    case .checkpoint:
      if head.firstOrdinal == 1 { commits.insert(Int(truncatingIfNeeded: head.used)) }
      checkpoints[Int(truncatingIfNeeded: head.used)] = reader.text(head.payload, head.capacity)
    case .memory:
      guard head.used <= UInt64(head.capacity / 16) else { throw refuse("memory is damaged") }
      memoryParts.append(MemoryPart(kind: head.thread, offset: head.payload, count: Int(head.used)))
      if head.firstOrdinal != 0 { isMemoryCut = true }
    case .builds:
      guard head.used <= UInt64(head.capacity / 40) else { throw refuse("the builds are damaged") }
      for place in 0..<Int(head.used) {
        let at = head.payload + place * 40
        let length = min(24, Int(truncatingIfNeeded: reader.word(at + 8) & 0xFF))
        let identity = (0..<length).map {
          UInt8(truncatingIfNeeded: reader.word(at + 16 + $0 & ~7) >> UInt64(($0 & 7) * 8))
        }
        builds.append(Build(address: UInt(truncatingIfNeeded: reader.word(at)), identity: identity))
      }
    case .mistake:
      guard head.capacity >= 40 else { throw refuse("a mistake is damaged") }
      let first = reader.word(head.payload)
      let second = reader.word(head.payload + 8)
      mistakes.append(
        Mistake(
          kind: Mistake.Kind(rawValue: Int(first & 0xFFFF_FFFF)) ?? .crash, stack: Int(first >> 32),
          creation: Int(second & 0xFFFF_FFFF), destruction: Int(second >> 32),
          offset: Int(Int64(bitPattern: reader.word(head.payload + 24))), thread: head.thread, ordinal: head.used))
    case .end:
      guard head.capacity >= 16 else { throw refuse("the end is damaged") }
      totals = Totals(
        live: Int(Int64(bitPattern: reader.word(head.payload))),
        references: Int(Int64(bitPattern: reader.word(head.payload + 8))))
    }
  }

  /// Reads numbers and finds heads; every access is within the bytes.
  private struct Reader {
    let path: String
    let bytes: Data

    func word(_ offset: Int) -> UInt64 {
      guard offset >= 0, offset + 8 <= bytes.count else { return 0 }
      return bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
    }

    func text(_ offset: Int, _ length: Int) -> String {
      guard offset >= 0, length >= 0, offset + length <= bytes.count else { return "" }
      let start = bytes.startIndex + offset
      return String(decoding: bytes[start..<start + length], as: UTF8.self)
    }

    /// Walks from head to head. Zeros where a head should be are a place that was handed out and not yet written: the
    /// next head is on one of the next boundaries. A chunk that reaches over the end is where the trace was cut.
    func heads() throws(TraceError) -> [Head] {
      var heads: [Head] = []
      var offset = 0
      while offset + Trace.headBytes <= bytes.count {
        let first = word(offset)
        if first == 0 {
          offset += Trace.headBytes
          continue
        }
        guard first & 0xFFFF_FFFF == UInt64(Trace.magic), let kind = Kind(rawValue: UInt32(first >> 32)) else {
          // An unwritten place whose payload came before its head: its words are not ours to read.
          if heads.isEmpty { throw TraceError(path: path, offset: offset, message: "is no trace of deed record") }
          offset += Trace.headBytes
          continue
        }
        let second = word(offset + 8)
        let head = Head(
          kind: kind, offset: offset, thread: Int(second & 0xFFFF_FFFF), capacity: Int(second >> 32),
          used: word(offset + 16), firstOrdinal: word(offset + 24), dropped: word(offset + 32))
        let next = offset + (Trace.headBytes + head.capacity + 63) & ~63
        if head.payload + head.capacity > bytes.count {
          // A buffer that is still in place may be cut behind its last event.
          var shortened = head
          shortened.capacity = bytes.count - head.payload
          let bytesOfEvent = kind == .events ? 8 : 4
          if kind == .events || kind == .packedEvents, head.used >= head.firstOrdinal {
            shortened.used = min(head.used, head.firstOrdinal + UInt64(shortened.capacity / bytesOfEvent))
            heads.append(shortened)
          }
          break
        }
        heads.append(head)
        offset = next
      }
      return heads
    }
  }
}
