public import YAML
private import Spelling

extension Discipline {
  /// Reads the disciplines out of the YAML file at `path`, one a document, or out of an introspection file (`.gir`).
  ///
  /// Whatever the format does not know is an error that names line, column and the nearest word that it does know.
  public static func read(fileAt path: String) throws(YAMLError) -> [Discipline] {
    if path.hasSuffix(".gir") { return [try GIRReader.discipline(fileAt: path)] }
    let documents = try YAMLNode.parseDocuments(contentsOf: path)
    guard !documents.isEmpty else { throw YAMLError(file: path, message: "has no discipline in it") }
    var disciplines: [Discipline] = []
    for document in documents { disciplines.append(try Discipline(document, origin: .file(path))) }
    return disciplines
  }

  /// Reads a discipline out of a parsed document.
  public init(_ document: YAMLNode, origin: Origin) throws(YAMLError) {
    let root = try document.mapping("a discipline", keys: Self.keys)
    self.init(name: try root.requiredString("name"), origin: origin)
    summary = try root.string("summary") ?? ""
    kind = try root["kind"]?.word("'kind'") ?? .counted
    onlyWhenNamed = try root.bool("only-when-named") ?? false
    types = try TypeSelection(root.mapping("types", keys: TypeSelection.keys))
    counters = try root.strings("counters")
    initialCount = try root.int("initial-count") ?? 1
    for node in try root.nodes("counts") { counts.append(try CountRule(node)) }
    for node in try root.nodes("pairs") { calls += try CallRule.pair(node) }
    for node in try root.nodes("calls") { calls.append(try CallRule(node)) }
    for node in try root.nodes("conventions") { conventions.append(try CallRule(node)) }
    for node in try root.nodes("remarks") { remarks.append(try CallRemark(node)) }
    for node in try root.nodes("entry-points") { entryPoints.append(try EntryPoints(node)) }
    booleans = try root.strings("booleans")
    failures = try root.strings("failures")
    for node in try root.nodes("smart-pointers") { smartPointers.append(try SmartPointer(node)) }
    for node in try root.nodes("containers") { containers.append(try Container(node)) }
    if let node = root["declared"] { declared = try DeclaredSpelling.list(node) }
    recorder = try root["recorded-by"]?.word("'recorded-by'")
    if let node = root["annotations"] { annotations = try AnnotationStyle(node) }
    for node in try root.nodes("because") { reasons.append(try Reason(node)) }
  }

  static let keys = [
    "name", "summary", "kind", "only-when-named", "types", "counters", "initial-count", "counts", "pairs", "calls",
    "conventions", "remarks", "entry-points", "booleans", "failures", "smart-pointers", "containers", "declared",
    "annotations", "recorded-by", "because",
  ]
}

extension TypeSelection {
  static let keys = ["bases", "names", "aliases", "except"]

  fileprivate init(_ mapping: YAMLMapping?) throws(YAMLError) {
    self.init()
    guard let mapping else { return }
    bases = try mapping.strings("bases")
    names = try mapping.strings("names")
    aliases = try mapping.strings("aliases")
    except = try mapping.strings("except")
  }
}

extension CallRule {
  fileprivate init(_ node: YAMLNode) throws(YAMLError) {
    let mapping = try node.mapping("a call", keys: ["names", "attributes", "returning-object", "does"])
    guard let does = mapping["does"] else {
      throw YAMLError(at: mapping.position, "a call needs the key 'does'")
    }
    self.init(
      names: try mapping.strings("names"), attributes: try mapping.strings("attributes"),
      onlyIfReturningObject: try mapping.bool("returning-object") ?? false, effects: try CallEffects(does))
    guard !names.isEmpty || !attributes.isEmpty else {
      throw YAMLError(at: mapping.position, "a call needs 'names' or 'attributes', to say which functions it is about")
    }
  }

  /// `create` and `destroy` in one breath, for objects without a count.
  fileprivate static func pair(_ node: YAMLNode) throws(YAMLError) -> [CallRule] {
    let mapping = try node.mapping("a pair", keys: ["create", "destroy"])
    let create = try mapping.strings("create")
    let destroy = try mapping.strings("destroy")
    guard !create.isEmpty, !destroy.isEmpty else {
      throw YAMLError(at: mapping.position, "a pair needs both 'create' and 'destroy'")
    }
    return [
      CallRule(names: create, effects: CallEffects(result: .new, mayReturnNull: true)),
      CallRule(names: destroy, effects: CallEffects(arguments: [0: .destroys])),
    ]
  }
}

extension CallEffects {
  fileprivate static let words = ["receiver", "result", "rest", "may-be-null", "format"]

  fileprivate init(_ node: YAMLNode) throws(YAMLError) {
    self.init()
    for entry in try node.mapping("'does'").entries {
      switch entry.key {
      case "receiver": receiver = try entry.value.word("'receiver'")
      case "rest": rest = try entry.value.word("'rest'")
      case "may-be-null": mayReturnNull = try entry.value.bool("'may-be-null'")
      case "result": result = try Self.result(entry.value)
      case "format": format = try FormatArgument(entry.value)
      default:
        guard let argument = Int(entry.key), argument >= 0 else {
          throw YAMLError(
            at: entry.keyPosition,
            "unknown key '\(entry.key)' in 'does': an argument's number from 0, or one of "
              + Self.words.joined(separator: ", ") + suggestion(for: entry.key, among: Self.words))
        }
        arguments[argument] = try entry.value.word("the effect on argument \(argument)")
      }
    }
  }

  private static func result(_ node: YAMLNode) throws(YAMLError) -> ResultEffect {
    let phrase = try node.string("'result'")
    if let result = ResultEffect(phrase: phrase) { return result }
    let words = ResultEffect.plainWords + ResultEffect.argumentWords
    let first = phrase.split(separator: " ").first.map(String.init) ?? ""
    let hint =
      words.contains(first)
      ? " (an argument is a number from 0, or 'receiver')" : suggestion(for: first, among: words)
    throw YAMLError(
      at: node.position,
      "'result' is one of \(ResultEffect.plainWords.joined(separator: ", ")), "
        + "\(ResultEffect.argumentWords.map { $0 + " ARGUMENT" }.joined(separator: ", ")), not '\(phrase)'\(hint)")
  }
}

extension FormatArgument {
  /// `python-parse 1`
  fileprivate init(_ node: YAMLNode) throws(YAMLError) {
    let parts = try node.string("'format'").split(separator: " ").map(String.init)
    guard parts.count == 2, let language = Language(word: parts[0]), let argument = Int(parts[1]), argument >= 0 else {
      throw YAMLError(
        at: node.position,
        "'format' is \(Language.words.joined(separator: " or ")) and the format's argument from 0, as in 'python-parse 1'"
          + suggestion(for: parts.first ?? "", among: Language.words))
    }
    self.init(language: language, argument: argument)
  }
}

extension DeclaredSpelling {
  fileprivate static func list(_ node: YAMLNode) throws(YAMLError) -> [DeclaredSpelling] {
    var list: [DeclaredSpelling] = []
    for entry in try node.mapping("'declared'", keys: Ownership.words).entries {
      guard let ownership = Ownership(word: entry.key) else { continue }
      let mapping = try entry.value.mapping(
        "'\(entry.key)'", keys: ["aliases", "macros", "attributes", "receiver-attributes"])
      list.append(
        DeclaredSpelling(
          ownership: ownership, aliases: try mapping.strings("aliases"), macros: try mapping.strings("macros"),
          attributes: try mapping.strings("attributes"),
          receiverAttributes: try mapping.strings("receiver-attributes")))
    }
    return list
  }
}

extension Reason {
  fileprivate init(_ node: YAMLNode) throws(YAMLError) {
    let mapping = try node.mapping("a reason", keys: ["says", "in", "at"])
    self.init(
      sentence: try mapping.requiredString("says"), function: try mapping.string("in") ?? "",
      location: try mapping.string("at") ?? "")
  }
}

extension YAMLNode {
  /// One of the words of a closed set.
  func word<Word: FileWord>(_ subject: String) throws(YAMLError) -> Word {
    let text = try choice(subject, among: Word.words)
    guard let word = Word(word: text) else { throw YAMLError(at: position, "\(subject) is not understood") }
    return word
  }
}
