/// Puts values into a row of 32-bit words: facts are nearly all indices, and arrays of them are written as they are.
struct WordWriter {
  private(set) var words: [UInt32] = []

  mutating func write(_ word: UInt32) { words.append(word) }

  mutating func write<Entity>(_ id: Identifier<Entity>) { words.append(id.rawValue) }

  mutating func write(wide value: UInt64) {
    words.append(UInt32(truncatingIfNeeded: value))
    words.append(UInt32(truncatingIfNeeded: value >> 32))
  }

  mutating func write(wide value: Int64) { write(wide: UInt64(bitPattern: value)) }

  mutating func write(_ span: Span) {
    write(span.file)
    write(span.begin)
    write(span.end)
    write(span.macro)
  }

  /// An array whose elements are whole words and have no padding.
  mutating func write<Element: BitwiseCopyable>(words array: [Element]) {
    assert(MemoryLayout<Element>.stride % 4 == 0)
    write(UInt32(array.count))
    array.withUnsafeBytes { words.append(contentsOf: $0.bindMemory(to: UInt32.self)) }
  }

  mutating func write<Element>(_ array: [Element], _ element: (inout WordWriter, Element) -> Void) {
    write(UInt32(array.count))
    for value in array { element(&self, value) }
  }

  /// Strings as their lengths and then all their bytes together.
  mutating func write(_ strings: [String]) {
    write(UInt32(strings.count))
    var bytes: [UInt8] = []
    for string in strings {
      let before = bytes.count
      bytes.append(contentsOf: string.utf8)
      write(UInt32(bytes.count - before))
    }
    write(UInt32(bytes.count))
    while bytes.count % 4 != 0 { bytes.append(0) }
    bytes.withUnsafeBytes { raw in
      for offset in stride(from: 0, to: raw.count, by: 4) {
        words.append(raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
      }
    }
  }
}
