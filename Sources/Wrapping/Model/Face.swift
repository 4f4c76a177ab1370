/// The Swift face of a library, as plain values: what the writers print.
public struct Face: Sendable {
  public enum Language: String, Sendable { case c, cPlusPlus = "c++" }

  /// A header as the module includes it.
  public struct Header: Hashable, Sendable {
    /// `json-c/json.h`, or an absolute path where no search path leads to it.
    public var name: String
    public var isAngled: Bool

    public init(name: String, isAngled: Bool) {
      self.name = name
      self.isAngled = isAngled
    }
  }

  /// The Swift module; the Clang module beside it has a C before its name.
  public var module: String
  public var language: Language
  public var headers: [Header]
  public var types: [FaceType]
  public var enumerations: [FaceEnumeration]
  /// In the order of their names in Swift's eyes: by type, then as the headers have them.
  public var functions: [FaceFunction]
  /// Objects that have one owner get a Swift class, on NativeLifetimes.
  public var holdsHandles: Bool

  public init(module: String, language: Language, headers: [Header], holdsHandles: Bool = false) {
    self.module = module
    self.language = language
    self.headers = headers
    types = []
    enumerations = []
    functions = []
    self.holdsHandles = holdsHandles && language == .c
  }

  public var clangModule: String { "C" + module }
}

/// Where a piece of knowledge comes from; the order is that of trust.
public enum Provenance: Hashable, Sendable {
  /// Read off the code: the rule that says so, and where.
  case code(rule: String, place: String)
  /// A discipline file or introspection data says so.
  case stated(String)
  /// A naming habit only.
  case habit

  /// For comments and reports: `by base.retOwnNew, box.c:12`.
  public var sentence: String {
    switch self {
    case .code(let rule, let place): place.isEmpty ? "by \(rule)" : "by \(rule), \(place)"
    case .stated(let name): "as \(name) says"
    case .habit: "by its name only: please check"
    }
  }

  public var word: String {
    switch self {
    case .code: "code"
    case .stated: "stated"
    case .habit: "habit"
    }
  }
}
