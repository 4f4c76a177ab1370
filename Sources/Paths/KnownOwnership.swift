import Disciplines
import Facts

/// What is claimed of places and of functions, by whoever stands above: the walk believes it where it knows nothing itself.
public struct KnownOwnership: Sendable {
  /// Places that own what they hold, and places that do not; what is in neither is not known.
  public var isOwner: [PlaceShape: Bool] = [:]
  /// What a call does by the claims of the function's slots.
  public var meanings: [FunctionID: CallMeaning] = [:]

  public init() {}

  func meaning(of function: FunctionID) -> CallMeaning? { meanings[function] }
}
