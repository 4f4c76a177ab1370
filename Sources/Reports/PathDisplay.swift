/// How paths are shown: from the current directory where they lie below it, else whole.
public struct PathDisplay: Sendable {
  private let directory: String
  private let prefix: String

  /// `directory` is absolute, without a slash at its end.
  public init(directory: String) {
    self.directory = directory
    prefix = directory == "/" ? directory : directory + "/"
  }

  public func shown(_ path: String) -> String {
    if path == directory { return "." }
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }
}
