import Facts

extension Walker {
  /// What is not settled yet while a path leaves the function.
  struct Leaving {
    var outcome = Outcome()
    /// By object: the references that nobody has got so far.
    var left: FlatMap<Holding>
    /// The numbers by which the outcome tells new objects apart.
    var numbers: [TermID: Int] = [:]
    /// The places in objects that leave whose content is settled.
    var settled: Set<UInt32> = []
    let event: Int
    let frame: Frame

    init(left: FlatMap<Holding>, event: Int, frame: Frame) {
      self.left = left
      self.event = event
      self.frame = frame
    }
  }

  /// A path ends: what is left is what the function did to its caller's references, or lost.
  ///
  /// `last` is the event that was met last, for paths that end without a `return`.
  func leaveFunction(at last: UInt32, _ frame: inout Frame) {
    let returned = frame.path.state.returned
    let event = frame.path.state.returnEvent == UInt32.max ? last : frame.path.state.returnEvent
    var leaving = Leaving(left: frame.path.state.holdings, event: Int(event), frame: frame)
    let value = returned.isNone ? TermTable.unknown : returned
    results[event] = object(at: value)
    noteMoved(object(at: value), frame.path.state)
    noteStatic(returned: value, frame.path.state)
    noteEmptied(in: frame.path.state)

    leaving.outcome.resultConstraint = returned.isNone ? .any : answer(to: value, frame.path.state)
    leaving.outcome.result = source(of: value, &leaving)
    leaving.outcome.isResultKept = isKept(value, frame.path.state)
    if case .new = leaving.outcome.result {
      leaving.outcome.isResultDoubtful =
        frame.path.state.holdings[object(at: value)]?.flags.contains(.isUncertain) ?? false
    }
    leaving.outcome.isResultStorage = leaving.outcome.result == .unknown && isOwnStorage(value, leaving)
    leaving.outcome.guards = guards(frame.path.state)
    leaving.outcome.changesUnknown = frame.path.state.hasForgotten
    handOverContents(of: value, &leaving)

    for entry in frame.path.state.memory.entries {
      let place = TermID(entry.key)
      guard isOutside(place, frame.path.state), !isDead(terms.root(of: place), frame.path.state) else { continue }
      settle(entry.value, in: place, &leaving)
    }
    for entry in leaving.left.entries {
      reportDebt(TermID(entry.key), entry.value, &leaving)
      settle(TermID(entry.key), leaving.left[entry.key] ?? entry.value, &leaving)
    }
    var outcome = leaving.outcome
    if case .new = outcome.result, outcome.isResultKept, isKeptOutOfSight(value, frame.path.state) {
      outcome.result = .borrowed(from: nil)
      outcome.isResultKept = false
      outcome.isResultDoubtful = false
    }
    if outcome.effects.count > 1 { outcome.effects.sort { $0.path < $1.path } }
    if outcome.writes.count > 1 { outcome.writes.sort { $0.place < $1.place } }
    if outcome.guards.count > 1 { outcome.guards.sort { $0.path < $1.path } }

    for entry in leaving.left.entries where entry.value.owned > 0 {
      let object = TermID(entry.key)
      guard !isNameable(object) else {
        reportExtraRetain(object, entry.value, returned: value, leaving)
        continue
      }
      guard !isHeldByOthers(object, frame.path.state) else { continue }
      report(kindOfLeak(object, entry.value, returned: value, frame), object, at: Int(event), entry.value, frame)
    }
    checkError(returned, at: event, frame)
    outcome.error = frame.path.state.error.outside
    // Of a result that is not known any more it is not known either whether it is the one that goes with the error.
    if outcome.error == .set, !returned.isNone, value == TermTable.unknown { outcome.error = .unknown }
    outcomes.append(outcome)
    exits.append((event, frame.path.trace, frame.path.state.constraints))
  }

  private func isDead(_ object: TermID, _ state: State) -> Bool {
    state.holdings[object]?.flags.contains(.isDead) ?? false
  }

  /// Whether the only reference to what is returned belongs to a place that lives on: a cache.
  private func isKept(_ value: TermID, _ state: State) -> Bool {
    guard state.holdings[object(at: value)]?.owned == 1 else { return false }
    return placesOutside(holding: value, state).contains { place in
      if case .global = terms[terms.root(of: place)] { return true }
      return terms.shape(of: place).map { knowledge.isOwner($0) == true } ?? false
    }
  }

  /// Whether what is kept belongs to an object that the caller has no name for.
  private func isKeptOutOfSight(_ value: TermID, _ state: State) -> Bool {
    placesOutside(holding: value, state).allSatisfy { accessPath(of: $0) == nil }
  }

  /// Whether what is returned is storage that the caller alone has then.
  private func isOwnStorage(_ value: TermID, _ leaving: Leaving) -> Bool {
    let state = leaving.frame.path.state
    guard isOwnStorage(object(at: value), state) else { return false }
    return placesOutside(holding: value, state).isEmpty
  }

  private func kindOfLeak(_ object: TermID, _ holding: Holding, returned: TermID, _ frame: Frame) -> Anomaly.Kind {
    if object == self.object(at: returned) { return .retainedReturn }
    let isStored = !placesOutside(holding: object, frame.path.state).isEmpty
    return isStored || holding.flags.contains(.isGivenAway) ? .retainedMove : .leak
  }

  /// Whether a place lives on when the function has ended.
  private func isOutside(_ place: TermID, _ state: State) -> Bool {
    switch terms[terms.root(of: place)] {
    case .initial, .changed, .global: true
    // What a call handed out and was not made here is somebody else's.
    case .result: !isPrivate(terms.root(of: place), state)
    case .slot(let slot):
      // A record that came by value is the caller's.
      slot.index < Int(function.parameterCount) && isRecord(function.slots[slot.index].type)
    default: false
    }
  }

  /// The places that live on where a value stands.
  private func placesOutside(holding value: TermID, _ state: State) -> [TermID] {
    state.memory.entries.compactMap { entry in
      guard entry.value == value, isOutside(TermID(entry.key), state) else { return nil }
      return TermID(entry.key)
    }
  }

  /// What stands in an object that leaves goes where it goes: what the object's places own is theirs from now on.
  private func handOverContents(of value: TermID, _ leaving: inout Leaving) {
    guard value != TermTable.unknown, value != TermTable.null else { return }
    let state = leaving.frame.path.state
    let root = terms.root(of: value)
    // What is in another's object is settled place by place.
    guard !isOutside(root, state) else { return }
    for entry in state.memory.entries where terms.root(of: TermID(entry.key)) == root {
      let place = TermID(entry.key)
      if place == value, !isRecord(function.returnType) { continue }
      guard leaving.settled.insert(entry.key).inserted else { continue }
      handOver(entry.value, in: place, &leaving)
    }
  }

  private func handOver(_ value: TermID, in place: TermID, _ leaving: inout Leaving) {
    let object = object(at: value)
    guard object != terms.root(of: place), !stood(value, in: place, leaving.frame.path.state) else { return }
    let ownership = terms.shape(of: place).flatMap { isOwner($0) }
    if ownership == true { checkStore(of: value, in: place, leaving) }
    let known = leaving.left[object]
    noteStored(object, in: place, known, leaving.frame.path.state)
    guard var holding = known ?? (isNameable(object) ? Holding() : nil) else { return }
    if !isNameable(object), holding.owned > 0, ownership != true {
      // Nothing says that the place does not own it.
      leaving.left[object] = nil
      handOverContents(of: object, &leaving)
      return
    }
    switch ownership {
    case true? where holding.owned > 0 || isNameable(object):
      holding.owned -= 1
      holding.flags.insert([.isKept, .isGivenAway])
      leaving.left[object] = holding.owned == 0 && !isNameable(object) ? nil : holding
      handOverContents(of: object, &leaving)
    case nil where isNameable(object):
      holding.flags.insert([.isKept, .isUncertain])
      leaving.left[object] = holding
    default: break
    }
  }

  /// Whether a value is what stands in a place anyway: reading it there, or that somebody may have changed it, stores nothing.
  func stood(_ value: TermID, in place: TermID, _ state: State) -> Bool {
    switch terms[value] {
    // What a callee made and put there is this frame's.
    case .initial(place), .changed(place, _): !(state.holdings[value]?.flags.contains(.isExact) ?? false)
    default: false
    }
  }

  private func source(of value: TermID, _ leaving: inout Leaving) -> Outcome.Source {
    if let path = accessPath(of: value) {
      // An element is not one that the caller could name again: a reference to it is the caller's own from now on.
      guard path.leadsThroughElement, leaving.left[object(at: value)]?.owned ?? 0 > 0 else { return .path(path) }
    }
    if case .function(let function) = terms[value] { return .function(function) }
    let object = object(at: value)
    guard let holding = leaving.left[object] else {
      return leaving.numbers[object].map { .new($0) } ?? .unknown
    }
    if holding.owned > 0 {
      leaving.left[object]?.owned -= 1
      if leaving.left[object]?.owned == 0 { leaving.left[object] = nil }
      let number = leaving.numbers[object] ?? leaving.numbers.count
      leaving.numbers[object] = number
      handOverContents(of: object, &leaving)
      // Who knows what else has been done to it.
      let isDoubtful =
        holding.flags.contains(.isUncertain) && holding.flags.intersection([.isExact, .isKept]) != .isExact
      return isDoubtful ? .unknown : .new(number)
    }
    if let number = leaving.numbers[object] { return .new(number) }
    guard holding.flags.contains(.isBorrowed), holding.flags.isDisjoint(with: [.isUncertain, .isDead]),
      isStillThere(object, holding, leaving.frame.path.state)
    else { return .unknown }
    return .borrowed(from: holding.keeper.isNone ? nil : accessPath(of: holding.keeper))
  }

  /// Whether what a getter showed still stands where it was shown: what was taken out comes with the place's reference.
  func isStillThere(_ object: TermID, _ holding: Holding, _ state: State) -> Bool {
    guard holding.flags.contains(.isShown) else { return true }
    switch terms[object] {
    case .initial(let place), .changed(let place, _):
      guard read(place, state) == object else { return false }
      guard case .element(let array, _) = terms[place] else { return true }
      return !state.memory.entries.contains { entry in
        if case .element(array, _) = terms[TermID(entry.key)] { return entry.key != place.rawValue }
        return false
      }
    default: return true
    }
  }

  /// Somebody else's reference was given away, and no retain has made up for it.
  private func reportDebt(_ object: TermID, _ holding: Holding, _ leaving: inout Leaving) {
    guard holding.owned < 0 else { return }
    guard holding.flags.contains(.isGivenAway),
      isTooFew(holding) || standsStill(object, holding, leaving.frame.path.state)
    else { return }
    let isIt: (TraceStep) -> Bool = { $0.object == object && $0.kind == .consumed }
    // Ways that met have the steps of the first: then it was on another that it was given away.
    let given = tree.path(to: leaving.frame.path.trace).last(where: isIt) ?? tree.steps.last(where: isIt)
    guard given != nil || !holding.flags.contains(.isBorrowed) && isInNewObject(object, leaving.frame.path.state) else {
      return
    }
    report(.missingRetain, object, at: given.map { Int($0.event) } ?? leaving.event, holding, leaving.frame)
    leaving.left[object]?.flags.insert(.isUncertain)
  }

  /// Whether it stands in an object that was made here and leaves, as the arguments of its constructor do.
  private func isInNewObject(_ object: TermID, _ state: State) -> Bool {
    state.memory.entries.contains { entry in
      let root = terms.root(of: TermID(entry.key))
      guard entry.value == object, case .result = terms[root] else { return false }
      return state.holdings[root]?.flags.isSuperset(of: .isExact) ?? false
    }
  }

  /// Whether a place that owns what it holds for as long as its object lives holds in the end what it held at first: the reference
  /// is the place's.
  private func standsStill(_ object: TermID, _ holding: Holding, _ state: State) -> Bool {
    guard case .initial(let place) = terms[object], !holding.flags.contains(.isUncertain), function.kind != .destructor,
      !terms.isLocal(place), !terms.isAmongElements(place), read(place, state) == object,
      !(state.holdings[terms.root(of: place)].map { $0.owned < 0 || $0.flags.contains(.isDead) } ?? false),
      let shape = terms.shape(of: place)
    else { return false }
    return isEnded(shape)
  }

  /// An object that the caller can name was retained once more than somebody took it.
  private func reportExtraRetain(_ object: TermID, _ holding: Holding, returned: TermID, _ leaving: Leaving) {
    guard holding.owned > 0, holding.flags.isDisjoint(with: [.isUncertain, .isExact]) else { return }
    let isReturned = self.object(at: returned) == object
    // Which of the elements it is the next round does not know.
    guard isReturned || !terms.isAmongElements(object) else { return }
    let state = leaving.frame.path.state
    let places = placesOutside(holding: object, state).filter { !stood(object, in: $0, state) }
    // What only may own has perhaps taken a reference.
    guard places.allSatisfy({ terms.shape(of: $0).flatMap { isOwner($0) } == true }) else { return }
    let retains = tree.path(to: leaving.frame.path.trace).filter { $0.object == object && $0.kind == .retained }
    guard retains.allSatisfy({ isPlainCount(Int($0.event)) }) else { return }
    // A place that the caller can follow has its reference still to come.
    let stored = places.count { accessPath(of: $0).map { !$0.leadsThroughElement } ?? false }
    let spare = Int(holding.owned) - stored
    if isReturned {
      // One goes with what is returned, if it has not already.
      let isTaken = accessPath(of: object)?.leadsThroughElement ?? false
      if spare > (isTaken ? 0 : 1) { report(.retainedReturn, object, at: leaving.event, holding, leaving.frame) }
    } else if spare > 0, stored > 0 || holding.flags.contains(.isGivenAway) {
      report(.retainedMove, object, at: leaving.event, holding, leaving.frame)
    }
  }

  /// A place that owns what it holds must not hold what is somebody else's.
  private func checkStore(of value: TermID, in place: TermID, _ leaving: Leaving) {
    let object = object(at: value)
    guard let holding = leaving.left[object], holding.owned <= 0, holding.flags.contains(.isBorrowed),
      holding.flags.isDisjoint(with: [.isUncertain, .isDead]),
      !range(of: object, leaving.frame.path.state).isZero,
      let shape = terms.shape(of: place), isOwner(shape) == true, !isForAnything(shape)
    else { return }
    report(.missingRetainInStore, object, at: leaving.event, holding, leaving.frame)
  }

  private func isReturned(_ object: TermID, _ leaving: Leaving) -> Bool {
    guard case .new(let number) = leaving.outcome.result else { return false }
    return leaving.numbers[object] == number
  }

  /// Whether places of a kind hold pointers without a type: one container owns what it holds, another of the same type does not.
  private func isForAnything(_ shape: PlaceShape) -> Bool {
    switch shape {
    case .field(let field): isUntyped(facts[field].type)
    case .global(let global): isUntyped(facts[global].type)
    case .elements(let field): facts[facts[field].type].inner.optional.map { isUntyped($0) } ?? false
    case .elementsOfGlobal(let global): facts[facts[global].type].inner.optional.map { isUntyped($0) } ?? false
    }
  }

  /// A place outside holds a value at the end.
  private func settle(_ value: TermID, in place: TermID, _ leaving: inout Leaving) {
    if case .initial(place) = terms[value] { return }
    let state = leaving.frame.path.state
    let isContent = stood(value, in: place, state)
    if value == TermTable.null || isContent, isLeftAlone(place) { return }
    let path = accessPath(of: place)
    let object = object(at: value)
    let canBeFollowed = path.map { !$0.leadsThroughElement } ?? false
    if !isContent {
      noteStored(object, in: place, leaving.left[object], state)
      checkStore(of: value, in: place, leaving)
    }
    if let path, canBeFollowed {
      // What is returned takes its reference with it: a place that shows it too has none of its own.
      let isShown =
        leaving.left[object] == nil && isReturned(object, leaving)
        && (path.isArgument || terms.shape(of: place).flatMap { isOwner($0) } != true)
      leaving.outcome.writes.append(
        Outcome.Write(
          place: path, source: isContent || isShown ? .unknown : source(of: value, &leaving),
          constraint: range(of: value, state),
          isPlain: isPlain(place), isHearsay: isContent && isHearsay(value, in: place),
          isPerhaps: state.holdings[object]?.flags.contains(.isPerhaps) ?? false))
      handOverContents(of: value, &leaving)
      return
    }
    // The caller cannot follow it there: all that can be said is that a reference may have gone.
    noteShared(value)
    if let path {
      let write = Outcome.Write(place: path, source: .unknown, constraint: .any)
      if !leaving.outcome.writes.contains(write) { leaving.outcome.writes.append(write) }
    } else {
      leaving.outcome.changesUnknown = true
    }
    guard !isContent, state.holdings[object] != nil || accessPath(of: object) != nil else { return }
    var holding = leaving.left[object] ?? Holding()
    let ownership = terms.shape(of: place).flatMap { isOwner($0) }
    switch ownership {
    // What a call handed out is perhaps not what it seems: only a reference that is there for sure goes into it.
    case true? where holding.owned > 0 || isNamed(place, state):
      if holding.owned > 0 { holding.flags.insert(.isGivenAway) }
      holding.owned -= 1
      holding.flags.insert(.isKept)
    case true?: holding.flags.insert([.isKept, .isUncertain])
    case false?: break
    case nil: holding.flags.insert([.isKept, .isUncertain])
    }
    leaving.left[object] = holding
    handOverContents(of: object, &leaving)
  }

  /// Whether neither this function nor any that it calls writes a place of an object that came from outside: what was found to be
  /// null there was so before.
  private func isLeftAlone(_ place: TermID) -> Bool {
    guard case .field(let base, let field) = terms[place], case .initial(let holder) = terms[terms.root(of: base)]
    else { return false }
    var isThis = false
    if case .slot(let slot) = terms[holder] { isThis = slot == function.thisSlot }
    return !knowledge.writers.mayWrite(field, callee: id, isVirtual: false, isReceivers: isThis)
  }

  /// Whether a place holds neither a pointer nor anything that could have one in it.
  private func isPlain(_ place: TermID) -> Bool {
    guard case .field(_, let field) = terms[place] else { return false }
    return knowledge.shapes.isPlain[field.index]
  }

  /// Whether a place is in what the caller can name, or in an object that was made here.
  private func isNamed(_ place: TermID, _ state: State) -> Bool {
    let root = terms.root(of: place)
    guard case .result = terms[root] else { return true }
    return state.holdings[root]?.flags.contains(.isExact) ?? false
  }

  /// What is left of an object's count is an effect, where the caller can name the object.
  private func settle(_ object: TermID, _ holding: Holding, _ leaving: inout Leaving) {
    guard let path = accessPath(of: object) else { return }
    let isKept = holding.flags.contains(.isKept)
    let isUncertain = holding.flags.contains(.isUncertain)
    guard holding.owned != 0 || isKept || isUncertain else { return }
    // An element is not one that the caller could name again.
    if path.leadsThroughElement { return }
    leaving.outcome.effects.append(
      Outcome.Effect(path: path, delta: Int(holding.owned), isKept: isKept, isUncertain: isUncertain))
  }

  /// What holds of the arguments on this path.
  private func guards(_ state: State) -> [Outcome.Guard] {
    state.constraints.entries.compactMap { entry in
      let term = TermID(entry.key)
      guard case .initial = terms[term], 0...2 ~= pathLength(of: term), let path = accessPath(of: term) else {
        return nil
      }
      // Not null is what one takes for granted: a call with null would not come back.
      return Outcome.Guard(path: path, constraint: entry.value)
    }
  }

  /// Whether it is a number that stands in an object of the caller's, or is worked out from such: `self->flags & OWNS`.
  func isCallersToAsk(_ term: TermID) -> Bool {
    switch terms[term] {
    case .constant: true
    case .initial(let place), .changed(let place, _): isPlain(place) && isNameable(terms.root(of: place))
    case .arithmetic(_, let left, let right), .equal(let left, let right), .less(let left, let right):
      isCallersToAsk(left) && isCallersToAsk(right)
    default: false
    }
  }

  /// Whether an object that is not this frame's alone leads to it. What places outside hold was settled before.
  private func isHeldByOthers(_ object: TermID, _ state: State) -> Bool {
    state.memory.entries.contains { entry in
      guard terms.contains(entry.value, object) else { return false }
      let root = terms.root(of: TermID(entry.key))
      guard root != object, case .result = terms[root] else { return false }
      guard let holder = state.holdings[root] else { return true }
      return !holder.flags.contains(.isExact) || !holder.flags.isDisjoint(with: [.isUncertain, .isKept])
    }
  }
}
