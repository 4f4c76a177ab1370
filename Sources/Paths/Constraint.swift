/// The numbers that a value may be on one path. For pointers only 0 matters.
struct Constraint: Hashable, Sendable {
  var low = Int64.min
  var high = Int64.max
  /// Single numbers that it is not, sorted; a few suffice, what does not fit is forgotten.
  var excluded: [Int64] = []

  static let any = Constraint()
  static let zero = Constraint(low: 0, high: 0)
  static let nonzero = Constraint(excluded: [0])
  static let negative = Constraint(high: -1)
  static let nonnegative = Constraint(low: 0)

  private static let excludedLimit = 8

  static func exactly(_ value: Int64) -> Constraint { Constraint(low: value, high: value) }

  var single: Int64? { low == high ? low : nil }
  var isEmpty: Bool { low > high }
  var isZero: Bool { low == 0 && high == 0 }
  var isNonzero: Bool { low > 0 || high < 0 || excluded.contains(0) }

  func allows(_ value: Int64) -> Bool { value >= low && value <= high && !excluded.contains(value) }

  func intersection(_ other: Constraint) -> Constraint {
    var result = Constraint(low: max(low, other.low), high: min(high, other.high))
    guard !result.isEmpty else { return result }
    result.excluded = Array(Set(excluded + other.excluded)).filter { $0 >= result.low && $0 <= result.high }.sorted()
    result.tighten()
    if result.excluded.count > Self.excludedLimit {
      result.excluded.removeLast(result.excluded.count - Self.excludedLimit)
    }
    return result
  }

  /// Everything that either allows, perhaps more.
  func union(_ other: Constraint) -> Constraint {
    Constraint(
      low: min(low, other.low), high: max(high, other.high),
      excluded: Set(excluded + other.excluded).filter { !allows($0) && !other.allows($0) }.sorted())
  }

  func without(_ value: Int64) -> Constraint { intersection(Constraint(excluded: [value])) }

  /// Excluded numbers at an end move the end.
  private mutating func tighten() {
    while low <= high, excluded.contains(low), low < Int64.max {
      excluded.removeAll { $0 == low }
      low += 1
    }
    while low <= high, excluded.contains(high), high > Int64.min {
      excluded.removeAll { $0 == high }
      high -= 1
    }
  }
}
