import Facts

/// The entity of the symbolic values of one walk.
enum TermEntity {}
typealias TermID = Identifier<TermEntity>

/// A symbolic value: what a path knows a number, a pointer or an address to be.
///
/// Terms are built only from their parts, so two that are built alike are the same value: that is how a walk knows
/// that two loads of `this->next` give the same object as long as nothing was stored there.
enum Term: Hashable, Sendable {
  /// Nothing is known, not even whether it equals itself.
  case unknown
  /// A number; null is 0.
  case constant(Int64)
  /// The address of a local.
  case slot(SlotID)
  /// The address of a global.
  case global(GlobalID)
  /// The address of a field of the object at an address.
  case field(TermID, FieldID)
  /// The address of an element.
  case element(TermID, TermID)
  /// What stood at an address when the function began.
  case initial(TermID)
  /// What stands at an address after an event that may have changed it.
  case changed(TermID, UInt32)
  /// What an event computed; `generation` tells the rounds of a loop apart while both are in use.
  case result(UInt32, generation: UInt8)
  case function(FunctionID)
  /// The truth of a comparison; only `equal` and `less` are needed.
  case equal(TermID, TermID)
  case less(TermID, TermID)
  case negation(TermID)
  /// A number computed from numbers; the first is the operator's character code.
  case arithmetic(UInt32, TermID, TermID)
}

/// The terms of one walk, each stored once.
///
/// Everything that is asked of a term in inner loops (its root, its depth, what it is made of) is worked out once, when it is
/// first built. It is a class with memory of its own, and the hash is made by hand: as a struct of arrays with a dictionary,
/// counting references to the arrays and hashing took two thirds of a walk.
final class TermTable {
  private struct Entry {
    var term: Term
    /// One bit for each of 64 classes of basic values that a term is built from, to answer most questions of `contains` at once.
    var signature: UInt64
    /// The object or variable that an address lies in.
    var root: TermID
    var first: TermID
    var second: TermID
    /// How deep a term is built: a bound keeps loops from building for ever.
    var depth: UInt8
  }

  private(set) var count = 0
  private var entries: UnsafeMutableBufferPointer<Entry>
  /// Identifiers by hash, `UInt32.max` where there is none. Twice as many as there may be entries, and a power of two.
  private var buckets: UnsafeMutableBufferPointer<UInt32>

  static let unknown = TermID(0 as UInt32)
  static let null = TermID(1 as UInt32)
  static let depthLimit: UInt8 = 8
  /// What is asked of the deepest value is still a question that can be told from others; nothing is built upon it.
  private static let truthDepthLimit = depthLimit + 3

  init() {
    entries = .allocate(capacity: 128)
    buckets = .allocate(capacity: 256)
    buckets.initialize(repeating: UInt32.max)
    _ = intern(.unknown)
    _ = intern(.constant(0))
  }

  deinit {
    // Both hold plain numbers: there is nothing to deinitialise.
    entries.deallocate()
    buckets.deallocate()
  }

  subscript(id: TermID) -> Term { entries[id.index].term }

  /// The bucket of a term, or the empty one where it belongs.
  private func bucket(of term: Term) -> Int {
    let mask = buckets.count - 1
    var place = Int(truncatingIfNeeded: term.spread) & mask
    while buckets[place] != UInt32.max, entries[Int(buckets[place])].term != term { place = (place + 1) & mask }
    return place
  }

  /// A term that was built before, `nil` where nobody can have it yet.
  func find(_ term: Term) -> TermID? {
    let number = buckets[bucket(of: term)]
    return number == UInt32.max ? nil : TermID(number)
  }

  func intern(_ term: Term) -> TermID {
    let place = bucket(of: term)
    if buckets[place] != UInt32.max { return TermID(buckets[place]) }
    let id = TermID(count)
    let (first, second) = term.parts
    var entry = Entry(
      term: term, signature: 1 << (UInt64(id.rawValue) & 63), root: id, first: first, second: second, depth: 0)
    for part in [first, second] where !part.isNone {
      if part == Self.unknown { return Self.unknown }
      entry.depth = max(entry.depth, entries[part.index].depth + 1)
      entry.signature |= entries[part.index].signature
    }
    if entry.depth > (term.isTruth ? Self.truthDepthLimit : Self.depthLimit) { return Self.unknown }
    switch term {
    case .field, .element: entry.root = entries[first.index].root
    default: break
    }
    if count == entries.count { grow() }
    entries.initializeElement(at: count, to: entry)
    count += 1
    buckets[bucket(of: term)] = id.rawValue
    return id
  }

  private func grow() {
    let more = UnsafeMutableBufferPointer<Entry>.allocate(capacity: entries.count * 2)
    _ = more.moveInitialize(fromContentsOf: entries)
    entries.deallocate()
    entries = more
    buckets.deallocate()
    buckets = .allocate(capacity: entries.count * 2)
    buckets.initialize(repeating: UInt32.max)
    for number in 0..<count { buckets[bucket(of: entries[number].term)] = UInt32(number) }
  }

  /// The terms that a term is built from, `none` where there are fewer than two.
  func parts(of term: TermID) -> (TermID, TermID) { (entries[term.index].first, entries[term.index].second) }

  func constant(_ value: Int64) -> TermID { intern(.constant(value)) }

  /// Truth turned round; a negation of a negation is the thing itself.
  func negation(_ term: TermID) -> TermID {
    switch self[term] {
    case .negation(let inner): return inner
    case .constant(let value): return constant(value == 0 ? 1 : 0)
    case .equal, .less: return intern(.negation(term))
    default: return equal(term, Self.null)
    }
  }

  /// The truth of a value.
  func truth(_ term: TermID) -> TermID {
    switch self[term] {
    case .negation, .equal, .less: return term
    case .constant(let value): return constant(value == 0 ? 0 : 1)
    default: return negation(equal(term, Self.null))
    }
  }

  func equal(_ left: TermID, _ right: TermID) -> TermID {
    if left == Self.unknown || right == Self.unknown { return Self.unknown }
    if left == right { return constant(1) }
    switch (self[left], self[right]) {
    case (.constant, .constant): return constant(0)
    case (.constant, _): return equal(right, left)
    // A variable of this frame did not exist yet when its caller's pointers got their values.
    case (.initial, _) where isLocal(right), (_, .initial) where isLocal(left): return constant(0)
    case (.equal, .constant(0)), (.less, .constant(0)), (.negation, .constant(0)): return negation(left)
    case (.equal, .constant(1)), (.less, .constant(1)), (.negation, .constant(1)): return left
    case (_, .constant): return intern(.equal(left, right))
    default: return left < right ? intern(.equal(left, right)) : intern(.equal(right, left))
    }
  }

  func less(_ left: TermID, _ right: TermID) -> TermID {
    if left == right { return constant(0) }
    if case .constant(let low) = self[left], case .constant(let high) = self[right] {
      return constant(low < high ? 1 : 0)
    }
    return intern(.less(left, right))
  }

  func contains(_ term: TermID, _ part: TermID) -> Bool {
    if term == part { return true }
    // What a term is built from was built before it.
    guard term > part, !term.isNone else { return false }
    let entry = entries[term.index]
    guard entry.signature & (1 << (UInt64(part.rawValue) & 63)) != 0 else { return false }
    if !entry.first.isNone, contains(entry.first, part) { return true }
    return !entry.second.isNone && contains(entry.second, part)
  }

  /// The object or variable that an address lies in.
  func root(of address: TermID) -> TermID { entries[address.index].root }

  /// Whether a value or an address is reached through an element whose number is not known, so that the same name may stand for
  /// others too.
  func isAmongElements(_ term: TermID) -> Bool {
    switch self[term] {
    case .element(let base, let position): !isConstant(position) || isAmongElements(base)
    case .field(let base, _), .initial(let base), .changed(let base, _): isAmongElements(base)
    default: false
    }
  }

  /// Stands for the number of an element of which no number is known.
  static let someElement = Int64.min

  /// Whether a value is a number that is known.
  func isConstant(_ term: TermID) -> Bool {
    if case .constant(let number) = self[term] { return number != Self.someElement }
    return false
  }

  /// Where a value stands, or stood when the function began; `nil` for what was made or worked out.
  func place(ofContent value: TermID) -> TermID? {
    switch self[value] {
    case .initial(let place), .changed(let place, _): place
    default: nil
    }
  }

  /// Whether an address lies in a variable of this frame.
  func isLocal(_ address: TermID) -> Bool {
    if case .slot = self[root(of: address)] { return true }
    return false
  }
}

extension Term {
  /// The terms that it is built from, `none` where there are fewer than two.
  var parts: (TermID, TermID) {
    switch self {
    case .unknown, .constant, .slot, .global, .result, .function: (.none, .none)
    case .field(let base, _), .initial(let base), .changed(let base, _), .negation(let base): (base, .none)
    case .element(let base, let index): (base, index)
    case .equal(let left, let right), .less(let left, let right), .arithmetic(_, let left, let right): (left, right)
    }
  }

  /// Whether it can only be true or false.
  var isTruth: Bool {
    switch self {
    case .equal, .less, .negation: true
    default: false
    }
  }

  /// A hash that is the same in every run.
  var spread: UInt64 {
    var mix = Mix()
    switch self {
    case .unknown: mix.add(1)
    case .constant(let value): mix.add(2, UInt64(bitPattern: value))
    case .slot(let slot): mix.add(3, UInt64(slot.rawValue))
    case .global(let global): mix.add(4, UInt64(global.rawValue))
    case .field(let base, let field): mix.add(5, UInt64(base.rawValue) << 32 | UInt64(field.rawValue))
    case .element(let base, let index): mix.add(6, UInt64(base.rawValue) << 32 | UInt64(index.rawValue))
    case .initial(let base): mix.add(7, UInt64(base.rawValue))
    case .changed(let base, let event): mix.add(8, UInt64(base.rawValue) << 32 | UInt64(event))
    case .result(let event, let generation): mix.add(9, UInt64(event) << 8 | UInt64(generation))
    case .function(let function): mix.add(10, UInt64(function.rawValue))
    case .equal(let left, let right): mix.add(11, UInt64(left.rawValue) << 32 | UInt64(right.rawValue))
    case .less(let left, let right): mix.add(12, UInt64(left.rawValue) << 32 | UInt64(right.rawValue))
    case .negation(let inner): mix.add(13, UInt64(inner.rawValue))
    case .arithmetic(let code, let left, let right):
      mix.add(14 + UInt64(code), UInt64(left.rawValue) << 32 | UInt64(right.rawValue))
    }
    return mix.value
  }
}
