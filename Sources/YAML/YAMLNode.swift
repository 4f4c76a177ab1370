// YAML: text in, a tree of nodes with positions out; and plain values in, text out.
// It reads and writes with libyaml and must not know what the text is about: disciplines and settings say that.

/// A place in a YAML file; lines and columns count from 1.
public struct YAMLPosition: Hashable, Sendable, CustomStringConvertible {
  public var file: String
  public var line: Int
  public var column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  public var description: String { "\(file):\(line):\(column)" }
}

/// One node of a YAML document, and where it stands.
///
///     let node = try YAMLNode.parse("retain: [AddRef]", file: "mine.yml")
///     let names = try node.mapping("a discipline", keys: ["retain"]).strings("retain")  // ["AddRef"]
public struct YAMLNode: Hashable, Sendable {
  /// What a node holds.
  public enum Content: Hashable, Sendable {
    /// A scalar's text; `isPlain` when it had no quotes, so that `"true"` stays a string.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    /// Entries in the order of the file; no key stands twice.
    case mapping([YAMLEntry])
  }

  public var content: Content
  public var position: YAMLPosition

  public init(_ content: Content, at position: YAMLPosition) {
    self.content = content
    self.position = position
  }

  /// Whether nothing was written here (`key:` alone, `~`, `null`, or an empty file).
  public var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return text.isEmpty || text == "~" || text == "null" || text == "Null" || text == "NULL"
  }
}

/// One `key: value` of a mapping, with the key's own position.
public struct YAMLEntry: Hashable, Sendable {
  public var key: String
  public var keyPosition: YAMLPosition
  public var value: YAMLNode

  public init(key: String, keyPosition: YAMLPosition, value: YAMLNode) {
    self.key = key
    self.keyPosition = keyPosition
    self.value = value
  }
}

/// What is wrong with a YAML file, and where.
public struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
  public var file: String
  /// From 1; nil where the file as a whole is meant, as when it cannot be read.
  public var line: Int?
  public var column: Int?
  public var message: String

  public init(file: String, line: Int? = nil, column: Int? = nil, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  public init(at position: YAMLPosition, _ message: String) {
    self.init(file: position.file, line: position.line, column: position.column, message: message)
  }

  /// `FILE:LINE:COL`, or the file alone where it is meant as a whole.
  public var place: String { ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":") }

  /// `FILE:LINE:COL: message`, as compilers write it.
  public var description: String { "\(place): \(message)" }
}
