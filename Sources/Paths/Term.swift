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
struct TermTable {
  private(set) var terms: [Term] = []
  private var indices: [Term: TermID] = [:]
  /// How deep a term is built: a bound keeps loops from building for ever.
  private var depths: [UInt8] = []
  /// One bit for each of 64 classes of basic values that a term is built from, to answer most questions of `contains` at once.
  private var signatures: [UInt64] = []

  static let unknown = TermID(0 as UInt32)
  static let null = TermID(1 as UInt32)
  static let depthLimit: UInt8 = 8

  init() {
    _ = intern(.unknown)
    _ = intern(.constant(0))
  }

  subscript(id: TermID) -> Term { terms[id.index] }

  mutating func intern(_ term: Term) -> TermID {
    if let known = indices[term] { return known }
    let id = TermID(terms.count)
    var depth: UInt8 = 0
    var signature: UInt64 = 1 << (UInt64(id.rawValue) & 63)
    for part in Self.parts(of: term) {
      if part == Self.unknown { return Self.unknown }
      depth = max(depth, depths[part.index] + 1)
      signature |= signatures[part.index]
    }
    if depth > Self.depthLimit { return Self.unknown }
    terms.append(term)
    indices[term] = id
    depths.append(depth)
    signatures.append(signature)
    return id
  }

  mutating func constant(_ value: Int64) -> TermID { intern(.constant(value)) }

  /// Truth turned round; a negation of a negation is the thing itself.
  mutating func negation(_ term: TermID) -> TermID {
    switch self[term] {
    case .negation(let inner): return inner
    case .constant(let value): return constant(value == 0 ? 1 : 0)
    case .equal, .less: return intern(.negation(term))
    default: return equal(term, Self.null)
    }
  }

  /// The truth of a value.
  mutating func truth(_ term: TermID) -> TermID {
    switch self[term] {
    case .negation, .equal, .less: return term
    case .constant(let value): return constant(value == 0 ? 0 : 1)
    default: return negation(equal(term, Self.null))
    }
  }

  mutating func equal(_ left: TermID, _ right: TermID) -> TermID {
    if left == Self.unknown || right == Self.unknown { return Self.unknown }
    if left == right { return constant(1) }
    switch (self[left], self[right]) {
    case (.constant, .constant): return constant(0)
    case (.constant, _): return equal(right, left)
    case (.equal, .constant(0)), (.less, .constant(0)), (.negation, .constant(0)): return negation(left)
    case (.equal, .constant(1)), (.less, .constant(1)), (.negation, .constant(1)): return left
    case (_, .constant): return intern(.equal(left, right))
    default: return left < right ? intern(.equal(left, right)) : intern(.equal(right, left))
    }
  }

  mutating func less(_ left: TermID, _ right: TermID) -> TermID {
    if left == right { return constant(0) }
    if case .constant(let low) = self[left], case .constant(let high) = self[right] {
      return constant(low < high ? 1 : 0)
    }
    return intern(.less(left, right))
  }

  static func parts(of term: Term) -> [TermID] {
    switch term {
    case .unknown, .constant, .slot, .global, .result, .function: []
    case .field(let base, _), .initial(let base), .changed(let base, _), .negation(let base): [base]
    case .element(let base, let index): [base, index]
    case .equal(let left, let right), .less(let left, let right), .arithmetic(_, let left, let right): [left, right]
    }
  }

  func contains(_ term: TermID, _ part: TermID) -> Bool {
    if term == part { return true }
    guard signatures[term.index] & (1 << (UInt64(part.rawValue) & 63)) != 0, term > part else { return false }
    return Self.parts(of: self[term]).contains { contains($0, part) }
  }

  /// The object or variable that an address lies in.
  func root(of address: TermID) -> TermID {
    switch self[address] {
    case .field(let base, _), .element(let base, _): root(of: base)
    default: address
    }
  }

  /// Whether an address lies in a variable of this frame.
  func isLocal(_ address: TermID) -> Bool {
    if case .slot = self[root(of: address)] { return true }
    return false
  }
}
