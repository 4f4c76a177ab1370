import Foundation

/// The process's memory at its end, as far as references go: blocks of malloc, and words that point into them.
///
/// Flat arrays, sorted once: a heap has millions of words.
struct MemoryImage {
  struct Word {
    var address: UInt
    var value: UInt
  }

  private(set) var starts: [UInt] = []
  private(set) var sizes: [UInt] = []
  /// In blocks, by address.
  private(set) var words: [Word] = []
  /// In data of programs and libraries, on stacks, and in memory whose blocks are not known.
  private(set) var roots: [Word] = []
  private var heaps: [Range<UInt>] = []

  /// Nil where the trace has none, or not all of it.
  init?(_ trace: Trace) {
    guard !trace.memoryParts.isEmpty, !trace.isMemoryCut else { return nil }
    var blocks: [(start: UInt, size: UInt)] = []
    trace.bytes.withUnsafeBytes { bytes in
      for part in trace.memoryParts {
        for pair in 0..<part.count {
          let offset = part.offset + pair * 16
          guard offset + 16 <= bytes.count else { break }
          let first = UInt(truncatingIfNeeded: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
          let second = UInt(truncatingIfNeeded: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
          switch part.kind {
          case 0 where second > 0 && second < 1 << 47 && first < 1 << 47: blocks.append((first, second))
          case 1: words.append(Word(address: first, value: second))
          case 2: roots.append(Word(address: first, value: second))
          case 3 where first < second: heaps.append(first..<second)
          default: continue
          }
        }
      }
    }
    blocks.sort { $0.start < $1.start }
    starts = blocks.map(\.start)
    sizes = blocks.map(\.size)
    words.sort { $0.address < $1.address }
  }

  /// Leaves out words that hold nothing.
  mutating func remove(where isIdle: (Word) -> Bool) { words.removeAll(where: isIdle) }

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

  /// The words inside a block, as a range of `words`.
  func words(in block: Int) -> Range<Int> { first(from: starts[block])..<first(from: starts[block] + sizes[block]) }

  private func first(from address: UInt) -> Int {
    var low = 0
    var high = words.count
    while low < high {
      let middle = (low + high) / 2
      if words[middle].address < address { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
