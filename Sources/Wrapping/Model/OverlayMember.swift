/// A member that the overlay writes in Swift, since no note can say it.
public enum OverlayMember: Hashable, Sendable {
  /// What it returns becomes a `String`.
  case text(SwiftName)
  /// A function of objects that Swift classes hold.
  case handle(HandleMember)

  public var name: SwiftName {
    switch self {
    case .text(let name): name
    case .handle(let member): member.name
    }
  }
}
