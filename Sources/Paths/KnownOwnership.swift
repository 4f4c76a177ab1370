import Disciplines
import Facts

/// What is claimed of places and of functions, by whoever stands above: the walk believes it where it knows nothing itself.
public struct KnownOwnership: Sendable {
  /// Places that own what they hold, and places that do not; what is in neither is not known.
  public var isOwner: [PlaceShape: Bool] = [:]
  /// What a call does by the claims of the function's slots.
  public var meanings: [FunctionID: CallMeaning] = [:]

  /// By function: parameters that are only lent to it, one bit each.
  public var lent: [FunctionID: UInt64] = [:]

  public init() {}

  public mutating func lend(_ parameter: Int, to function: FunctionID) {
    guard parameter >= 0, parameter < UInt64.bitWidth else { return }
    lent[function, default: 0] |= 1 << UInt64(parameter)
  }

  func isLent(_ parameter: Int, to function: FunctionID) -> Bool {
    guard parameter >= 0, parameter < UInt64.bitWidth, let bits = lent[function] else { return false }
    return bits & 1 << UInt64(parameter) != 0
  }

  func meaning(of function: FunctionID) -> CallMeaning? { meanings[function] }
}
