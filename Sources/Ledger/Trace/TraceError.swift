/// Why a trace cannot be read, with the place in the file.
public struct TraceError: Error, Hashable, Sendable, CustomStringConvertible {
  public var path: String
  /// Nil where it is about the whole file.
  public var offset: Int?
  public var message: String

  public var description: String {
    "\(path): " + (offset.map { "byte \($0): " } ?? "") + message
  }
}
