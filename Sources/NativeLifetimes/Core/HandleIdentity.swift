/// What a handle is called in errors and in the live list.
public struct HandleIdentity: Sendable, Equatable, CustomStringConvertible {
  /// Counts up through the whole program, so a smaller number was made earlier.
  public let id: UInt64
  /// The word that the wrapper's author gave: "DSP factory", "connection to db3".
  public let kind: String
  public let madeAt: SourceSite

  public var description: String { "\(kind) #\(id) (made at \(madeAt))" }
}

/// How a handle's life ended.
public struct HandleEnd: Sendable, Equatable, CustomStringConvertible {
  public enum Cause: Sendable, Equatable {
    /// `close()` was called on it.
    case closed
    /// `close()` was called on what it was made from, and it had to go first.
    case ancestorClosed(HandleIdentity)
    /// The native library took it over.
    case handedOver
    /// The library took another registration in its place and forgot this one.
    case replaced
    /// The library made the one call that it was registered for.
    case answered
    /// The last Swift reference went away.
    case dropped
  }

  public let cause: Cause
  /// Where the call stands that ended it; nil when the last reference simply went away.
  public let site: SourceSite?

  public var description: String {
    let place = site.map { " at \($0)" } ?? ""
    return switch cause {
    case .closed: "closed\(place)"
    case .ancestorClosed(let ancestor): "closed with \(ancestor)\(place)"
    case .handedOver: "handed over to the library\(place)"
    case .replaced: "replaced by another registration\(place)"
    case .answered: "answered by the library"
    case .dropped: "let go"
    }
  }
}
