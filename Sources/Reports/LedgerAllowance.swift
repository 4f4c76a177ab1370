private import Glibc
import Ledger

/// Objects that may be alive at the end, and why: an entry of the settings' `alive`.
public struct LedgerAllowance: Hashable, Sendable {
  /// A pattern for the objects' type, with `*` and `?`; nil for any.
  public var type: String?
  /// A pattern for a function on the stack of their creation; nil for any.
  public var function: String?
  public var reason: String

  public init(type: String?, function: String?, reason: String) {
    self.type = type
    self.function = function
    self.reason = reason
  }

  func allows(type: String, frames: [Symbolizer.Frame]) -> Bool {
    if let pattern = self.type, fnmatch(pattern, type, 0) != 0 { return false }
    guard let function else { return true }
    return frames.contains { fnmatch(function, Self.name(of: $0.function), 0) == 0 }
  }

  /// Without parameters.
  private static func name(of function: String) -> String { String(function.prefix { $0 != "(" }) }
}
