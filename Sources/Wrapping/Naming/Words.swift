/// A native name as words in lower case: `json_object_new` and `JSONObjectNew` are both `json object new`.
struct Words: Hashable {
  var words: [String]

  init(_ words: some Sequence<String>) { self.words = Array(words) }

  init(splitting name: String) {
    var words: [String] = []
    var word = ""
    let characters = Array(name.unicodeScalars)
    func isUpper(_ index: Int) -> Bool {
      characters.indices.contains(index) && characters[index].properties.isUppercase
    }
    func isLower(_ index: Int) -> Bool {
      characters.indices.contains(index) && characters[index].properties.isLowercase
    }
    for (index, character) in characters.enumerated() {
      if character == "_" || character == ":" || character == "." || character == "-" {
        if !word.isEmpty { words.append(word) }
        word = ""
        continue
      }
      // A capital begins a word after a small letter, and where it is the last of a row before one: `SHAKey`.
      let isBorder = isUpper(index) && (isLower(index - 1) || isUpper(index - 1) && isLower(index + 1))
      if isBorder, !word.isEmpty {
        words.append(word)
        word = ""
      }
      word.unicodeScalars.append(character)
    }
    if !word.isEmpty { words.append(word) }
    for index in words.indices.dropFirst() where words[index - 1].allSatisfy(\.isUppercase) {
      // `PQfinish`: the last capital belongs to the library's name, where what is left is a verb.
      let verb = String(words[index].dropFirst())
      guard Habits.verbs.contains(verb) else { continue }
      words[index - 1].append(words[index].removeFirst())
    }
    self.words = words.map { $0.lowercased() }
  }

  var isEmpty: Bool { words.isEmpty }
  var count: Int { words.count }
  var first: String? { words.first }
  var last: String? { words.last }

  /// `newFromNames`; a word that begins with a digit joins the one before it.
  var lowerCamel: String {
    guard let first else { return "" }
    return first + words.dropFirst().map(Self.capitalized).joined()
  }

  var upperCamel: String { words.map(Self.capitalized).joined() }

  static func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }

  func dropping(prefix: Words) -> Words? {
    guard words.starts(with: prefix.words) else { return nil }
    return Words(words.dropFirst(prefix.count))
  }

  /// The words that are left when those of `other` are taken out, in order; nil where one is missing.
  func removing(_ other: Words) -> Words? {
    var rest = words
    for word in other.words {
      guard let place = rest.firstIndex(of: word) else { return nil }
      rest.remove(at: place)
    }
    return Words(rest)
  }

  func commonPrefix(with other: Words) -> Words {
    Words(zip(words, other.words).prefix { $0 == $1 }.map(\.0))
  }
}
