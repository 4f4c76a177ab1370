extension FaceFunction {
  /// Memory that the overlay frees.
  var memoryForOverlay: OwnedMemory? {
    guard let memory = result.memory, case .overlay(let member) = treatment else { return nil }
    switch member {
    case .text: return memory
    case .handle(let member): return member.outcome == .text || member.outcome == .bytes ? memory : nil
    }
  }
}

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
