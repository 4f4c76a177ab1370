/// Why nothing was written: one line that says what, where and what to do.
public struct RewriteError: Error, Hashable, Sendable, CustomStringConvertible {
  public var path: String
  public var message: String
  public var help: String

  public init(_ path: String, _ message: String, help: String) {
    self.path = path
    self.message = message
    self.help = help
  }

  public var description: String { "\(path): \(message); \(help)" }
}
