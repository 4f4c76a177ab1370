import Disciplines
import Facts

/// What is claimed of places and of functions, by whoever stands above: the walk believes it where it knows nothing itself.
public struct KnownOwnership: Sendable {
  /// Places that own what they hold, and places that do not; what is in neither is not known.
  public var isOwner: [PlaceShape: Bool] = [:]
  /// What a call does by the claims of the function's slots.
  public var meanings: [FunctionID: CallMeaning] = [:]

  /// Functions whose result comes with a reference: believed where their own paths do not say what it is.
  public var givesResult: Set<FunctionID> = []

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

  /// Whether it says the same of a function as another.
  func agrees(with other: KnownOwnership, on function: FunctionID) -> Bool {
    meanings[function] == other.meanings[function] && lent[function] == other.lent[function]
      && givesResult.contains(function) == other.givesResult.contains(function)
  }
}
