private import CSymbols

/// The functions of a file by address, as the debug information has them, one unit at a time: of many nobody asks.
///
/// elfutils goes through a whole unit for each address, and not into namespaces.
final class FunctionTable {
  private let module: OpaquePointer
  private var ofUnit: [UInt: [CodeSpan]] = [:]

  /// - Parameter module: a file of a session of elfutils, which has to outlive this.
  init(_ module: OpaquePointer) { self.module = module }

  /// The place of a function in the debug information; 0 for none.
  func function(of address: UInt, in unit: UInt) -> UInt {
    if unit == 0 { return 0 }
    let functions = ofUnit[unit] ?? CodeSpan.collect { deed_symbols_functions(module, unit, $0, $1) }
    ofUnit[unit] = functions
    let place = CodeSpan.behind(address, functions)
    return place > 0 && functions[place - 1].high > address ? functions[place - 1].unit : 0
  }
}
