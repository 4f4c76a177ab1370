import Claims
import Facts

/// Proves on every path of a function that a smart pointer in a place does what the code does by hand.
///
/// A reference is given up at most once on each path, and nothing that a local holds is overwritten or left over: then a pointer
/// that is empty once it has given up, and releases what it still holds, changes no count anywhere. A reference that was added by
/// hand just before it is given is a copy; so is one that the place is read after.
struct PlaceProof {
  /// One thing that the function does with the place.
  struct Use: Hashable {
    enum Kind: Hashable {
      /// It is set to a reference of its own; it is set to null.
      case takes, clears
      /// It is set to what has no reference for it: one is added later.
      case takesBare
      /// Its reference goes to somebody else.
      case gives
      case releases, retains
      /// The object is used, or shown, or the pointer is compared.
      case looks, tests
      case ends
    }

    var kind: Kind
    var event: Int
    /// Which of the body's flows, and which arm of it.
    var flow = -1
    var arm = 0
    var span: Span
    /// The pointer itself goes to where it may be kept.
    var isShown = false
  }

  enum Home {
    case local, parameter, field, fieldUnderConstruction, fieldUnderDestruction
    /// What an out-parameter leads to, which holds nothing when the function begins.
    case filled
    /// A raw pointer that owns nothing: only what is added to it is looked at.
    case borrowed
  }

  /// What the uses turned out to be.
  struct Result {
    /// By event of a `gives`: the retains that it uses up on some path; none of them where the place's own reference goes.
    var retainsOfGift: [Int: Set<Int>] = [:]
    /// By event of a retain: what may have come between, until it was used up.
    var disturbed: [Int: Set<Int>] = [:]
    /// By event of a retain: the store of something bare that it completes.
    var completed: [Int: Int] = [:]
    /// Events of `gives` by which the place's own reference goes.
    var transfers: Set<Int> = []
    /// Events of `gives` after which the place is read as before: they give a copy.
    var kept: Set<Int> = []
    /// Where a place that outlives the function is set anew, and may hold a reference that nobody has given up.
    var overwritten: Set<Int> = []
    /// The object may end while the place holds a reference that nobody has given up.
    var isLeftAtEnd = false
    /// What was given still stands in the place when the function ends.
    var stillStands = false
  }

  private struct State: Equatable {
    static let empty: UInt8 = 1
    static let holds: UInt8 = 2
    static let gone: UInt8 = 4
    /// It was given, and the smart pointer keeps a reference of its own.
    static let kept: UInt8 = 8
    var mask: UInt8
    /// Raw code may have kept a pointer to what it held when the function began.
    var isShown = false
    /// The store of something bare, until a reference is added to it.
    var bare: Int?
    /// Retains that no gift has used up yet.
    var pending: [Int] = []
    /// Releases by which what it held is gone.
    var releases: Set<Int> = []

    func has(_ one: UInt8) -> Bool { mask & one != 0 }
  }

  let facts: FactBase
  let function: FunctionID
  let body: Body
  /// The name of the place where it is declared.
  let name: Span
  /// By event.
  let uses: [Int: [Use]]
  let home: Home
  let primitives: CountingPrimitives
  let timing: ReleaseTiming
  /// Other functions read what this one leaves in the place.
  private let isReadLater: Bool
  let isPlace: (ValueID) -> Bool

  /// - Parameter isPlace: whether a value is the place's address.
  init(
    facts: FactBase, function: FunctionID, body: Body, name: Span, uses: [Use], home: Home,
    primitives: CountingPrimitives, timing: ReleaseTiming, isReadLater: Bool, isPlace: @escaping (ValueID) -> Bool
  ) {
    self.isReadLater = isReadLater
    self.primitives = primitives
    self.timing = timing
    self.facts = facts
    self.function = function
    self.body = body
    self.name = name
    self.uses = Dictionary(grouping: uses, by: \.event)
    self.home = home
    self.isPlace = isPlace
  }

  func prove() throws(LeftRaw) -> Result {
    var result = Result()
    guard !body.entry.isNone else { throw LeftRaw(reason: "its function's paths are not known", span: name) }
    var entering = [State?](repeating: nil, count: body.blocks.count)
    let first: UInt8 =
      switch home {
      case .local, .fieldUnderConstruction, .filled: State.empty
      case .parameter, .field, .fieldUnderDestruction, .borrowed: State.holds | State.empty
      }
    entering[body.entry.index] = State(mask: first)
    var open: [BlockID] = [body.entry]
    while let block = open.popLast() {
      guard let start = entering[block.index] else { continue }
      let leaving = try walk(block, start, &result)
      let walked = body.blocks[block]
      // Who does not come back gives nothing up by hand; a smart pointer does where the stack is unwound.
      let isEnd = facts.doesNotReturn(walked, of: body)
      for edge in body.successors(of: walked) where !edge.isUnreachable && !(isEnd && edge.target == body.exit) {
        var state = leaving
        if let isNull = nullness(on: edge, of: walked), state.has(State.holds) {
          state.mask &= isNull ? ~State.holds : ~State.empty
          if state.mask == 0 { continue }
          // Null needs no reference.
          if state.mask == State.empty { state.bare = nil }
        }
        guard let known = entering[edge.target.index] else {
          entering[edge.target.index] = state
          open.append(edge.target)
          continue
        }
        // Where it is null nothing is added to it: whatever the other path has added is what there is.
        guard
          known.bare == state.bare
            && (known.pending == state.pending || known.mask == State.empty || state.mask == State.empty)
        else {
          throw LeftRaw(reason: "paths that meet have added different references to it", span: name)
        }
        let joined = State(
          mask: known.mask | state.mask, isShown: known.isShown || state.isShown, bare: known.bare,
          pending: known.mask == State.empty ? state.pending : known.pending,
          releases: known.releases.union(state.releases))
        if joined != known {
          entering[edge.target.index] = joined
          open.append(edge.target)
        }
      }
    }
    if !body.exit.isNone, let last = entering[body.exit.index] { try checkExit(last, name, &result) }
    return result
  }

  private func checkExit(_ state: State, _ name: Span, _ result: inout Result) throws(LeftRaw) {
    try checkBare(state, name)
    guard state.pending.isEmpty else {
      throw LeftRaw(reason: "a reference is added to it that nobody takes", span: name)
    }
    switch home {
    case .local, .parameter:
      if state.has(State.holds) { throw LeftRaw(reason: "a path may end while it still holds a reference", span: name) }
    case .field, .fieldUnderConstruction, .filled:
      if state.has(State.gone), isReadLater || home == .filled {
        throw LeftRaw(reason: "it is left dangling on a path", span: name)
      }
      if state.has(State.kept) { result.stillStands = true }
    case .fieldUnderDestruction:
      // What was given away before is not there any more; what is there had no other end.
      if state.mask == State.holds {
        throw LeftRaw(reason: "the destructor ends while it still holds a reference", span: name)
      }
      if state.has(State.holds) { result.isLeftAtEnd = true }
    case .borrowed: break
    }
  }

  private func walk(_ block: BlockID, _ start: State, _ result: inout Result) throws(LeftRaw) -> State {
    var state = start
    for event in body.blocks[block].events {
      let here = uses[event] ?? []
      if !state.pending.isEmpty, isLoud(event), !here.contains(where: { $0.kind == .retains || $0.kind == .gives }) {
        for retain in state.pending { result.disturbed[retain, default: []].insert(event) }
      }
      // Two gifts in one event are two references: an argument each.
      for use in here { try step(use, &state, &result) }
    }
    return state
  }

  /// Why a place stays raw that is set to what has no reference for it.
  static let bareReason = "it is set to what comes without a reference of its own"

  private func checkBare(_ state: State, _ span: Span) throws(LeftRaw) {
    if state.bare != nil { throw LeftRaw(reason: Self.bareReason, span: span) }
  }

  private func step(_ use: Use, _ state: inout State, _ result: inout Result) throws(LeftRaw) {
    if let store = state.bare {
      switch use.kind {
      case .retains:
        result.completed[use.event] = store
        state.bare = nil
      // The reference is added with the store: the object lives for longer, and nobody is told.
      case .looks, .tests: break
      default: try checkBare(state, use.span)
      }
      return
    }
    switch use.kind {
    case .takes, .clears, .takesBare:
      if state.has(State.holds), home != .borrowed {
        // What it held when the function began, if anything, nobody can give up any more.
        guard home == .field, state.mask != State.holds, !state.isShown else {
          throw LeftRaw(reason: "it is set anew while it may still hold a reference", span: use.span)
        }
        // A static local is set once, when it begins.
        if !body.events[use.event].flags.contains(.isInitialization) { result.overwritten.insert(use.event) }
      }
      guard state.pending.isEmpty else {
        throw LeftRaw(reason: "it is set anew while it may still hold a reference", span: use.span)
      }
      state.mask = use.kind == .clears ? State.empty : State.holds
      state.isShown = false
      state.releases = []
      if use.kind == .takesBare { state.bare = use.event }
    case .gives where !state.pending.isEmpty:
      let retain = state.pending.removeLast()
      result.retainsOfGift[use.event, default: []].insert(retain)
    // Null is given to anybody.
    case .gives where state.mask == State.empty: break
    // What is only borrowed has nothing of its own to give.
    case .gives where home == .borrowed: break
    case .gives, .releases:
      guard !state.has(State.gone | State.kept) else {
        throw LeftRaw(reason: "it may be given up twice", span: use.span)
      }
      let isKept = use.kind == .gives && isRead(after: use)
      if isKept { result.kept.insert(use.event) } else if use.kind == .gives { result.transfers.insert(use.event) }
      if use.kind == .releases { state.releases.insert(use.event) }
      state.mask = (isKept ? State.kept : State.gone) | (state.mask & State.empty)
    case .retains:
      guard !state.has(State.gone) else {
        throw LeftRaw(reason: "it is used after it was given up", span: use.span)
      }
      state.pending.append(use.event)
      if state.pending.count > 8 { throw LeftRaw(reason: "it is retained again and again", span: use.span) }
    case .looks, .tests:
      guard !state.has(State.gone) || isReturnedAtEnd(use, after: state.releases) else {
        throw LeftRaw(reason: "it is used after it was given up", span: use.span)
      }
      if use.isShown { state.isShown = true }
    case .ends:
      guard !state.has(State.holds) || home == .borrowed, state.pending.isEmpty else {
        throw LeftRaw(reason: "its scope may end while it still holds a reference", span: use.span)
      }
      state.mask = State.empty
    }
  }

  /// `p->drop(); return p;`: somebody else holds the object, and the release may as well come with the end of the function.
  private func isReturnedAtEnd(_ use: Use, after releases: Set<Int>) -> Bool {
    guard home == .local || home == .parameter, body.events[use.event].operation == .return else { return false }
    return !releases.isEmpty && releases.allSatisfy { isLast($0) }
  }

  /// Whether the place is read after it was given, before it is set: then it has to keep a reference.
  private func isRead(after gift: Use) -> Bool {
    let here = uses[gift.event] ?? []
    let rest = here.firstIndex(of: gift).map { here[($0 + 1)...] } ?? []
    if let next = rest.first { return next.kind.isReading }
    guard let first = body.blocks.indices.first(where: { body.blocks[$0].events.contains(gift.event) }) else {
      return false
    }
    var seen: Set<Int> = []
    var open = [(first, gift.event + 1)]
    paths: while let (number, start) = open.popLast() {
      let block = body.blocks[number]
      for event in start..<max(start, block.events.upperBound) {
        guard let next = uses[event]?.first else { continue }
        if next.kind.isReading { return true }
        continue paths
      }
      if BlockID(number) == body.exit, isReadLater { return true }
      for edge in body.successors(of: block) where !edge.isUnreachable && seen.insert(edge.target.index).inserted {
        open.append((edge.target.index, body.blocks[edge.target].events.lowerBound))
      }
    }
    return false
  }

  /// Something runs here that may do anything.
  private func isLoud(_ number: Int) -> Bool {
    let event = body.events[number]
    switch event.operation {
    case .call:
      if event.flags.contains(.isIndirect) { return true }
      // Another object's count may go up meanwhile.
      let counts = primitives.meaning(of: event.function)
      if counts?.receiver == .retains || counts?.arguments.values.contains(.retains) == true { return false }
      // What it ends may be this very object, whatever is said of constancy.
      if counts != nil { return true }
      return !facts[event.function].flags.contains(.isConst)
    case .delete, .opaque, .throw: return true
    default: return false
    }
  }

  /// Whether the place is null on an edge; `nil` where the edge says nothing of it.
  private func nullness(on edge: Edge, of block: Block) -> Bool? {
    guard edge.kind == .whenTrue || edge.kind == .whenFalse else { return nil }
    var value = block.condition
    var isNullWhenTrue = false
    for _ in 0..<16 {
      guard !value.isNone else { return nil }
      let event = body[value]
      switch event.operation {
      case .not:
        isNullWhenTrue.toggle()
        value = body.operand(0, of: event)
      case .compare where event.comparison == .equal || event.comparison == .notEqual:
        if event.comparison == .equal { isNullWhenTrue.toggle() }
        let (left, right) = (body.operand(0, of: event), body.operand(1, of: event))
        if body.isNull(right) { value = left } else if body.isNull(left) { value = right } else { return nil }
      case .convert: value = body.operand(0, of: event)
      case .load:
        guard isPlace(body.operand(0, of: event)) else { return nil }
        return isNullWhenTrue == (edge.kind == .whenTrue)
      default: return nil
      }
    }
    return nil
  }
}

extension PlaceProof.Use.Kind {
  /// It says something of the pointer as it is.
  fileprivate var isReading: Bool { self == .looks || self == .tests || self == .retains }
}
