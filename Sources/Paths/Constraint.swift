/// The numbers that a value may be on one path. For pointers only 0 matters.
///
/// Plain memory, without an array in it: states hold dozens and are copied at every branch.
struct Constraint: Hashable, Sendable {
  var low = Int64.min
  var high = Int64.max
  private var excludedCount: UInt8 = 0
  /// Single numbers that it is not, sorted, the first `excludedCount`; the rest are zero. What does not fit is forgotten.
  private var excludedNumbers: SIMD4<Int64> = .zero

  static let any = Constraint()
  static let zero = Constraint(low: 0, high: 0)
  static let nonzero = Constraint(excluded: [0])
  static let negative = Constraint(high: -1)
  static let nonnegative = Constraint(low: 0)

  init(low: Int64 = .min, high: Int64 = .max) {
    self.low = low
    self.high = high
  }

  init(low: Int64 = .min, high: Int64 = .max, excluded: [Int64]) {
    self.init(low: low, high: high)
    for number in excluded.sorted() { exclude(number) }
  }

  static func exactly(_ value: Int64) -> Constraint { Constraint(low: value, high: value) }

  var single: Int64? { low == high ? low : nil }
  var isEmpty: Bool { low > high }
  var isZero: Bool { low == 0 && high == 0 }
  var isNonzero: Bool { low > 0 || high < 0 || excludes(0) }

  var excluded: [Int64] { (0..<Int(excludedCount)).map { excludedNumbers[$0] } }

  private func excludes(_ value: Int64) -> Bool {
    for place in 0..<Int(excludedCount) where excludedNumbers[place] == value { return true }
    return false
  }

  func allows(_ value: Int64) -> Bool { value >= low && value <= high && !excludes(value) }

  func intersection(_ other: Constraint) -> Constraint {
    var result = Constraint(low: max(low, other.low), high: min(high, other.high))
    guard !result.isEmpty, excludedCount > 0 || other.excludedCount > 0 else { return result }
    for place in 0..<Int(excludedCount) { result.exclude(excludedNumbers[place]) }
    for place in 0..<Int(other.excludedCount) { result.exclude(other.excludedNumbers[place]) }
    result.tighten()
    return result
  }

  /// Everything that either allows, perhaps more.
  func union(_ other: Constraint) -> Constraint {
    var result = Constraint(low: min(low, other.low), high: max(high, other.high))
    for place in 0..<Int(excludedCount) where !other.allows(excludedNumbers[place]) {
      result.exclude(excludedNumbers[place])
    }
    for place in 0..<Int(other.excludedCount) where !allows(other.excludedNumbers[place]) {
      result.exclude(other.excludedNumbers[place])
    }
    return result
  }

  func without(_ value: Int64) -> Constraint { intersection(Constraint(excluded: [value])) }

  /// Keeps the order, so that two that were made in different ways are the same.
  private mutating func exclude(_ value: Int64) {
    guard value >= low, value <= high, !excludes(value) else { return }
    var place = Int(excludedCount)
    guard place < SIMD4<Int64>.scalarCount else { return }
    while place > 0, excludedNumbers[place - 1] > value {
      excludedNumbers[place] = excludedNumbers[place - 1]
      place -= 1
    }
    excludedNumbers[place] = value
    excludedCount += 1
  }

  /// Excluded numbers at an end move the end.
  private mutating func tighten() {
    let known = excluded
    while low <= high, known.contains(low), low < Int64.max { low += 1 }
    while low <= high, known.contains(high), high > Int64.min { high -= 1 }
    guard !isEmpty else { return }
    excludedCount = 0
    excludedNumbers = .zero
    for number in known { exclude(number) }
  }

  var spread: UInt64 {
    var mix = Mix()
    mix.add(UInt64(bitPattern: low), UInt64(bitPattern: high))
    for place in 0..<Int(excludedCount) { mix.add(UInt64(bitPattern: excludedNumbers[place])) }
    return mix.value
  }
}
