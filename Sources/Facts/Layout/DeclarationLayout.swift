/// Where the parts of one declaration stand.
///
/// ```
/// static const T *const a[3] = f(), *b;
///        ^^^^^^^                           specifier
///                ^^^^^^                    pointer
///                       ^                  name
///                        ^^^               suffix
///                              ^^^         initializer
///                ^^^^^^^^^^^^^^^^^         declarator
/// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^         whole
/// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^   group, isGrouped
/// ```
///
/// A part that is not there is `Span.none`. A part that comes out of a macro's body has the place of the expansion and the
/// macro's name, as every span has; what a macro was given as an argument stands in the file as it is.
public struct DeclarationLayout: Hashable, Sendable {
  public enum Part: UInt8, Sendable {
    /// A parameter, local, field or global itself.
    case variable
    /// The result of a function, or of the function that a pointer or typedef with this name is about.
    case result
  }

  /// How the type is written.
  public enum Form: UInt8, Sendable {
    /// In full: `T *`.
    case plain
    /// Through an alias that hides a pointer or reference: `TP`.
    case alias
    /// `auto`, `auto *`, `decltype(auto)`, `decltype(x)`, `typeof(x)`.
    case deduced
    /// With template arguments, of a class or an alias: `owner<T *>`, `std::shared_ptr<T>`.
    case template
  }

  public struct Flags: OptionSet, Hashable, Sendable {
    public var rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Other declarators share the specifiers.
    public static let isGrouped = Flags(rawValue: 1 << 0)
    /// The first declarator of its group, or the only one.
    public static let isFirst = Flags(rawValue: 1 << 1)
    /// The declarator of this very type has parentheses: `(*f)(int)`, `(*a)[3]`.
    public static let isParenthesized = Flags(rawValue: 1 << 2)
    /// The type comes after the parameters: `auto f() -> T *`.
    public static let isTrailing = Flags(rawValue: 1 << 3)
    /// Read as an instantiation: the text is the template's, for all its instantiations alike.
    public static let isInstantiated = Flags(rawValue: 1 << 4)
  }

  public var part: Part
  public var form: Form
  public var flags: Flags
  /// What the facts know the declaration by. Of an unnamed parameter: the token that follows it.
  public var name: Span
  /// The type without the declarator, with the `const` and `volatile` next to it.
  public var specifier: Span
  /// A `const` or `volatile` that other words part from the specifier: `const static T *`.
  public var detachedQualifier: Span
  /// The `*`, `&` and their qualifiers before the name.
  public var pointer: Span
  /// Dimensions or parameters after the name.
  public var suffix: Span
  /// The expression alone, without `=`.
  public var initializer: Span
  /// From the first `*` (or the name) to the end of the initialiser.
  public var declarator: Span
  /// From the first specifier to the end of the declarator. Of a function: up to its body.
  public var whole: Span
  /// All declarators that share the specifiers, with the semicolon; none for parameters, conditions and function bodies.
  public var group: Span
  /// The first template argument, of a type with arguments: the `T *` in `owner<T *>`.
  public var argument: Span

  public init(
    part: Part, form: Form, flags: Flags = [], name: Span, specifier: Span = .none, detachedQualifier: Span = .none,
    pointer: Span = .none, suffix: Span = .none, initializer: Span = .none, declarator: Span = .none,
    whole: Span = .none, group: Span = .none, argument: Span = .none
  ) {
    self.part = part
    self.form = form
    self.flags = flags
    self.name = name
    self.specifier = specifier
    self.detachedQualifier = detachedQualifier
    self.pointer = pointer
    self.suffix = suffix
    self.initializer = initializer
    self.declarator = declarator
    self.whole = whole
    self.group = group
    self.argument = argument
  }

  /// The type as written in one piece before the name: `const T *const`. `nil` where it is not in one piece (a later
  /// declarator of a group, parentheses, dimensions, a detached qualifier) or comes out of a macro.
  public var type: Span? {
    guard !specifier.isNone, !specifier.isFromMacro, !pointer.isFromMacro, detachedQualifier.isNone,
      flags.isDisjoint(with: .isParenthesized), flags.contains(.isFirst), part == .result || suffix.isNone
    else { return nil }
    guard !pointer.isNone else { return specifier }
    guard pointer.file == specifier.file, pointer.begin >= specifier.end else { return nil }
    return Span(file: specifier.file, begin: specifier.begin, end: pointer.end)
  }

  /// Some part of the type comes out of a macro's body: it cannot be edited where it is used.
  public var isFromMacro: Bool { name.isFromMacro || specifier.isFromMacro || pointer.isFromMacro || whole.isFromMacro }
}

extension DeclarationLayout {
  /// All parts in a fixed order, for storing and mapping them.
  var spans: [Span] {
    get { [name, specifier, detachedQualifier, pointer, suffix, initializer, declarator, whole, group, argument] }
    set {
      guard newValue.count == Self.spanCount else { return }
      name = newValue[0]
      specifier = newValue[1]
      detachedQualifier = newValue[2]
      pointer = newValue[3]
      suffix = newValue[4]
      initializer = newValue[5]
      declarator = newValue[6]
      whole = newValue[7]
      group = newValue[8]
      argument = newValue[9]
    }
  }

  static let spanCount = 10
}
