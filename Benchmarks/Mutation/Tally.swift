/// What became of the mutants of one sort.
struct Tally {
  var found = 0
  /// A caller notices: the function as a whole does something else.
  var foundInCaller = 0
  /// The function as a whole does something else, and nobody in the program calls it.
  var invisible = 0
  /// By why, as far as it can be told.
  var missed: [String: Int] = [:]

  var missedCount: Int { missed.values.reduce(0, +) }
  var visible: Int { found + foundInCaller + missedCount }
  var recall: Double { visible == 0 ? 0 : Double(found + foundInCaller) * 100 / Double(visible) }

  mutating func add(_ other: Tally) {
    found += other.found
    foundInCaller += other.foundInCaller
    invisible += other.invisible
    missed.merge(other.missed, uniquingKeysWith: +)
  }
}

/// SplitMix64: the same seed gives the same mutants on every machine.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
