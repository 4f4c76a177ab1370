/// Everything that was read, of one translation unit or of a whole program: flat tables that refer to each other by index.
///
/// Comes out of `Frontend`, or out of a file on disk. Knows nothing of Clang, and nothing of ownership.
public struct FactBase: Hashable, Sendable {
  public var texts: TextTable
  public var files: [SourceFile]
  public var types: [TypeFact]
  public var records: [Record]
  public var fields: [Field]
  public var globals: [Global]
  public var functions: [Function]
  /// Empty where it was not asked for.
  public var layout: Layout

  public init() {
    texts = TextTable()
    files = []
    types = []
    records = []
    fields = []
    globals = []
    functions = []
    layout = Layout()
  }

  @inlinable public subscript(id: TextID) -> String { texts[id] }
  @inlinable public subscript(id: FileID) -> SourceFile { files[id.index] }
  @inlinable public subscript(id: TypeID) -> TypeFact { types[id.index] }
  @inlinable public subscript(id: RecordID) -> Record { records[id.index] }
  @inlinable public subscript(id: FieldID) -> Field { fields[id.index] }
  @inlinable public subscript(id: GlobalID) -> Global { globals[id.index] }
  @inlinable public subscript(id: FunctionID) -> Function { functions[id.index] }

  /// Path, line and column of a span's beginning, for people.
  public func location(of span: Span) -> (path: String, line: Int, column: Int)? {
    guard !span.isNone else { return nil }
    let file = self[span.file]
    let position = file.position(of: span.begin)
    return (self[file.path], position.line, position.column)
  }
}

/// Strings, each stored once.
public struct TextTable: Hashable, Sendable {
  public private(set) var strings: [String] = []
  private var indices: [String: TextID] = [:]

  public init() {}

  /// Remakes a table from its strings in order, as they were written to disk.
  public init(strings: [String]) {
    self.strings = strings
    indices.reserveCapacity(strings.count)
    for (index, string) in strings.enumerated() where indices[string] == nil { indices[string] = TextID(index) }
  }

  /// The empty string for `none`.
  public subscript(id: TextID) -> String { id.isNone ? "" : strings[id.index] }

  public mutating func intern(_ string: String) -> TextID {
    if let known = indices[string] { return known }
    let id = TextID(strings.count)
    strings.append(string)
    indices[string] = id
    return id
  }

  /// The identifier of a string that is already there.
  public func find(_ string: String) -> TextID? { indices[string] }
}
