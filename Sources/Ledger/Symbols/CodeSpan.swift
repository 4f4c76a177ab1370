internal import CSymbols

/// A stretch of code or data, and what it is of: a unit, a function, or a symbol.
struct CodeSpan {
  var low: UInt
  var high: UInt
  /// The place in the debug information; 0 for none.
  var unit: UInt
  var symbol: UnsafePointer<CChar>?
  var rank: Int32

  /// What a reader of a file tells, in order.
  static func collect(_ read: (deed_take_span, UnsafeMutableRawPointer) -> Void) -> [CodeSpan] {
    var spans: [CodeSpan] = []
    withUnsafeMutablePointer(to: &spans) {
      read(
        { context, span in
          context?.assumingMemoryBound(to: [CodeSpan].self).pointee.append(
            CodeSpan(low: span.low, high: span.high, unit: span.unit, symbol: span.symbol, rank: span.rank))
        }, $0)
    }
    return spans.sorted { ($0.low, $0.rank, $0.high) < ($1.low, $1.rank, $1.high) }
  }

  /// The place of the first one that begins behind an address.
  static func behind(_ address: UInt, _ spans: [CodeSpan]) -> Int {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].low <= address { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
