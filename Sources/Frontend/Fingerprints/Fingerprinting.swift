/// What of a unit's meaning is hashed, so that a text before and after a rewrite can be compared.
public struct Fingerprinting: Hashable, Sendable {
  /// Attributes that say nothing here, as facts spell them.
  public var ignoredAttributes: [String]
  /// Files whose own declarations are left out: the header that a rewrite brings.
  public var ignoredFiles: Set<String>
  /// The same by the name in an `#include`, wherever the header is found.
  public var ignoredHeaders: [String]

  public init(ignoredAttributes: [String] = [], ignoredFiles: Set<String> = [], ignoredHeaders: [String] = []) {
    self.ignoredAttributes = ignoredAttributes
    self.ignoredFiles = ignoredFiles
    self.ignoredHeaders = ignoredHeaders
  }
}

/// What a unit's declarations are, whatever their text looks like.
public struct UnitFingerprint: Hashable, Sendable {
  /// One thing that is declared.
  public struct Declaration: Hashable, Sendable {
    public var name: String
    public var hash: UInt64
    public var path: String
    public var offset: UInt32
  }

  /// Of all declarations, in order.
  public var hash: UInt64 = 0
  /// Empty where only the hash was asked for.
  public var declarations: [Declaration] = []

  public init() {}
}

/// Fingerprints of a whole program's units.
public struct ProgramFingerprint: Hashable, Sendable {
  /// By the number of the command.
  public var units: [Int: UInt64] = [:]
  /// Of shared headers' own declarations, by the numbers of the commands that share them.
  public var shared: [[Int]: UInt64] = [:]

  public init() {}
}
