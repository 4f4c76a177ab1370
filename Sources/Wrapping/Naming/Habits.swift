/// What C and C++ libraries habitually call things. All that rests on these words is marked as a habit in what is written.
enum Habits {
  /// A function of such a name makes what it returns.
  static let makers: Set<String> = ["new", "create", "make", "alloc", "open", "init", "dup", "clone", "copy", "build"]
  /// They stand before what something is made from.
  static let prepositions: Set<String> = ["from", "with", "for", "of", "by", "as"]
  /// A function of such a name asks, and changes nothing.
  static let getters: Set<String> = ["get"]
  /// A number of such a name says how much there is.
  static let lengths: Set<String> = ["len", "length", "size", "count", "nbytes", "outlen", "outsize"]
  static let setters: Set<String> = ["set"]
  static let assertions: Set<String> = ["is", "has", "can", "should", "was", "needs"]
  static let lookups: Set<String> = ["get", "peek", "find", "lookup", "parent", "current", "default"]
  /// Functions that retain, each with those that give the count back, the likeliest first.
  static let counting: [(retain: String, releases: [String])] = [
    ("ref", ["unref", "deref", "release", "free"]),
    ("reference", ["unreference", "dereference", "destroy", "release"]),
    ("retain", ["release"]), ("addref", ["release"]), ("incref", ["decref"]), ("get", ["put"]),
  ]
  static let retains = Set(counting.map(\.retain)).subtracting(lookups)
  /// All that names begin or end with to say what they do.
  static let verbs: Set<String> = makers.union(getters).union(setters).union(destroys).union(retains)
    .union(counting.flatMap(\.releases)).union(["clear", "reset", "connect"])

  /// Its last word is one for a change of the count, or an end.
  static func saysOperation(_ name: String) -> Bool {
    guard let last = Words(splitting: name.qualifiedParts.last ?? name).last else { return false }
    return destroys.contains(last) || counting.contains { $0.retain == last || $0.releases.contains(last) }
  }
  /// The likeliest first.
  static let destroys = ["destroy", "free", "delete", "close", "dispose", "finish", "finalize", "cleanup"]
  static let negations: Set<String> = ["no", "not", "non", "without", "dont"]
  /// A typedef of such a name is a truth, whatever its numbers.
  static let truths: Set<String> = ["bool", "boolean"]

  /// Swift's words that no member may have for its name.
  static let reserved: Set<String> = ["init", "self", "Self", "Type", "Protocol", "deinit", "subscript"]
}
