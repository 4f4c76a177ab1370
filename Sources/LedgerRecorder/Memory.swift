import RecorderSupport

/// What the process's memory looks like at its end: the blocks that malloc gave out, and the words that point into them.
///
/// The reader finds out of it who holds an object that is alive. Blocks are told by walking the heaps of the GNU C library from
/// chunk to chunk; a heap whose chain does not end where it should counts as memory that is always reachable. All memory is read
/// through the kernel, so that what another thread unmaps meanwhile is an error and no crash.
enum Memory {
  /// Told in a chunk's thread field.
  enum Part {
    static let blocks: UInt32 = 0
    static let wordsInBlocks: UInt32 = 1
    static let wordsInRoots: UInt32 = 2
    /// From where to where heaps reach whose blocks are known.
    static let heaps: UInt32 = 3
  }

  private struct Region {
    var low: UInt
    var high: UInt
    var isHeap: Bool
    var isRoot: Bool
  }

  private static let mostRegions = 4096
  /// Pairs of words: 256 MB at most.
  private static let mostPairs = 1 << 24
  private static let bufferPairs = 1 << 14
  private static let windowBytes = 1 << 20

  nonisolated(unsafe) private static var regions: UnsafeMutablePointer<Region>?
  nonisolated(unsafe) private static var count = 0
  nonisolated(unsafe) private static var memory: Int32 = -1
  nonisolated(unsafe) private static var window: UnsafeMutablePointer<UInt>?
  nonisolated(unsafe) private static var pairs: UnsafeMutablePointer<UInt>?
  nonisolated(unsafe) private static var pairCount = 0
  nonisolated(unsafe) private static var allPairs = 0
  nonisolated(unsafe) private static var part: UInt32 = 0

  static func write() {
    memory = deed_open_read("/proc/self/mem")
    guard memory >= 0 else { return }
    defer { close(memory) }
    regions = own(mostRegions * MemoryLayout<Region>.stride)?.bindMemory(to: Region.self, capacity: mostRegions)
    window = own(windowBytes)?.bindMemory(to: UInt.self, capacity: windowBytes / 8)
    pairs = own(bufferPairs * 16)?.bindMemory(to: UInt.self, capacity: bufferPairs * 2)
    guard let regions, window != nil, pairs != nil else { return }
    findRegions()
    for index in 0..<count where regions[index].isHeap { walk(&regions[index]) }
    flush()
    part = Part.heaps
    for index in 0..<count where !regions[index].isRoot { tell(regions[index].low, regions[index].high) }
    flush()
    for isRoot in [false, true] {
      part = isRoot ? Part.wordsInRoots : Part.wordsInBlocks
      for index in 0..<count where regions[index].isRoot == isRoot { scan(regions[index]) }
      flush()
    }
  }

  /// Memory that is not the program's: what is copied here must not be taken for words of it. Only private memory is looked at.
  private static func own(_ bytes: Int) -> UnsafeMutableRawPointer? {
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)
    guard let memory, deed_map_failed(memory) == 0 else { return nil }
    return memory
  }

  // MARK: Regions

  /// Private writable memory, by /proc/self/maps.
  private static func findRegions() {
    Modules.withMaps { text, length in findRegions(text, length) }
  }

  private static func findRegions(_ text: UnsafeMutablePointer<UInt8>, _ length: Int) {
    var at = 0
    var fileEnd: UInt = 0
    var isOwnFile = false
    while at < length, count < mostRegions {
      let low = Modules.hexadecimal(text, length, &at)
      at += 1
      let high = Modules.hexadecimal(text, length, &at)
      let modes = at + 1
      var name = at
      while at < length, text[at] != UInt8(ascii: "\n") {
        if text[at] == UInt8(ascii: " ") { name = at + 1 }
        at += 1
      }
      let first = name < at ? text[name] : 0
      let isFile = first == UInt8(ascii: "/")
      let isWritable =
        modes + 3 < length && text[modes + 1] == UInt8(ascii: "w") && text[modes + 3] == UInt8(ascii: "p")
      if isFile {
        fileEnd = high
        isOwnFile = isOwn(text + name, at - name)
      }
      if isWritable {
        // What follows a file without a name is its zeroed data.
        let isData = isFile || low == fileEnd && first != UInt8(ascii: "[")
        if isData { fileEnd = high }
        if isData, isOwnFile {
          at += 1
          continue
        }
        let isStack = first == UInt8(ascii: "[") && name + 1 < at && text[name + 1] == UInt8(ascii: "s")
        let frame = deed_frame()
        let used = isStack && low < frame && frame < high ? usedStack(from: frame, to: high) : low
        if isData || isStack {
          add(Region(low: used, high: high, isHeap: false, isRoot: true))
        } else {
          addParts(low, high)
        }
      }
      at += 1
    }
  }

  /// What the recorder's own variables lead to holds nothing for the program.
  private static func isOwn(_ path: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let start: StaticString = "/libdeed-"
    var place = length
    while place > 0, path[place - 1] != UInt8(ascii: "/") { place -= 1 }
    let rest = length - place + 1
    return place > 0 && rest >= start.utf8CodeUnitCount
      && memcmp(path + place - 1, start.utf8Start, start.utf8CodeUnitCount) == 0
  }

  /// Below this function's frame is what calls have left behind, and so it is between the frames of those that end the program:
  /// what called `exit` begins where `exit` is returned to.
  private static func usedStack(from frame: UInt, to high: UInt) -> UInt {
    let most: UInt = 1 << 16
    let callBytes: UInt = 64
    let start = UInt(bitPattern: deed_find("exit"))
    guard start != 0 else { return frame & ~7 }
    var place = frame & ~7
    while place < high, place < frame + most {
      if deed_word_at(place) &- start < callBytes { return place }
      place += 8
    }
    return frame & ~7
  }

  private static func add(_ region: Region) {
    guard let regions, count < mostRegions else { return }
    regions[count] = region
    count += 1
  }

  /// The kernel shows mappings that touch as one: a thread's stack below an arena's heap, say, or the recorder's own memory.
  private static func addParts(_ low: UInt, _ high: UInt) {
    var start = low
    while start < high, let own = OwnMemory.first(in: start, high) {
      if own.low > start { addArenas(start, own.low) }
      start = own.high
    }
    if start < high { addArenas(start, high) }
  }

  private static func addArenas(_ low: UInt, _ high: UInt) {
    var start = low
    var place = (low + arenaSize) & ~(arenaSize - 1)
    while place < high {
      if startsArena(place) {
        add(Region(low: start, high: place, isHeap: true, isRoot: true))
        start = place
      }
      place += arenaSize
    }
    add(Region(low: start, high: high, isHeap: true, isRoot: true))
  }

  /// Heaps of arenas lie at multiples of this.
  private static let arenaSize: UInt = 64 << 20

  /// Such a heap begins with where its arena is, behind the beginning of the arena's first heap, and with the heap before it.
  private static func startsArena(_ place: UInt) -> Bool {
    let (arena, before, used) = (word(place), word(place + 8), word(place + 16))
    guard before & (arenaSize - 1) == 0, used > 4096, used <= arenaSize else { return false }
    return before == 0 ? arena > place && arena - place < 256 : arena & (arenaSize - 1) < 256
  }

  // MARK: Blocks

  /// Finds the chain of chunks in a heap; what has one is no root any more.
  private static func walk(_ region: inout Region) {
    if walkMapped(region) {
      region.isRoot = false
      return
    }
    // An arena's heap says how much of it is used; the main one is used to its end.
    let used = word(region.low &+ 16)
    let isArena = region.low & (arenaSize - 1) == 0 && used > 4096 && used <= region.high - region.low
    let end = isArena ? region.low + used : region.high
    var start = region.low
    while start < region.low + 8192, start < end {
      if chain(from: start, to: end, tells: false) {
        part = Part.blocks
        _ = chain(from: start, to: end, tells: true)
        region.isRoot = false
        return
      }
      start += 16
    }
  }

  /// Large blocks are mapped by themselves, several may lie in a row.
  private static func walkMapped(_ region: Region) -> Bool {
    for tells in [false, true] {
      part = Part.blocks
      var at = region.low
      while at < region.high {
        let size = word(at + 8)
        let bytes = size & ~7
        guard size & 2 != 0, bytes >= 4096, bytes & 4095 == 0, bytes <= region.high - at, word(at) < 4096 else {
          return false
        }
        if tells { tell(at + 16, bytes - 16) }
        at += bytes
      }
    }
    return true
  }

  private static func chain(from start: UInt, to end: UInt, tells: Bool) -> Bool {
    var at = start
    var links = 0
    while at < end {
      let size = word(at + 8)
      let bytes = size & ~7
      guard bytes >= 32, bytes & 15 == 0, bytes <= end - at, size & 2 == 0 else { return false }
      let next = at + bytes
      // In use where the one behind says so. The last is what nobody has had yet; the first, of its size, is the allocator's own.
      let isCache = links == 0 && bytes == 0x290
      if tells, next < end, !isCache, word(next + 8) & 1 != 0, !isCached(at, bytes) { tell(at + 16, bytes - 8) }
      at = next
      links += 1
    }
    return at == end && links > 1
  }

  /// Small blocks that were freed stay in lists of the allocator's and look as if they were in use; what stands in them is
  /// stale. Such a block begins with the next of its list, or with null, hidden by the place where that stands.
  private static func isCached(_ chunk: UInt, _ bytes: UInt) -> Bool {
    guard bytes <= mostCachedBytes else { return false }
    let next = word(chunk + 16) ^ (chunk + 16) >> 12
    guard next != 0 else { return true }
    guard next & 15 == 0, isInHeap(next) else { return false }
    // One kind of list leads to blocks, the other to what stands before them.
    return peek(next - 8) & ~7 == bytes || peek(next + 8) & ~7 == bytes
  }

  private static let mostCachedBytes: UInt = 0x410

  /// A word somewhere else, which leaves the window where it is.
  private static func peek(_ address: UInt) -> UInt {
    var value: UInt = 0
    return pread(memory, &value, 8, off_t(address)) == 8 ? value : 0
  }

  // MARK: Words

  private static func scan(_ region: Region) {
    guard let window else { return }
    var at = region.low
    while at < region.high {
      if let end = Threads.endOfDeadStack(at) {
        at = end
        continue
      }
      let bytes = min(UInt(windowBytes), Threads.startOfDeadStack(behind: at, before: region.high) - at)
      let got = pread(memory, window, Int(bytes), off_t(at))
      guard got > 0 else {
        at += 4096
        continue
      }
      for index in 0..<(got / 8) {
        let value = window[index]
        if value > 4096, isInHeap(value) { tell(at + UInt(index) * 8, value) }
      }
      at += UInt(got)
    }
  }

  private static func isInHeap(_ value: UInt) -> Bool {
    guard let regions else { return false }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if regions[middle].high <= value { low = middle + 1 } else { high = middle }
    }
    return low < count && regions[low].low <= value && regions[low].isHeap
  }

  private static func word(_ address: UInt) -> UInt {
    // A window behind the last place that was asked for: chunks lie one after the other.
    if address < cachedLow || address + 8 > cachedLow + UInt(cachedBytes) {
      guard let window else { return 0 }
      let got = pread(memory, window, windowBytes, off_t(address & ~4095))
      cachedLow = address & ~4095
      cachedBytes = max(0, got)
      if address + 8 > cachedLow + UInt(cachedBytes) { return 0 }
    }
    return window.unsafelyUnwrapped[Int(address - cachedLow) / 8]
  }

  nonisolated(unsafe) private static var cachedLow: UInt = 0
  nonisolated(unsafe) private static var cachedBytes = 0

  private static func tell(_ first: UInt, _ second: UInt) {
    guard let pairs, allPairs < mostPairs else { return }
    pairs[pairCount * 2] = first
    pairs[pairCount * 2 + 1] = second
    pairCount += 1
    allPairs += 1
    if pairCount == bufferPairs { flush() }
  }

  private static func flush() {
    guard let pairs, pairCount > 0 else { return }
    TraceFile.writeChunk(
      kind: TraceFile.Kind.memory, thread: part, used: UInt64(pairCount), firstOrdinal: allPairs >= mostPairs ? 1 : 0,
      dropped: 0, payload: UnsafeRawPointer(pairs), bytes: pairCount * 16)
    pairCount = 0
  }
}
