import ClangBridge

extension ClangText {
  var string: String { Self.string(self) }

  static func string(_ text: ClangText) -> String {
    guard let bytes = text.bytes, text.count > 0 else { return "" }
    return String(decoding: UnsafeRawBufferPointer(start: bytes, count: text.count), as: UTF8.self)
  }

  var isEmpty: Bool { count == 0 }
}

extension ClangDeclaration {
  var isNone: Bool { address == nil }
  /// For tables keyed by the compiler's own pointers.
  var key: UInt { UInt(bitPattern: address) }
}

extension ClangStatement {
  static var none: ClangStatement { ClangStatement(address: nil) }
  var isNone: Bool { address == nil }
  var key: UInt { UInt(bitPattern: address) }
}

extension ClangType {
  var isNone: Bool { address == nil }
  var key: UInt { UInt(bitPattern: address) }
}

/// Asks a bridge function that fills a buffer, with room enough. Most answers are short: they need one call.
@inline(__always)
func gather<Element>(
  _ empty: Element, _ fill: (UnsafeMutablePointer<Element>?, Int) -> Int
) -> [Element] {
  var needed = 0
  let first = [Element](unsafeUninitializedCapacity: 16) { buffer, count in
    needed = fill(buffer.baseAddress, 16)
    count = min(needed, 16)
  }
  if needed <= 16 { return first }
  return [Element](unsafeUninitializedCapacity: needed) { buffer, count in
    count = min(fill(buffer.baseAddress, needed), needed)
  }
}

extension ClangStatement {
  var operands: [ClangStatement] { gather(ClangStatement.none) { self.operands(into: $0, capacity: $1) } }
}
