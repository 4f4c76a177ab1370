extension CallEffects {
  /// `releases argument 0, returns a new reference or null`, for people.
  public var sentence: String {
    var parts: [String] = []
    if receiver != .borrows { parts.append("\(receiver.verb) the object") }
    for (argument, effect) in arguments.sorted(by: { $0.key < $1.key }) where effect != .borrows {
      parts.append("\(effect.verb) argument \(argument)")
    }
    if let rest, rest != .borrows { parts.append("\(rest.verb) all further arguments") }
    if let returned = result.sentence { parts.append(returned + (mayReturnNull ? " or null" : "")) }
    return parts.isEmpty ? "borrows what it is given" : parts.joined(separator: ", ")
  }
}

extension ArgumentEffect {
  /// The verb of a sentence whose object is the argument.
  public var verb: String {
    switch self {
    case .borrows: "borrows"
    case .consumes: "consumes"
    case .consumesOnSuccess: "on success consumes"
    case .consumesOnFailure: "on failure consumes"
    case .retains: "retains"
    case .releases: "releases"
    case .releasesUnlessNull: "releases, unless it is null,"
    case .retainsUnlessNull: "retains, unless it is null,"
    case .destroys: "destroys"
    case .adopts: "adopts"
    case .keeps: "keeps a reference of its own to"
    case .puts, .putsKey: "gives the container at argument 0"
    case .clearsSlot: "releases and sets to null what is at"
    case .replacesSlot: "replaces what is at"
    case .fillsOwned: "stores an owned reference at"
    case .fillsOnFailure: "on failure stores an owned reference at"
    case .fillsBorrowed: "stores a borrowed reference at"
    }
  }
}

extension ResultEffect {
  /// `returns a new reference`; nil where nothing is known.
  public var sentence: String? {
    func name(_ argument: Int) -> String { argument < 0 ? "the object" : "argument \(argument)" }
    switch self {
    case .unspecified: return nil
    case .null: return "returns null"
    case .new: return "returns a new reference"
    case .floating: return "returns a floating reference"
    case .borrowed: return "returns a borrowed reference"
    case .borrowedFrom(let argument): return "returns a reference borrowed from \(name(argument))"
    case .heldBy(let argument): return "returns what \(name(argument)) holds"
    case .argument(let argument): return "returns \(name(argument)) itself"
    case .grownArgument(let argument): return "returns \(name(argument)) itself, or where it is null a new reference"
    case .restOfArgument(let argument): return "returns what is left of \(name(argument))"
    case .retainedArgument(let argument): return "returns \(name(argument)) itself, retained"
    }
  }
}
