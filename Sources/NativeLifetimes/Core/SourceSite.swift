/// A place in the user's source: where a handle was made or closed.
public struct SourceSite: Sendable, Equatable, CustomStringConvertible {
  /// The module and file, as `#fileID` gives it.
  public let fileID: StaticString
  public let line: UInt

  public init(fileID: StaticString, line: UInt) {
    self.fileID = fileID
    self.line = line
  }

  public var description: String { "\(fileID):\(line)" }

  public static func == (one: SourceSite, other: SourceSite) -> Bool {
    one.line == other.line && one.fileID.description == other.fileID.description
  }
}
