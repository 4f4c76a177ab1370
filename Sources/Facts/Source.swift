/// A file that a translation unit read.
public struct SourceFile: Hashable, Sendable {
  /// Absolute and normalised, as the compiler found it.
  public var path: TextID
  /// From a system include path: its bodies are not read and its declarations are not the user's to change.
  public var isSystem: Bool
  /// `ContentHash` of the bytes that were parsed; a rewrite of a file with another hash is refused.
  public var contentHash: UInt64
  /// The byte offset at which each line begins, so that a span becomes line and column without the file.
  public var lineStarts: [UInt32]

  public init(path: TextID, isSystem: Bool, contentHash: UInt64, lineStarts: [UInt32]) {
    self.path = path
    self.isSystem = isSystem
    self.contentHash = contentHash
    self.lineStarts = lineStarts
  }

  /// Where each line of a text begins.
  public static func lineStarts(_ contents: UnsafeRawBufferPointer) -> [UInt32] {
    var starts: [UInt32] = [0]
    for offset in 0..<contents.count where contents[offset] == UInt8(ascii: "\n") { starts.append(UInt32(offset + 1)) }
    return starts
  }

  /// Line and column (in bytes), both from 1.
  public func position(of offset: UInt32) -> (line: Int, column: Int) {
    var low = 0
    var high = lineStarts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    guard low < lineStarts.count else { return (1, Int(offset) + 1) }
    return (low + 1, Int(offset - lineStarts[low]) + 1)
  }
}

/// A range of bytes in a file: where the user wrote what a fact is about.
///
/// For text that came out of a macro it is the place of the expansion, and `macro` names the outermost macro.
public struct Span: Hashable, Sendable, BitwiseCopyable {
  public var file: FileID
  public var begin: UInt32
  public var end: UInt32
  public var macro: TextID

  public init(file: FileID, begin: UInt32, end: UInt32, macro: TextID = .none) {
    self.file = file
    self.begin = begin
    self.end = end
    self.macro = macro
  }

  /// What has no place in any file: compiler-made functions, predefined types.
  public static let none = Span(file: .none, begin: 0, end: 0)

  public var isNone: Bool { file.isNone }
  public var isFromMacro: Bool { !macro.isNone }
}
