import Facts

/// What `deed convert` would write, and what it leaves raw.
public struct ConversionPlan: Sendable {
  public internal(set) var edits = EditSet()
  /// The bytes of each edited file as they are now, by path.
  public internal(set) var originals: [String: [UInt8]] = [:]
  /// Locals that become smart pointers.
  public internal(set) var converted = 0
  /// Functions that hold such locals, by qualified name and path: what is left out when one turns out wrong.
  public internal(set) var functions: Set<ConvertedFunction> = []
  public internal(set) var leftRaw: [LeftAlone] = []
  public internal(set) var refusedFiles: [(path: String, reason: String)] = []

  public init() {}
}

/// A function in which something is converted.
public struct ConvertedFunction: Hashable, Sendable {
  public var name: String
  public var path: String

  public init(name: String, path: String) {
    self.name = name
    self.path = path
  }
}
