private import CSymbols

/// Which unit and which symbol each address of a file belongs to. Read once: a report asks for thousands of addresses.
struct CodeTable {
  private var units: [CodeSpan]
  private var symbols: [CodeSpan]
  let functions: FunctionTable
  /// What functions only count for their callers, by their symbols, as the compiler's hooks left them.
  private let counting: [String: Set<String>]
  /// Functions of smart pointers, in the same way.
  private let keeping: Set<String>

  /// - Parameter module: a file of a session of elfutils, which has to outlive this.
  init(_ module: OpaquePointer) {
    functions = FunctionTable(module)
    units = CodeSpan.collect { deed_symbols_units(module, $0, $1) }
    let all = CodeSpan.collect { deed_symbols_symbols(module, $0, $1) }
    var marks: [(family: Substring, function: Substring)] = []
    var keeping: Set<String> = []
    symbols = all.filter { span in
      guard let symbol = span.symbol, strncmp(symbol, Self.mark, strlen(Self.mark)) == 0 else { return true }
      let words = String(cString: symbol).split(separator: ".", maxSplits: 2)
      guard words.count == 3 else { return true }
      if words[0] == Self.countingMark { marks.append((words[1], words[2])) }
      if words[0] == Self.keepingMark { keeping.insert(String(words[2])) }
      return false
    }
    self.keeping = keeping
    // A family of which only one half was seen is no count: it is named, and not in the file.
    let families = Set(marks.map(\.family))
    let inForce =
      families.isEmpty
      ? [] : Set(all.lazy.compactMap { $0.symbol.map { Substring(cString: $0) } }.filter(families.contains))
    counting = marks.filter { inForce.contains($0.family) }
      .reduce(into: [:]) { $0[String($1.function), default: []].insert(String($1.family)) }
  }

  private static let mark = "deed_"
  private static let countingMark = "deed_counting"
  private static let keepingMark = "deed_keeping"

  func counts(_ symbol: UnsafePointer<CChar>) -> Set<String> {
    counting.isEmpty ? [] : counting[String(cString: symbol)] ?? []
  }

  func isKeeper(_ symbol: UnsafePointer<CChar>) -> Bool {
    !keeping.isEmpty && keeping.contains(String(cString: symbol))
  }

  /// The unit's place in the debug information; 0 for none.
  func unit(of address: UInt) -> UInt {
    let place = CodeSpan.behind(address, units)
    return place > 0 && units[place - 1].high > address ? units[place - 1].unit : 0
  }

  /// The symbol that reaches over an address, or the last one before it where its size is not known.
  func symbol(of address: UInt) -> UnsafePointer<CChar>? {
    let place = CodeSpan.behind(address, symbols)
    guard place > 0 else { return nil }
    // A label stands inside of what it is a label of.
    let sized = symbols[..<place].suffix(Self.mostLabels).last { $0.high > address }
    let last = symbols[place - 1]
    return sized?.symbol ?? (last.high == last.low ? last.symbol : nil)
  }

  private static let mostLabels = 16
}
