private import CSymbols

/// Which unit and which symbol each address of a file belongs to. Read once: a report asks for thousands of addresses.
struct CodeTable {
  private struct Span {
    var low: UInt
    var high: UInt
    var unit: UInt
    var symbol: UnsafePointer<CChar>?
    var rank: Int32
  }

  private var units: [Span]
  private var symbols: [Span]
  /// Functions that only count for their callers, by their symbols, as the compiler's hooks left them with the family that they count for.
  private let counting: Set<String>

  /// - Parameter module: a file of a session of elfutils, which has to outlive this.
  init(_ module: OpaquePointer) {
    units = Self.collect { deed_symbols_units(module, $0, $1) }
    let all = Self.collect { deed_symbols_symbols(module, $0, $1) }
    var marks: [(family: Substring, function: Substring)] = []
    symbols = all.filter { span in
      guard let symbol = span.symbol, strncmp(symbol, Self.countingMark, strlen(Self.countingMark)) == 0 else {
        return true
      }
      let words = String(cString: symbol + strlen(Self.countingMark)).split(separator: ".", maxSplits: 1)
      if words.count == 2 { marks.append((words[0], words[1])) }
      return false
    }
    // A family of which only one half was seen is no count: it is named, and not in the file.
    let families = Set(marks.map(\.family))
    let inForce =
      families.isEmpty
      ? [] : Set(all.lazy.compactMap { $0.symbol.map { Substring(cString: $0) } }.filter(families.contains))
    counting = Set(marks.filter { inForce.contains($0.family) }.map { String($0.function) })
  }

  private static let countingMark = "deed_counting."

  func isCounting(_ symbol: UnsafePointer<CChar>) -> Bool {
    !counting.isEmpty && counting.contains(String(cString: symbol))
  }

  private static func collect(_ read: (deed_take_span, UnsafeMutableRawPointer) -> Void) -> [Span] {
    var spans: [Span] = []
    withUnsafeMutablePointer(to: &spans) {
      read(
        { context, span in
          context?.assumingMemoryBound(to: [Span].self).pointee.append(
            Span(low: span.low, high: span.high, unit: span.unit, symbol: span.symbol, rank: span.rank))
        }, $0)
    }
    return spans.sorted { ($0.low, $0.rank, $0.high) < ($1.low, $1.rank, $1.high) }
  }

  /// The unit's place in the debug information; 0 for none.
  func unit(of address: UInt) -> UInt {
    let place = Self.behind(address, units)
    return place > 0 && units[place - 1].high > address ? units[place - 1].unit : 0
  }

  /// The symbol that reaches over an address, or the last one before it where its size is not known.
  func symbol(of address: UInt) -> UnsafePointer<CChar>? {
    let place = Self.behind(address, symbols)
    guard place > 0 else { return nil }
    // A label stands inside of what it is a label of.
    let sized = symbols[..<place].suffix(Self.mostLabels).last { $0.high > address }
    let last = symbols[place - 1]
    return sized?.symbol ?? (last.high == last.low ? last.symbol : nil)
  }

  private static let mostLabels = 16

  /// The place of the first one that begins behind an address.
  private static func behind(_ address: UInt, _ spans: [Span]) -> Int {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].low <= address { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
