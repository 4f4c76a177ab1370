/// What a slot is to the object that it refers to.
public enum Ownership: String, Hashable, Sendable, CaseIterable {
  /// Has to give up one reference, or hand it on, before it ends.
  case owner
  /// Uses what somebody else keeps alive.
  case pointer
  /// Holds a reference that is never given up, on purpose.
  case leaked
}
