/// Where a statement stands that consists of one expression: a call, an assignment, a `delete`; or of one macro.
///
/// ```
/// if (p) p->release();
///        ^^^^^^^^^^^^     expression
///        ^^^^^^^^^^^^^    statement, isSoleBody
///     ^                  condition
/// ^^^^^^^^^^^^^^^^^^^^    guardStatement
/// ```
public struct StatementLayout: Hashable, Sendable {
  public struct Flags: OptionSet, Hashable, Sendable {
    public var rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The body of an `if`, a loop or a label without braces: something must stand in its place.
    public static let isSoleBody = Flags(rawValue: 1 << 0)
    /// The same of the guarding `if`.
    public static let isGuardSoleBody = Flags(rawValue: 1 << 1)
  }

  public var flags: Flags
  /// Without the semicolon.
  public var expression: Span
  /// With the semicolon.
  public var statement: Span
  /// The `if` that has no `else` and holds nothing else than this statement, to the end of its body; else none.
  public var guardStatement: Span
  /// What that `if` asks.
  public var condition: Span

  public init(
    flags: Flags = [], expression: Span, statement: Span, guardStatement: Span = .none, condition: Span = .none
  ) {
    self.flags = flags
    self.expression = expression
    self.statement = statement
    self.guardStatement = guardStatement
    self.condition = condition
  }
}

extension StatementLayout {
  /// All parts in a fixed order, for storing and mapping them.
  var spans: [Span] {
    get { [expression, statement, guardStatement, condition] }
    set {
      guard newValue.count == Self.spanCount else { return }
      expression = newValue[0]
      statement = newValue[1]
      guardStatement = newValue[2]
      condition = newValue[3]
    }
  }

  static let spanCount = 4
}
