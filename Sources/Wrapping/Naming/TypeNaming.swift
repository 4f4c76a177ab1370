/// Swift names of types and of the members of enumerations.
enum TypeNaming {
  /// `cairo_surface_t` becomes `CairoSurface`; a name that is one in Swift's manner already stays.
  static func typeName(_ nativeName: String) -> String {
    let simple = nativeName.split(separator: ":").last.map(String.init) ?? nativeName
    if let first = simple.first, first.isUppercase, !simple.contains("_") { return simple }
    let name = Words(Self.stem(simple)).upperCamel
    return name.isEmpty || name.first.map(\.isNumber) ?? true ? simple : name
  }

  /// The words of a type's name, without the `t` that marks a typedef in C.
  static func stem(_ nativeName: String) -> [String] {
    let simple = nativeName.split(separator: ":").last.map(String.init) ?? nativeName
    var words = Words(splitting: simple).words
    if words.count > 1, words.last == "t", simple.hasSuffix("_t") { words.removeLast() }
    return words
  }

  /// Enumerators lose the words that all of them share with one another, or with the enumeration's name.
  static func memberNames(of names: [String], in enumeration: String) -> [String] {
    let all = names.map { Words(splitting: $0) }
    var shared = all.first ?? Words([])
    for words in all.dropFirst() { shared = shared.commonPrefix(with: words) }
    if all.count == 1 {
      let stem = Words(stem(enumeration))
      shared = shared.commonPrefix(with: stem)
    }
    // What says no has to be heard.
    if let no = shared.words.firstIndex(where: { Habits.negations.contains($0) }) {
      shared = Words(shared.words[..<no])
    }
    // Each keeps a word at least, and none begins with a digit.
    while !shared.isEmpty {
      let isFine = all.allSatisfy { words in
        guard let first = words.dropping(prefix: shared)?.first?.first else { return false }
        return !first.isNumber
      }
      if isFine { break }
      shared = Words(shared.words.dropLast())
    }
    let short = all.map { ($0.dropping(prefix: shared) ?? $0).lowerCamel }
    return Set(short).count == short.count ? short : names
  }
}
