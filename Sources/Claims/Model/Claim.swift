import Disciplines

/// What Deed says of a slot. It only climbs: from `unknown` to one of the three in the middle, and from there to `conflict`.
public enum Claim: String, Hashable, Sendable, CaseIterable {
  case unknown, owner, pointer, leaked, conflict

  public init(_ ownership: Ownership) {
    switch ownership {
    case .owner: self = .owner
    case .pointer: self = .pointer
    case .leaked: self = .leaked
    }
  }

  /// `nil` for what is not known and for what is disputed.
  public var ownership: Ownership? {
    switch self {
    case .owner: .owner
    case .pointer: .pointer
    case .leaked: .leaked
    case .unknown, .conflict: nil
    }
  }

  /// The least claim that is above both.
  public func joined(with other: Claim) -> Claim {
    if self == other || other == .unknown { return self }
    if self == .unknown { return other }
    return .conflict
  }

  /// How high in the lattice: the solver asserts that this never falls.
  public var height: Int {
    switch self {
    case .unknown: 0
    case .owner, .pointer, .leaked: 1
    case .conflict: 2
    }
  }
}

/// How far evidence is to be trusted. What is stronger decides; what is weaker and disagrees is kept beside it.
///
/// The solver works them off in this order and brings each to its fixpoint before it turns to the next, so a claim never
/// has to be taken back: evidence that rests on other claims is never stronger than the weakest of them.
public enum Strength: UInt8, Hashable, Comparable, Sendable, CaseIterable {
  /// Written into the code, or stated by a discipline file.
  case declared
  /// Shown by walking the paths of a function.
  case proven
  /// A reference is made, given up or handed on: seen in the text.
  case syntactic
  /// Every use is known, and none of them gives anything up.
  case allUses
  /// Read off the callers, of what has no body that could say more.
  case callers
  /// A naming habit.
  case conventional

  public static func < (left: Strength, right: Strength) -> Bool { left.rawValue < right.rawValue }

  public var word: String {
    switch self {
    case .declared: "declared"
    case .proven: "proven"
    case .syntactic: "syntactic"
    case .allUses: "all uses"
    case .callers: "callers"
    case .conventional: "conventional"
    }
  }
}
