/// Why bytes are not facts that can be used. Each is a reason to make the facts anew, never to stop.
public enum FactFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Does not begin as a file of facts does.
  case foreign
  /// Made by a version of Deed whose facts look otherwise.
  case version(found: UInt32, expected: UInt32)
  case truncated
  /// The bytes are not those that were written.
  case damaged
  /// An index that names nothing, or a value that no kind has.
  case inconsistent(String)
  case unreadable(path: String, reason: String)

  public var description: String {
    switch self {
    case .foreign: "not a file of facts"
    case .version(let found, let expected): "facts of format \(found), this is format \(expected)"
    case .truncated: "the file ends too early"
    case .damaged: "the checksum does not match"
    case .inconsistent(let what): "inconsistent facts: \(what)"
    case .unreadable(let path, let reason): "\(path): \(reason)"
    }
  }
}
