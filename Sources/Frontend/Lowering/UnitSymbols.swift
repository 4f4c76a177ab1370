import ClangBridge
import Facts

/// What object files call the functions of one unit. No part of the facts: they are of the source, these are of one way to
/// compile it.
public struct UnitSymbols: Hashable, Sendable {
  /// A constructor's and a destructor's first symbol is that for a base, the next that for a whole object.
  public var ofFunction: [FunctionID: [String]] = [:]
  /// What the symbols of a class's constructors and destructors begin with.
  public var prefixOfRecord: [RecordID: String] = [:]
  /// Where the direct bases of a record lie in it, in their order; nil where only the running program knows.
  public var baseOffsets: [RecordID: [Int?]] = [:]
  /// Where a field's bytes lie in its record.
  public var bytesOfField: [FieldID: Range<Int>] = [:]

  public init() {}
}

extension UnitLowering {
  func noteSymbols(of function: ClangDeclaration, _ id: FunctionID) {
    guard !function.isDependent else { return }
    let names = unit.symbols(function).string.split(separator: "\n").map(String.init)
    if !names.isEmpty { symbols.ofFunction[id] = names }
  }

  func noteBytes(of field: ClangDeclaration, _ id: FieldID) {
    let (offset, size) = (Int(unit.fieldOffset(of: field)), Int(unit.fieldSize(of: field)))
    if offset >= 0, size > 0 { symbols.bytesOfField[id] = offset..<offset + size }
  }

  func noteSymbols(of record: ClangDeclaration, _ bases: [ClangDeclaration], _ id: RecordID) {
    let prefix = unit.symbolPrefix(record).string
    if !prefix.isEmpty { symbols.prefixOfRecord[id] = prefix }
    symbols.baseOffsets[id] = bases.map { base in
      let offset = unit.baseOffset(in: record, of: base)
      return offset < 0 ? nil : Int(offset)
    }
  }
}
