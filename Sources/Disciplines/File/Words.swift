// How the cases of the model are spelled in discipline files: words with hyphens, as in `consumes-on-success`.

/// A case of the model that a discipline file names by one word.
protocol FileWord: RawRepresentable<String>, CaseIterable {}

extension FileWord {
  /// `consumesOnSuccess` is written `consumes-on-success`.
  var word: String {
    var word = ""
    for character in rawValue {
      if character.isUppercase { word += "-" }
      word += character.lowercased()
    }
    return word
  }

  init?(word: String) {
    guard let found = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = found
  }

  static var words: [String] { allCases.map(\.word) }
}

extension ArgumentEffect: FileWord {}
extension ObjectRecorder: FileWord {}
extension Ownership: FileWord {}
extension Discipline.Kind: FileWord {}
extension SmartPointer.Construction: FileWord {}
extension AnnotationStyle.Form: FileWord {}
extension FormatArgument.Language: FileWord {}

extension ResultEffect {
  /// The words that may begin a result; the others are followed by an argument's number or `receiver`.
  static let plainWords = ["unspecified", "always-null", "new", "floating", "borrowed"]
  static let argumentWords = [
    "borrowed-from", "held-by", "argument", "grown-argument", "rest-of-argument", "retained-argument",
  ]

  var phrase: String {
    switch self {
    case .unspecified: "unspecified"
    case .null: "always-null"
    case .new: "new"
    case .floating: "floating"
    case .borrowed: "borrowed"
    case .borrowedFrom(let argument): "borrowed-from \(Self.name(of: argument))"
    case .heldBy(let argument): "held-by \(Self.name(of: argument))"
    case .argument(let argument): "argument \(Self.name(of: argument))"
    case .grownArgument(let argument): "grown-argument \(Self.name(of: argument))"
    case .restOfArgument(let argument): "rest-of-argument \(Self.name(of: argument))"
    case .retainedArgument(let argument): "retained-argument \(Self.name(of: argument))"
    }
  }

  init?(phrase: String) {
    let parts = phrase.split(separator: " ")
    switch (parts.first, parts.count) {
    case ("unspecified", 1): self = .unspecified
    case ("always-null", 1): self = .null
    case ("new", 1): self = .new
    case ("floating", 1): self = .floating
    case ("borrowed", 1): self = .borrowed
    default:
      guard parts.count == 2, let argument = Self.argument(named: parts[1]) else { return nil }
      switch parts[0] {
      case "borrowed-from": self = .borrowedFrom(argument: argument)
      case "held-by": self = .heldBy(argument: argument)
      case "argument": self = .argument(argument)
      case "grown-argument": self = .grownArgument(argument)
      case "rest-of-argument": self = .restOfArgument(argument)
      case "retained-argument": self = .retainedArgument(argument)
      default: return nil
      }
    }
  }

  private static func name(of argument: Int) -> String { argument < 0 ? "receiver" : String(argument) }

  private static func argument(named name: Substring) -> Int? {
    if name == "receiver" { return -1 }
    guard let argument = Int(name), argument >= 0 else { return nil }
    return argument
  }
}
