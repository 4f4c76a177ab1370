import Facts

/// What a call of one function may do, one `Outcome` for each way that a caller could tell apart.
///
/// No outcome at all: it does not return.
struct Summary: Hashable, Sendable {
  var outcomes: [Outcome]
  /// Some path was not walked to its end: what is said holds, but more may happen.
  var isIncomplete = false
  /// An exception may leave it.
  var mayThrow = false
  /// What it returns may be an object that stands in a global for ever, as one that tells of an error does.
  var mayReturnStatic = false
  /// Arguments whose addresses somebody else has from then on, or may have.
  var shared: Set<Int> = []
  /// Arguments whose pointees were copied byte by byte.
  var copied: Set<Int> = []

  static let doesNotReturn = Summary(outcomes: [])

  /// More ways than these are merged: a caller would have to follow each.
  static let outcomeLimit = 8
}

/// One way in which a call may end.
struct Outcome: Hashable, Sendable {
  /// What holds of the arguments where it ends so.
  struct Guard: Hashable, Sendable {
    var path: AccessPath
    var constraint: Constraint
  }

  /// A change of an object's count.
  struct Effect: Hashable, Sendable {
    var path: AccessPath
    var delta: Int
    /// A reference went to a place that lives on, where the caller cannot follow it.
    var isKept = false
    var isUncertain = false
  }

  /// Where a value comes from.
  enum Source: Hashable, Sendable {
    case unknown
    /// The same as something that the caller can name.
    case path(AccessPath)
    /// An object with a reference for the caller; objects of one outcome are told apart by number.
    case new(Int)
    /// Somebody else's object; `from` keeps it alive where that is known.
    case borrowed(from: AccessPath?)
    case function(FunctionID)
  }

  struct Write: Hashable, Sendable {
    var place: AccessPath
    var source: Source
    var constraint: Constraint
    /// The place holds a number or the like: whether it is written tells no two outcomes apart.
    var isPlain = false
    /// Somebody may have written there who has the place's address from elsewhere.
    var isHearsay = false
    /// A new object is there unless something failed, and how that is told is not known.
    var isPerhaps = false

    /// Whether it is no difference between two outcomes.
    var isLoose: Bool { source == .unknown && (isPlain || isHearsay) }
  }

  var guards: [Guard] = []
  var effects: [Effect] = []
  var writes: [Write] = []
  var result = Source.unknown
  /// The reference to a new result belongs to a place where it was stored, not to the caller.
  var isResultKept = false
  /// Something that is not known saw a new result: where other ways return what is not known, it may be the same that they return.
  var isResultDoubtful = false
  /// The result, where it is not null, is storage that nobody else has.
  var isResultStorage = false
  /// What the result may be, as a number.
  var resultConstraint = Constraint.any
  /// Something was called that is not known: memory that others can reach may have changed.
  var changesUnknown = false
  /// What became of the pending error, if the framework keeps one.
  var error = PendingError.untouched

  /// Whether anything is done to what a path names, or it is put somewhere.
  func touches(_ path: AccessPath) -> Bool {
    effects.contains { $0.path == path && ($0.delta != 0 || $0.isKept) } || writes.contains { $0.source == .path(path) }
  }

  /// Whether something of which no more is known stands in a place in the end.
  func putsSomething(in place: AccessPath) -> Bool {
    writes.contains { $0.place == place && $0.source == .unknown && !$0.constraint.isZero && !$0.isHearsay }
  }

  /// What it leaves of references to what a path names, besides one that goes out with the result.
  func net(of path: AccessPath) -> Int {
    let delta = effects.first { $0.path == path }?.delta ?? 0
    return result == .path(path) && delta > 0 ? delta - 1 : delta
  }

  /// Whether what goes to a place is what the caller named, with no reference to it but the caller's.
  func hands(over source: Source) -> Bool {
    guard case .path(let path) = source else { return false }
    return (effects.first { $0.path == path }?.delta ?? 0) <= 0
  }

  /// Whether it gives up something in an object that it gives up itself: what it says of that is all that happens to it.
  func endsContents(of effect: Effect) -> Bool {
    effect.delta < 0
      && effects.contains { $0.delta < 0 && $0.path != effect.path && $0.path.isInside(effect.path) }
  }

  /// What it does to what the caller has: two that are the same in it may differ in what else they write, and in what is perhaps
  /// retained besides.
  fileprivate var handling: Outcome {
    var key = deed
    key.writes.removeAll { if case .path = $0.source { false } else { true } }
    key.effects.removeAll { $0.isUncertain && $0.delta >= 0 }
    key.resultConstraint = answer
    return key
  }

  /// What it says of its success, and what it gives the caller then.
  fileprivate var filling: Outcome {
    var key = Outcome()
    key.result = result
    if case .path = result { key.result = .unknown }
    key.resultConstraint = answer
    key.writes = deed.writes.filter { write in
      if case .new = write.source { return write.place.isArgument }
      return false
    }
    return key
  }

  /// Whether it says that it succeeded is what a caller goes by.
  private var answer: Constraint {
    guard result == .unknown else { return deed.resultConstraint }
    return resultConstraint.isZero ? .zero : resultConstraint.isNonzero ? .nonzero : .any
  }

  /// Two outcomes that do the same to references are one, whatever led to them.
  var deed: Outcome {
    var copy = self
    copy.guards = []
    copy.changesUnknown = false
    copy.writes.removeAll(where: \.isLoose)
    copy.error = .untouched
    copy.isResultDoubtful = false
    copy.isResultStorage = false
    if result == .unknown {
      copy.resultConstraint = .any
    } else if resultConstraint.isNonzero {
      copy.resultConstraint = .nonzero
    }
    copy.writes = copy.writes.map { write in
      var write = write
      if write.source == .unknown, !write.constraint.isZero { write.constraint = .any }
      write.isPerhaps = false
      return write
    }
    return copy
  }
}

extension Outcome {
  /// What only one of two outcomes writes, or what they write differently, is not known any more.
  fileprivate mutating func joinLooseWrites(of other: Outcome) {
    for (index, write) in writes.enumerated() where write.isLoose {
      if !other.writes.contains(write) { writes[index].constraint = .any }
    }
    for var write in other.writes where write.isLoose {
      guard !writes.contains(where: { $0.place == write.place }) else { continue }
      write.constraint = .any
      writes.append(write)
    }
    writes.sort { $0.place < $1.place }
  }

  private static let writeLimit = 48

  /// A function that is behind half a program writes to hundreds of places. Beyond some, all that is said is that it changes
  /// what others can reach; what it puts into variables of the caller's, and where it puts references, goes last.
  fileprivate var bounded: Outcome {
    guard writes.count > Self.writeLimit else { return self }
    var copy = self
    copy.changesUnknown = true
    copy.writes.removeAll { $0.source == .unknown && !$0.place.steps.isEmpty }
    if copy.writes.count > Self.writeLimit { copy.writes.removeSubrange(Self.writeLimit...) }
    return copy
  }
}

extension Summary {
  /// Merges outcomes that a caller need not tell apart.
  init(merging all: [Outcome], isIncomplete: Bool) {
    var order: [Outcome] = []
    var merged: [Outcome: Outcome] = [:]
    for outcome in all {
      let key = outcome.deed
      guard var known = merged[key] else {
        merged[key] = outcome
        order.append(key)
        continue
      }
      known.isResultStorage = Self.areResultsStorage([known, outcome])
      known.resultConstraint = known.resultConstraint.union(outcome.resultConstraint)
      known.changesUnknown = known.changesUnknown || outcome.changesUnknown
      known.isResultDoubtful = known.isResultDoubtful && outcome.isResultDoubtful
      for write in outcome.writes where write.isPerhaps {
        guard let place = known.writes.firstIndex(where: { $0.place == write.place }) else { continue }
        known.writes[place].isPerhaps = true
      }
      known.joinLooseWrites(of: outcome)
      if known.error != outcome.error { known.error = .unknown }
      known.guards = known.guards.compactMap { first in
        guard let second = outcome.guards.first(where: { $0.path == first.path }) else { return nil }
        let union = first.constraint.union(second.constraint)
        return union == .any ? nil : Outcome.Guard(path: first.path, constraint: union)
      }
      merged[key] = known
    }
    var distinct = order.compactMap { merged[$0] }
    Self.doubtResults(&distinct)
    self.init(outcomes: Self.limited(distinct).map(\.bounded), isIncomplete: isIncomplete)
  }

  /// What a function does by two walks of it: the cases stay that both know by what they give the caller, and all others are one.
  init(widening known: Summary, to found: Summary, isBlurred: Bool) {
    let all = known.outcomes + found.outcomes
    let shared = isBlurred ? [] : Set(known.outcomes.map(\.filling)).intersection(found.outcomes.map(\.filling))
    let others = all.filter { !shared.contains($0.filling) }
    var outcomes = Self.grouped(all.filter { shared.contains($0.filling) }, by: \.filling)
    if !others.isEmpty { outcomes.append(Self.blurred(others)) }
    self.init(outcomes: outcomes, isIncomplete: known.isIncomplete || found.isIncomplete)
    mayThrow = known.mayThrow || found.mayThrow
    mayReturnStatic = known.mayReturnStatic || found.mayReturnStatic
    self.shared = known.shared.union(found.shared)
    copied = known.copied.union(found.copied)
  }

  /// What one way returns and another gives away first is returned as another's on both.
  private static func doubtResults(_ outcomes: inout [Outcome]) {
    let isOthers = outcomes.contains { outcome in
      guard !outcome.resultConstraint.isZero else { return false }
      switch outcome.result {
      case .unknown, .borrowed: return true
      case .new: return outcome.isResultKept
      case .path, .function: return false
      }
    }
    guard isOthers else { return }
    for index in outcomes.indices where outcomes[index].isResultDoubtful {
      outcomes[index].result = .unknown
      outcomes[index].isResultKept = false
    }
  }

  /// As many as a caller can follow, told apart by as much as that allows.
  private static func limited(_ outcomes: [Outcome]) -> [Outcome] {
    var groups = outcomes
    for trait in [\Outcome.handling, \.filling] where groups.count > outcomeLimit {
      groups = grouped(groups, by: { $0[keyPath: trait] })
    }
    return groups.count > outcomeLimit ? [blurred(groups)] : groups
  }

  /// One outcome for all that are the same in what counts.
  private static func grouped(_ outcomes: [Outcome], by trait: (Outcome) -> Outcome) -> [Outcome] {
    var order: [Outcome] = []
    var groups: [Outcome: [Outcome]] = [:]
    for outcome in outcomes {
      let key = trait(outcome)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(outcome)
    }
    return order.compactMap { key in groups[key].map { $0.count == 1 ? $0[0] : blurred($0) } }
  }

  /// Whether all that is returned is storage that nobody else has. Null is none.
  private static func areResultsStorage(_ outcomes: [Outcome]) -> Bool {
    outcomes.allSatisfy { $0.isResultStorage || $0.resultConstraint.isZero }
      && outcomes.contains { $0.isResultStorage }
  }

  /// A new object that all put into the same variable of the caller's, whatever else is known of it.
  private static func common(_ write: Outcome.Write, of outcomes: [Outcome]) -> Outcome.Write? {
    guard case .new = write.source, write.place.isArgument else { return nil }
    var result = write
    for outcome in outcomes {
      guard let other = outcome.writes.first(where: { $0.place == write.place }), other.source == write.source else {
        return nil
      }
      result.constraint = result.constraint.union(other.constraint)
      result.isPerhaps = result.isPerhaps || other.isPerhaps
    }
    return result
  }

  /// What holds of the arguments on every one of several ways.
  private static func commonGuards(_ outcomes: [Outcome]) -> [Outcome.Guard] {
    guard let first = outcomes.first else { return [] }
    return first.guards.compactMap { known in
      var union = known.constraint
      for outcome in outcomes.dropFirst() {
        guard let other = outcome.guards.first(where: { $0.path == known.path }) else { return nil }
        union = union.union(other.constraint)
      }
      return union == .any ? nil : Outcome.Guard(path: known.path, constraint: union)
    }
  }

  /// One outcome for many: what they agree on holds, the rest is uncertain.
  static func blurred(_ outcomes: [Outcome]) -> Outcome {
    var result = Outcome()
    var touched: [AccessPath] = []
    for outcome in outcomes {
      for effect in outcome.effects where !touched.contains(effect.path) { touched.append(effect.path) }
      result.changesUnknown = result.changesUnknown || outcome.changesUnknown
      if outcome.error != .untouched { result.error = .unknown }
      for write in outcome.writes where !result.writes.contains(where: { $0.place == write.place }) {
        if outcomes.allSatisfy({ $0.writes.contains(write) }) {
          result.writes.append(write)
        } else if let common = common(write, of: outcomes) {
          result.writes.append(common)
        } else {
          result.writes.append(Outcome.Write(place: write.place, source: .unknown, constraint: .any))
        }
      }
    }
    // What is stored on some ways only, or is the result of some only, may be reached through that or may not.
    var scattered: Set<AccessPath> = []
    for outcome in outcomes {
      for case .path(let path) in outcome.writes.filter({ !result.writes.contains($0) }).map(\.source) {
        scattered.insert(path)
      }
      if case .path(let path) = outcome.result,
        outcomes.contains(where: { $0.result != outcome.result && !$0.resultConstraint.isZero })
      {
        scattered.insert(path)
      }
    }
    for path in scattered.sorted() where !touched.contains(path) {
      result.effects.append(Outcome.Effect(path: path, delta: 0, isUncertain: true))
    }
    for path in touched {
      let effects = outcomes.map { $0.effects.first { $0.path == path } ?? Outcome.Effect(path: path, delta: 0) }
      guard let first = effects.first else { continue }
      if effects.allSatisfy({ $0 == first }), !scattered.contains(path) {
        result.effects.append(first)
      } else {
        result.effects.append(Outcome.Effect(path: path, delta: 0, isUncertain: true))
      }
    }
    result.effects.sort { $0.path < $1.path }
    result.guards = commonGuards(outcomes)
    // Null is no object, so it speaks against none.
    let returning = outcomes.filter { $0.result != .unknown || !$0.resultConstraint.isZero }
    if let first = returning.first, returning.allSatisfy({ $0.result == first.result }) { result.result = first.result }
    result.isResultStorage = result.result == .unknown && areResultsStorage(outcomes)
    result.resultConstraint = outcomes.dropFirst().reduce(outcomes.first?.resultConstraint ?? .any) {
      $0.union($1.resultConstraint)
    }
    return result.bounded
  }
}
