/// Reads what `WordWriter` wrote. Believes no count before it has seen that so many words are left.
struct WordReader {
  private let words: UnsafeBufferPointer<UInt32>
  private var position = 0

  init(_ words: UnsafeBufferPointer<UInt32>) { self.words = words }

  var remaining: Int { words.count - position }

  mutating func word() throws(FactFileError) -> UInt32 {
    guard position < words.count else { throw .truncated }
    defer { position += 1 }
    return words[position]
  }

  mutating func id<Entity>() throws(FactFileError) -> Identifier<Entity> { Identifier(try word()) }

  mutating func wide() throws(FactFileError) -> UInt64 {
    let low = try word()
    let high = try word()
    return UInt64(high) << 32 | UInt64(low)
  }

  mutating func span() throws(FactFileError) -> Span {
    Span(file: try id(), begin: try word(), end: try word(), macro: try id())
  }

  /// A count of things that take at least so many words each.
  mutating func count(wordsEach: Int) throws(FactFileError) -> Int {
    let count = Int(try word())
    guard count <= remaining / max(wordsEach, 1) else { throw .truncated }
    return count
  }

  mutating func words<Element: BitwiseCopyable>(of type: Element.Type) throws(FactFileError) -> [Element] {
    let wordsEach = MemoryLayout<Element>.stride / 4
    let count = try count(wordsEach: wordsEach)
    guard count > 0, let base = words.baseAddress else { return [] }
    let source = UnsafeRawPointer(base + position)
    position += count * wordsEach
    return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(
        from: UnsafeRawBufferPointer(start: source, count: count * wordsEach * 4))
      initialized = count
    }
  }

  mutating func ids<Entity>() throws(FactFileError) -> [Identifier<Entity>] {
    try words(of: Identifier<Entity>.self)
  }

  mutating func array<Element>(
    wordsEach: Int, _ element: (inout WordReader) throws(FactFileError) -> Element
  ) throws(FactFileError) -> [Element] {
    let count = try count(wordsEach: wordsEach)
    var result: [Element] = []
    result.reserveCapacity(count)
    for _ in 0..<count { result.append(try element(&self)) }
    return result
  }

  mutating func strings() throws(FactFileError) -> [String] {
    let lengths = try words(of: UInt32.self)
    let total = Int(try word())
    let wordCount = (total + 3) / 4
    guard wordCount <= remaining else { throw .truncated }
    guard lengths.reduce(0, { $0 + Int($1) }) == total else { throw .inconsistent("lengths of texts") }
    let bytes = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: words[position..<position + wordCount]))
    position += wordCount
    var result: [String] = []
    result.reserveCapacity(lengths.count)
    var offset = 0
    for length in lengths {
      result.append(String(decoding: bytes[offset..<offset + Int(length)], as: UTF8.self))
      offset += Int(length)
    }
    return result
  }
}

/// A kind out of its stored number.
func stored<Kind: RawRepresentable>(_ number: UInt32, as kind: Kind.Type) throws(FactFileError) -> Kind
where Kind.RawValue == UInt8 {
  guard number <= 0xFF, let value = Kind(rawValue: UInt8(number)) else {
    throw .inconsistent("a \(Kind.self) numbered \(number)")
  }
  return value
}
