import Facts

/// One thing that a function does with a local that holds a reference.
struct LocalUse: Hashable {
  enum Kind: Hashable {
    /// It is set to a reference of its own.
    case takes
    /// It is set to null.
    case clears
    /// Its reference goes to somebody else: a call's argument, a result, a field.
    case gives
    case releases
    /// The object is used: through the pointer itself, or as a raw pointer that somebody is shown.
    case looks(asRawPointer: Bool)
    /// It is compared with null or another pointer.
    case tests
    case ends
  }

  var kind: Kind
  /// In `Body.events`.
  var event: Int
  /// The local's name in the text; of `releases` the whole call.
  var span: Span
  /// It is set where it is declared.
  var isInitialization = false
}

/// Why a local stays a raw pointer.
struct LeftRaw: Error, Hashable {
  var reason: String
  var span: Span
}
