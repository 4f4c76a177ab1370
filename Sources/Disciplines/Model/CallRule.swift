/// What the functions of certain names, or with certain attributes, do to references.
public struct CallRule: Hashable, Sendable {
  /// Qualified names, with `*` and `?` for any text and any character.
  public var names: [String]
  /// Attributes, spelled as facts do, for functions that say it themselves.
  public var attributes: [String]
  /// Only functions that return a pointer to an object of the discipline.
  public var onlyIfReturningObject: Bool
  public var effects: CallEffects

  public init(
    names: [String] = [], attributes: [String] = [], onlyIfReturningObject: Bool = false, effects: CallEffects
  ) {
    self.names = names
    self.attributes = attributes
    self.onlyIfReturningObject = onlyIfReturningObject
    self.effects = effects
  }
}

/// The effects of one call, before it is known which function has them.
public struct CallEffects: Hashable, Sendable {
  public var arguments: [Int: ArgumentEffect]
  /// Of all arguments that a variadic function takes beyond its parameters.
  public var rest: ArgumentEffect?
  public var receiver: ArgumentEffect
  public var result: ResultEffect
  public var mayReturnNull: Bool
  public var format: FormatArgument?

  public init(
    arguments: [Int: ArgumentEffect] = [:], rest: ArgumentEffect? = nil, receiver: ArgumentEffect = .borrows,
    result: ResultEffect = .unspecified, mayReturnNull: Bool = false, format: FormatArgument? = nil
  ) {
    self.arguments = arguments
    self.rest = rest
    self.receiver = receiver
    self.result = result
    self.mayReturnNull = mayReturnNull
    self.format = format
  }
}

/// A format string that says what is done with the arguments after it.
public struct FormatArgument: Hashable, Sendable {
  public enum Language: String, Hashable, Sendable, CaseIterable {
    /// `PyArg_ParseTuple`: the rest are addresses that are filled.
    case pythonParse
    /// `Py_BuildValue`: `O` keeps a reference of its own, `N` takes the caller's.
    case pythonBuild
  }

  public var language: Language
  /// The position of the format string, from 0.
  public var argument: Int

  public init(language: Language, argument: Int) {
    self.language = language
    self.argument = argument
  }
}
