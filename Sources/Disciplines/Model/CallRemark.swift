/// What else is known of functions, beside what they do to references: several remarks on one function add up.
public struct CallRemark: Hashable, Sendable {
  /// What a call does to the error that the thread has pending, in libraries that keep one.
  public enum ErrorEffect: String, Hashable, Sendable, CaseIterable {
    /// An error is pending afterwards.
    case sets
    /// None is.
    case clears
    /// It asks whether one is.
    case asks
    /// One is pending where the result is 0, and only there.
    case setsIfFalse
    /// Nothing changes, not even where it fails.
    case leaves
  }

  /// Qualified names, with `*` and `?`.
  public var names: [String]
  /// Arguments that are looked into without a test for null, from 0.
  public var notNull: [Int]
  /// What was borrowed from this argument may be gone afterwards.
  public var drops: Int?
  /// The argument that says which of several things in the object is meant; for a function that borrows and for one that drops.
  public var key: Int?
  public var error: ErrorEffect?
  /// The argument whose storage is freed, whatever object stands in it.
  public var frees: Int?
  /// The argument whose storage is made larger or smaller, so that its object goes elsewhere; where that fails it stays.
  public var moves: Int?
  /// The argument whose storage is written over with bytes that come from elsewhere; nobody keeps it.
  public var fills: Int?
  /// The result is storage that nobody else has the address of.
  public var allocates: Bool
  /// The argument with the function that ends what is in a container: of the one that is made, or of the one at argument 0.
  public var ends: Int?
  /// The same, for the keys of a container that has keys and values.
  public var endsKeys: Int?
  /// It makes an empty container, or gives one up, and ends nothing of what is in it.
  public var endsNothing: Bool
  /// It is called where the caller did what it must not, and says so: what comes after is no way that is meant to be gone.
  public var refuses: Bool

  public init(
    names: [String] = [], notNull: [Int] = [], drops: Int? = nil, key: Int? = nil, error: ErrorEffect? = nil,
    frees: Int? = nil, moves: Int? = nil, fills: Int? = nil, allocates: Bool = false, ends: Int? = nil,
    endsKeys: Int? = nil, endsNothing: Bool = false, refuses: Bool = false
  ) {
    self.names = names
    self.notNull = notNull
    self.drops = drops
    self.key = key
    self.error = error
    self.frees = frees
    self.moves = moves
    self.fills = fills
    self.allocates = allocates
    self.ends = ends
    self.endsKeys = endsKeys
    self.endsNothing = endsNothing
    self.refuses = refuses
  }

  mutating func add(_ other: CallRemark) {
    notNull += other.notNull
    drops = drops ?? other.drops
    key = key ?? other.key
    error = error ?? other.error
    frees = frees ?? other.frees
    moves = moves ?? other.moves
    fills = fills ?? other.fills
    allocates = allocates || other.allocates
    ends = ends ?? other.ends
    endsKeys = endsKeys ?? other.endsKeys
    endsNothing = endsNothing || other.endsNothing
    refuses = refuses || other.refuses
  }
}

/// Fields through which a framework calls a program's functions, and how those say that they failed.
public struct EntryPoints: Hashable, Sendable {
  public enum Failure: String, Hashable, Sendable, CaseIterable {
    case null, negative
  }

  /// `Record::field`, with `*` and `?`.
  public var fields: [String]
  /// An error must be pending where this is returned, and only there.
  public var failure: Failure

  public init(fields: [String] = [], failure: Failure = .null) {
    self.fields = fields
    self.failure = failure
  }
}
