import Facts

extension Walker {
  /// A path ends: what is left is what the function did to its caller's references, or lost.
  ///
  /// `last` is the event that was met last, for paths that end without a `return`.
  func leaveFunction(at last: UInt32, _ frame: inout Frame) {
    var outcome = Outcome()
    let returned = frame.path.state.returned
    let event = frame.path.state.returnEvent == UInt32.max ? last : frame.path.state.returnEvent
    var left = frame.path.state.holdings
    var numbers: [TermID: Int] = [:]
    let value = returned.isNone ? TermTable.unknown : returned
    results[event] = object(at: value)

    outcome.resultConstraint = returned.isNone ? .any : range(of: value, frame.path.state)
    outcome.result = source(of: value, &left, &numbers, frame.path.state)
    outcome.isResultKept = isKept(value, frame.path.state)
    outcome.guards = guards(frame.path.state)
    outcome.changesUnknown = frame.path.state.hasForgotten
    handOverContents(of: value, &left, frame.path.state)

    for entry in frame.path.state.memory.entries {
      let place = TermID(entry.key)
      guard isOutside(place, frame.path.state) else { continue }
      checkStore(of: entry.value, in: place, at: Int(event), left, frame)
      settle(entry.value, in: place, &outcome, &left, &numbers, frame.path.state)
    }
    for entry in left.entries { settle(TermID(entry.key), entry.value, &outcome) }
    if outcome.effects.count > 1 { outcome.effects.sort { $0.path < $1.path } }
    if outcome.writes.count > 1 { outcome.writes.sort { $0.place < $1.place } }
    if outcome.guards.count > 1 { outcome.guards.sort { $0.path < $1.path } }

    for entry in left.entries where entry.value.owned > 0 {
      let object = TermID(entry.key)
      guard !isNameable(object), !isHeldByOthers(object, frame.path.state) else { continue }
      report(kindOfLeak(object, entry.value, returned: value, frame), object, at: Int(event), entry.value, frame)
    }
    checkError(returned, at: event, frame)
    outcome.error = frame.path.state.error.outside
    outcomes.append(outcome)
    exits.append((event, frame.path.trace))
  }

  /// Whether the only reference to what is returned belongs to a place that lives on: a cache.
  private func isKept(_ value: TermID, _ state: State) -> Bool {
    guard state.holdings[object(at: value)]?.owned == 1 else { return false }
    return state.memory.entries.contains { entry in
      guard entry.value == value, isOutside(TermID(entry.key), state) else { return false }
      if case .global = terms[terms.root(of: TermID(entry.key))] { return true }
      return terms.shape(of: TermID(entry.key)).map { knowledge.isOwner($0) == true } ?? false
    }
  }

  private func kindOfLeak(_ object: TermID, _ holding: Holding, returned: TermID, _ frame: Frame) -> Anomaly.Kind {
    if object == self.object(at: returned) { return .retainedReturn }
    let isStored = frame.path.state.memory.entries.contains {
      $0.value == object && isOutside(TermID($0.key), frame.path.state)
    }
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

  /// Whether a value goes with the result of a function that returns a record, or with a result that leads to it.
  private func handOverContents(of value: TermID, _ left: inout FlatMap<Holding>, _ state: State) {
    guard value != TermTable.unknown, value != TermTable.null else { return }
    for entry in state.memory.entries where terms.root(of: TermID(entry.key)) == terms.root(of: value) {
      if TermID(entry.key) == value, !isRecord(function.returnType) { continue }
      if left[entry.value.rawValue] != nil {
        left[entry.value.rawValue] = nil
        handOverContents(of: entry.value, &left, state)
      }
    }
  }

  private func source(
    of value: TermID, _ left: inout FlatMap<Holding>, _ numbers: inout [TermID: Int], _ state: State
  ) -> Outcome.Source {
    if let path = accessPath(of: value) {
      // An element is not one that the caller could name again: a reference to it is the caller's own from now on.
      guard path.steps.contains(.element), left[object(at: value)]?.owned ?? 0 > 0 else { return .path(path) }
    }
    if case .function(let function) = terms[value] { return .function(function) }
    let object = object(at: value)
    guard let holding = left[object] else {
      return numbers[object].map { .new($0) } ?? .unknown
    }
    if holding.owned > 0 {
      left[object]?.owned -= 1
      if left[object]?.owned == 0 { left[object] = nil }
      let number = numbers[object] ?? numbers.count
      numbers[object] = number
      handOverContents(of: object, &left, state)
      // Who knows what else has been done to it.
      return holding.flags.contains(.isUncertain) && !holding.flags.contains(.isExact) ? .unknown : .new(number)
    }
    if numbers[object] != nil { return .new(numbers[object] ?? 0) }
    guard holding.flags.contains(.isBorrowed), holding.flags.isDisjoint(with: [.isUncertain, .isDead]) else {
      return .unknown
    }
    return .borrowed(from: holding.keeper.isNone ? nil : accessPath(of: holding.keeper))
  }

  /// A place that owns what it holds must not hold what is somebody else's.
  private func checkStore(of value: TermID, in place: TermID, at event: Int, _ left: FlatMap<Holding>, _ frame: Frame) {
    let object = object(at: value)
    guard let holding = left[object], holding.owned <= 0, holding.flags.contains(.isBorrowed),
      holding.flags.isDisjoint(with: [.isUncertain, .isDead]), !range(of: object, frame.path.state).isZero,
      let shape = terms.shape(of: place), isOwner(shape) == true
    else { return }
    report(.missingRetainInStore, object, at: event, holding, frame)
  }

  /// A place outside holds a value at the end.
  private func settle(
    _ value: TermID, in place: TermID, _ outcome: inout Outcome, _ left: inout FlatMap<Holding>,
    _ numbers: inout [TermID: Int], _ state: State
  ) {
    if case .initial(place) = terms[value] { return }
    let path = accessPath(of: place)
    let object = object(at: value)
    let canBeFollowed = path.map { !$0.steps.contains(.element) } ?? false
    if let path, canBeFollowed {
      outcome.writes.append(
        Outcome.Write(
          place: path, source: source(of: value, &left, &numbers, state), constraint: range(of: value, state),
          isPlain: isPlain(place)))
      handOverContents(of: value, &left, state)
      return
    }
    // The caller cannot follow it there: all that can be said is that a reference may have gone.
    outcome.changesUnknown = true
    guard state.holdings[object] != nil || accessPath(of: object) != nil else { return }
    var holding = left[object] ?? Holding()
    let ownership = terms.shape(of: place).flatMap { isOwner($0) }
    switch ownership {
    // What a call handed out is perhaps not what it seems: only a reference that is there for sure goes into it.
    case true? where holding.owned > 0 || isNamed(place):
      holding.owned -= 1
      holding.flags.insert(.isKept)
    case true?: holding.flags.insert([.isKept, .isUncertain])
    case false?: break
    case nil: holding.flags.insert([.isKept, .isUncertain])
    }
    left[object] = holding
    handOverContents(of: object, &left, state)
  }

  /// Whether a place holds neither a pointer nor anything that could have one in it.
  private func isPlain(_ place: TermID) -> Bool {
    guard case .field(_, let field) = terms[place] else { return false }
    return knowledge.shapes.isPlain[field.index]
  }

  private func isNamed(_ place: TermID) -> Bool {
    if case .result = terms[terms.root(of: place)] { return false }
    return true
  }

  /// What is left of an object's count is an effect, where the caller can name the object.
  private func settle(_ object: TermID, _ holding: Holding, _ outcome: inout Outcome) {
    guard let path = accessPath(of: object) else { return }
    let isKept = holding.flags.contains(.isKept)
    let isUncertain = holding.flags.contains(.isUncertain)
    guard holding.owned != 0 || isKept || isUncertain else { return }
    // An element is not one that the caller could name again.
    if path.steps.contains(.element) { return }
    outcome.effects.append(
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

  /// How many steps the access path of a value or an address has, -1 where there is none. Asked far more often than the path.
  func pathLength(of term: TermID) -> Int {
    guard !term.isNone else { return -1 }
    if term.index >= pathLengths.count {
      pathLengths += Array(repeating: -2, count: terms.count - pathLengths.count)
    }
    if pathLengths[term.index] > -2 { return Int(pathLengths[term.index]) }
    let length: Int
    switch terms[term] {
    case .global: length = 0
    case .slot(let slot): length = isRecordParameter(slot) ? 0 : -1
    case .initial(let place):
      if case .slot(let slot) = terms[place] {
        let isArgument = slot.index < Int(function.parameterCount) && !isRecordParameter(slot)
        length = slot == function.thisSlot || isArgument ? 0 : -1
      } else {
        length = longer(pathLength(of: place))
      }
    case .field(let base, _), .element(let base, _): length = longer(pathLength(of: base))
    default: length = -1
    }
    pathLengths[term.index] = Int8(length)
    return length
  }

  private func longer(_ length: Int) -> Int { length >= 0 && length < AccessPath.lengthLimit ? length + 1 : -1 }

  private func isRecordParameter(_ slot: SlotID) -> Bool {
    slot.index < Int(function.parameterCount) && isRecord(function.slots[slot.index].type)
  }

  /// How a caller names a value or an address.
  func accessPath(of term: TermID) -> AccessPath? {
    guard pathLength(of: term) >= 0 else { return nil }
    switch terms[term] {
    case .global(let global): return AccessPath(root: .global(global))
    case .slot(let slot):
      guard slot.index < Int(function.parameterCount), isRecord(function.slots[slot.index].type) else { return nil }
      return AccessPath(root: .argument(slot.index))
    case .initial(let place):
      if case .slot(let slot) = terms[place] {
        if slot == function.thisSlot { return AccessPath(root: .argument(-1)) }
        guard slot.index < Int(function.parameterCount) else { return nil }
        return isRecord(function.slots[slot.index].type) ? nil : AccessPath(root: .argument(slot.index))
      }
      return accessPath(of: place)?.appending(.content)
    case .field(let base, let field): return accessPath(of: base)?.appending(.field(field))
    case .element(let base, _): return accessPath(of: base)?.appending(.element)
    default: return nil
    }
  }
}
