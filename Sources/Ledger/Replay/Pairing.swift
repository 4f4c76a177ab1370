/// What happened to objects that ended: the retains and releases of each place's first ones, equal ones together.
struct EndedLives {
  /// Enough to know a rule by; more would only cost time.
  static let mostPerCreation = 2_000

  struct Life: Hashable {
    var creation: Int32
    var tallies: [ObjectTable.Tally]
  }

  private(set) var lives: [Life: Int] = [:]
  private var counts: [Int32: Int] = [:]

  mutating func add(_ life: Life) {
    guard counts[life.creation, default: 0] < Self.mostPerCreation else { return }
    counts[life.creation, default: 0] += 1
    lives[life, default: 0] += 1
  }
}

/// Learns from the objects that ended which release answers which retain.
///
/// An object that ended has had each of its references given back. Which release gave back which is settled object by object:
/// first as the code says it where that is known, then within one function, then between functions of one class, since what a class
/// keeps it gives up itself, and in C between functions whose names begin with the same words, then between smart pointers, and between what is
/// counted by hand, then by balance over the call tree; and of two pairs that are equally near, the one that answers more
/// goes first, since what a loop takes a loop gives back. What most
/// objects did is taken for the rule, and an object that lives on is measured by it. The creation's own reference counts as a retain
/// at the creation's stack.
struct Pairing {
  /// Says of two stacks how near they are: what pairs best comes first.
  struct Nearness {
    let trace: Trace
    private let names: StackNames
    private var known: [UInt64: Int] = [:]

    init(_ trace: Trace, _ names: StackNames) {
      self.trace = trace
      self.names = names
    }

    mutating func callAsFunction(_ retain: Int, _ release: Int) -> Int {
      let key = UInt64(retain) << 32 | UInt64(release)
      if let known = known[key] { return known }
      let nearness =
        (names.isStated(retain, release) ? 1 << 20 : 0) + (names.areOfOneFunction(retain, release) ? 1 << 12 : 0)
        + (names.areKin(retain, release) ? 1 << 11 : names.sharedWords(retain, release) << 7)
        + (names.areKeptAlike(retain, release) ? 1 << 6 : 0) + min(63, trace.commonCallers(retain, release))
      known[key] = nearness
      return nearness
    }
  }

  private var votes: [UInt64: Int] = [:]
  private var nearness: Nearness
  private let names: StackNames

  /// - Parameter countsCreation: whether an object that is made at a stack begins with a reference.
  init(
    _ trace: Trace, _ names: StackNames, learningFrom ended: EndedLives, countsCreation: (_ creation: Int) -> Bool
  ) {
    nearness = Nearness(trace, names)
    self.names = names
    for (life, count) in ended.lives {
      var references = references(life.tallies, creation: life.creation)
      if !countsCreation(Int(life.creation)) { references.taken[0].count = 0 }
      for (retain, release, times) in match(&references) {
        votes[Self.key(retain, release), default: 0] += times * count
      }
    }
  }

  /// Stacks that say the same count as one.
  func references(_ tallies: [ObjectTable.Tally], creation: Int32) -> References {
    References(tallies, creation: creation, names)
  }

  /// What one object took and gave back.
  struct References {
    /// The creation first: a first reference is handed on more often than it is kept.
    var taken: [(stack: Int, count: Int)]
    var given: [(stack: Int, count: Int)] = []

    init(_ tallies: [ObjectTable.Tally], creation: Int32, _ names: StackNames) {
      taken = [(names.same(Int(creation)), 1)]
      // Tallies come with the newest first.
      for tally in tallies.reversed() {
        let stack = names.same(Int(tally.stack))
        if tally.count > 0 { Self.add(stack, Int(tally.count), to: &taken, from: 1) }
        if tally.count < 0 { Self.add(stack, -Int(tally.count), to: &given, from: 0) }
      }
    }

    /// Lets a release answer a retain as often as both are left; gives their stacks and how often, `nil` where that is never.
    mutating func match(_ retain: Int, _ release: Int) -> (retain: Int, release: Int, count: Int)? {
      let matched = min(taken[retain].count, given[release].count)
      guard matched > 0 else { return nil }
      taken[retain].count -= matched
      given[release].count -= matched
      return (taken[retain].stack, given[release].stack, matched)
    }

    private static func add(
      _ stack: Int, _ count: Int, to list: inout [(stack: Int, count: Int)], from first: Int
    ) {
      if let known = list[first...].firstIndex(where: { $0.stack == stack }) {
        list[known].count += count
      } else {
        list.append((stack, count))
      }
    }
  }

  /// Lets releases answer those retains that they give back by what the code says.
  func matchStated(_ references: inout References) {
    guard !names.takings.isEmpty else { return }
    for retain in references.taken.indices {
      for release in references.given.indices
      where names.isStated(references.taken[retain].stack, references.given[release].stack) {
        _ = references.match(retain, release)
      }
    }
  }

  /// Lets releases answer what was handed to the function that they are in, where all that this function and those that it calls do
  /// nets to nothing. What a function hands out by a pointer is its caller's to give back, whatever the names of both are like.
  @discardableResult
  func matchWithinCalls(_ references: inout References) -> [(Int, Int, Int)] {
    var matches: [(Int, Int, Int)] = []
    for release in references.given.indices {
      let given = references.given[release].stack
      guard let function = names.functions[given] else { continue }
      let handed = references.taken.indices.filter {
        let taken = references.taken[$0].stack
        return names.takings[taken] == nil && names.handedTo[taken]?.contains(function) ?? false
      }
      guard !handed.isEmpty, balance(of: function, references) == 0 else { continue }
      matches += handed.compactMap { references.match($0, release) }
    }
    return matches
  }

  /// What a function and all that it calls leave.
  private func balance(of function: Int, _ references: References) -> Int {
    func sum(_ list: [(stack: Int, count: Int)]) -> Int {
      list.reduce(0) { $0 + (names.callers[$1.stack]?.contains(function) ?? false ? $1.count : 0) }
    }
    return sum(references.taken) - sum(references.given)
  }

  /// Lets releases answer retains, the nearest first; gives retain, release and how often.
  @discardableResult
  mutating func match(_ references: inout References) -> [(Int, Int, Int)] {
    let matches = matchWithinCalls(&references)
    var pairs: [(nearness: Int, times: Int, retain: Int, release: Int)] = []
    for retain in references.taken.indices where references.taken[retain].count > 0 {
      for release in references.given.indices where references.given[release].count > 0 {
        let (taken, given) = (references.taken[retain], references.given[release])
        pairs.append((nearness(taken.stack, given.stack), min(taken.count, given.count), retain, release))
      }
    }
    pairs.sort { ($1.nearness, $1.times, $0.retain, $0.release) < ($0.nearness, $0.times, $1.retain, $1.release) }
    return matches + pairs.compactMap { references.match($0.retain, $0.release) }
  }

  private static func key(_ retain: Int, _ release: Int) -> UInt64 {
    UInt64(truncatingIfNeeded: retain) << 32 | UInt64(truncatingIfNeeded: release)
  }

  /// For each retaining stack the releasing stacks that answer it, the usual one first.
  func answers() -> [Int: [(release: Int, votes: Int)]] {
    var result: [Int: [(release: Int, votes: Int)]] = [:]
    for (key, votes) in votes { result[Int(key >> 32), default: []].append((Int(key & 0xFFFF_FFFF), votes)) }
    for stack in result.keys {
      result[stack]?.sort { $0.votes != $1.votes ? $0.votes > $1.votes : $0.release < $1.release }
    }
    return result
  }
}

/// What is known of stacks by the names of their functions, which a trace alone does not have.
public struct StackNames: Sendable {
  /// The class of the function that a stack speaks of, by any number: what a class keeps it gives up itself, so that retains and
  /// releases of one class are taken for pairs.
  public var kin: [Int: Int]
  /// Of functions without a class: the words of their names, by any number. C's libraries begin them with what the function is about.
  public var words: [Int: [Int]] = [:]
  /// The function itself that a stack speaks of, by any number.
  public var functions: [Int: Int] = [:]
  /// All functions that a stack goes through, by the same numbers.
  public var callers: [Int: Set<Int>] = [:]
  /// By stack that takes a reference: the functions that may have been handed it, by way of functions that return pointers.
  public var handedTo: [Int: [Int]] = [:]
  /// Stacks at which a smart pointer counts, and not somebody by hand: what one takes, one gives back.
  public var keepers: Set<Int> = []
  /// Of stacks that say the same to a reader, as where a function has called itself more or less often, one that stands for all.
  public var representatives: [Int: Int]
  /// By stack that takes a reference: the places in the code that may give it back, by any number. Nothing where the code does not
  /// say so.
  public var takings: [Int: Set<Int>] = [:]
  /// By stack that gives a reference back: which such place it is.
  public var endings: [Int: Int] = [:]

  public init(kin: [Int: Int] = [:], representatives: [Int: Int] = [:]) {
    self.kin = kin
    self.representatives = representatives
  }

  func areKin(_ one: Int, _ other: Int) -> Bool { kin[one].map { $0 == kin[other] } ?? false }

  /// With how many of the same words the names begin; no more than tell a class.
  func sharedWords(_ one: Int, _ other: Int) -> Int {
    guard let first = words[one], let second = words[other] else { return 0 }
    return min(15, zip(first, second).prefix { $0 == $1 }.count)
  }

  func areOfOneFunction(_ one: Int, _ other: Int) -> Bool { functions[one].map { $0 == functions[other] } ?? false }

  func areKeptAlike(_ one: Int, _ other: Int) -> Bool { keepers.contains(one) == keepers.contains(other) }

  /// Whether the code says that the one gives back what the other takes.
  func isStated(_ retain: Int, _ release: Int) -> Bool {
    guard let places = takings[retain], let place = endings[release] else { return false }
    return places.contains(place)
  }

  func same(_ stack: Int) -> Int { representatives[stack] ?? stack }
}

extension Trace {
  /// How many of the outermost callers two stacks share.
  fileprivate func commonCallers(_ one: Int, _ other: Int) -> Int {
    let first = stacks[one]?.addresses.reversed() ?? [].reversed()
    let second = stacks[other]?.addresses.reversed() ?? [].reversed()
    return zip(first, second).prefix { $0 == $1 }.count
  }
}
