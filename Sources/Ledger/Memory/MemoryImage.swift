import Foundation

/// The process's memory at its end, as far as references go: blocks of malloc, and words that point into them.
///
/// Flat arrays, sorted once: a heap has millions of words. Words that stand in freed memory, or point to it, are left out.
struct MemoryImage {
  struct Word {
    var address: UInt
    var value: UInt
  }

  private(set) var starts: [UInt] = []
  private(set) var sizes: [UInt] = []
  /// In blocks, by address.
  private(set) var words: [Word] = []
  /// The block that each of the words points into.
  private(set) var targets: [Int32] = []
  /// By block: its first word; one more behind the last.
  private var firstWords: [Int32] = []
  /// In data of programs and libraries, on stacks, and in memory whose blocks are not known.
  private(set) var roots: [Word] = []
  private(set) var rootTargets: [Int32] = []
  private var heaps: [Range<UInt>] = []
  /// What files and stacks were mapped to.
  private let loaded: [Range<UInt>]

  /// Nil where the trace has none, or not all of it.
  init?(_ trace: Trace) {
    guard !trace.memoryParts.isEmpty, !trace.isMemoryCut else { return nil }
    loaded = Self.loaded(trace.maps.last ?? "")
    var blocks: [(start: UInt, size: UInt)] = []
    Self.pairs(of: trace, kind: 0) { start, size in
      if size > 0, size < 1 << 47, start < 1 << 47 { blocks.append((start, size)) }
    }
    blocks.sort { $0.start < $1.start }
    starts = blocks.map(\.start)
    sizes = blocks.map(\.size)
    Self.pairs(of: trace, kind: 3) { low, high in if low < high { heaps.append(low..<high) } }
    Self.pairs(of: trace, kind: 2) { address, value in
      guard let target = block(of: value) else { return }
      roots.append(Word(address: address, value: value))
      rootTargets.append(Int32(target))
    }
    // How many there will be is counted first, since an array that grows needs the room twice.
    var count = 0
    Self.pairs(of: trace, kind: 1) { address, value in
      if block(of: value) != nil, block(of: address) != nil { count += 1 }
    }
    words.reserveCapacity(count)
    Self.pairs(of: trace, kind: 1) { address, value in
      if block(of: value) != nil, block(of: address) != nil { words.append(Word(address: address, value: value)) }
    }
    words.sort { $0.address < $1.address }
    targets = words.map { Int32(block(of: $0.value) ?? 0) }
    indexWords()
    for part in trace.memoryParts { trace.forget(part.offset..<part.offset + part.count * 16) }
  }

  private static func pairs(of trace: Trace, kind: Int, _ body: (UInt, UInt) -> Void) {
    trace.bytes.withUnsafeBytes { bytes in
      for part in trace.memoryParts where part.kind == kind {
        for pair in 0..<part.count {
          let offset = part.offset + pair * 16
          guard offset + 16 <= bytes.count else { break }
          body(
            UInt(truncatingIfNeeded: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
            UInt(truncatingIfNeeded: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)))
        }
      }
    }
  }

  private mutating func indexWords() {
    firstWords = []
    firstWords.reserveCapacity(starts.count + 1)
    var word = 0
    for block in starts.indices {
      firstWords.append(Int32(word))
      while word < words.count, words[word].address < starts[block] + sizes[block] { word += 1 }
    }
    firstWords.append(Int32(words.count))
  }

  /// Leaves out words that hold nothing.
  mutating func remove(where isIdle: (_ word: Int, _ block: Int) -> Bool) {
    var kept = 0
    for block in starts.indices {
      for word in words(in: block) where !isIdle(word, block) {
        words[kept] = words[word]
        targets[kept] = targets[word]
        kept += 1
      }
    }
    words.removeLast(words.count - kept)
    targets.removeLast(targets.count - kept)
    indexWords()
  }

  /// The block that holds an address.
  func block(of address: UInt) -> Int? {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= address { low = middle + 1 } else { high = middle }
    }
    guard low > 0, address - starts[low - 1] < sizes[low - 1] else { return nil }
    return low - 1
  }

  /// Whether an address is in a heap whose blocks are known, and in none of them.
  func isFree(_ address: UInt) -> Bool { block(of: address) == nil && heaps.contains { $0.contains(address) } }

  /// Whether an address is a program's or library's own data, or on a stack of a name.
  func isLoaded(_ address: UInt) -> Bool { loaded.contains { $0.contains(address) } }

  /// The words inside a block, as a range of `words`.
  func words(in block: Int) -> Range<Int> { Int(firstWords[block])..<Int(firstWords[block + 1]) }

  /// Of a text of /proc/PID/maps: the parts with a name, and what follows a file without one, its zeroed data.
  private static func loaded(_ maps: String) -> [Range<UInt>] {
    var ranges: [Range<UInt>] = []
    var fileEnd: UInt = 0
    for line in maps.split(separator: "\n") {
      let fields = line.split(separator: " ", maxSplits: 5)
      let bounds = fields.first?.split(separator: "-").compactMap { UInt($0, radix: 16) } ?? []
      guard bounds.count == 2, bounds[0] < bounds[1] else { continue }
      let name = fields.count > 5 ? fields[5].drop { $0 == " " } : ""
      let isFile = name.hasPrefix("/") || name.isEmpty && bounds[0] == fileEnd
      if isFile { fileEnd = bounds[1] }
      if isFile || name.hasPrefix("[stack") { ranges.append(bounds[0]..<bounds[1]) }
    }
    return ranges
  }
}
