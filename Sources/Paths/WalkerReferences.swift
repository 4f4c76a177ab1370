import Facts

extension Walker {
  /// What a change of count is, for the notes and for what follows from it.
  enum Change {
    case retain
    case release
    /// The count was taken down where it stands; what has to be done where none is left follows in the code.
    case countDown
    /// The reference went on to somebody else.
    case giveAway
    case destroy
  }

  /// The object that an address stands for: a struct's first field is where the struct is.
  func object(at address: TermID) -> TermID {
    if case .field(let base, let field) = terms[address], knowledge.shapes.isRecordAtStart[field.index] {
      return object(at: base)
    }
    return address
  }

  /// Objects whose count is worth following: not null, not variables.
  private func isCounted(_ object: TermID) -> Bool {
    switch terms[object] {
    case .result, .initial, .changed: true
    default: false
    }
  }

  /// A new object, or one that a call hands over.
  func create(_ object: TermID, at event: Int, isExact: Bool, _ frame: inout Frame) {
    var flags: Holding.Flags = isExact ? .isExact : []
    if isPerhapsStatic(body.events[event]) { flags.insert(.isPerhapsStatic) }
    frame.path.state.holdings[object] = Holding(owned: 1, flags: flags, origin: UInt32(event))
    note(body.events[event].type, of: object)
    tree.append(.created, event: UInt32(event), object: object, owned: 1, to: &frame.path.trace)
  }

  func borrow(_ object: TermID, from keeper: TermID, at event: Int, _ frame: inout Frame) {
    frame.path.state.holdings[object] = Holding(flags: .isBorrowed, keeper: keeper, origin: UInt32(event))
    origins[object] = UInt32(event)
    note(body.events[event].type, of: object)
    tree.append(.borrowed, event: UInt32(event), object: object, to: &frame.path.trace)
  }

  /// `hasEnded`: what the object held has been seen to by its destructor.
  func change(_ address: TermID, by change: Change, at event: Int, hasEnded: Bool = false, _ frame: inout Frame) {
    let object = object(at: address)
    guard isCounted(object), !range(of: object, frame.path.state).isZero else { return }
    if change != .retain { doubtElements(besides: object, &frame.path.state) }
    forgetStorage(object, &frame.path.state)
    var holding = frame.path.state.holdings[object] ?? Holding(origin: UInt32(event))
    if holding.flags.contains(.isDead) {
      if change == .retain {
        report(.useAfterRelease, object, at: event, holding, frame)
      } else {
        report(.overRelease, object, at: event, holding, frame)
      }
      frame.path.state.holdings[object]?.flags.insert(.isUncertain)
      return
    }
    switch change {
    case .retain:
      holding.owned += 1
      holding.flags.remove(.isCountedDown)
      if holding.origin == UInt32.max { holding.origin = UInt32(event) }
      // Any of the elements may be the one.
      if terms.isAmongElements(object), let place = terms.place(ofContent: object) { noteRetain(in: place) }
      // What is made and ended in pairs has no count, or one that began in a way that is not known.
      if holding.flags.contains(.isExact), isPaired(type(of: object)) { holding.flags.insert(.isUncertain) }
      tree.append(.retained, event: UInt32(event), object: object, owned: holding.owned, to: &frame.path.trace)
    case .release, .destroy, .countDown:
      // The reference went when the count was taken down: what follows is the object's end.
      let isEnd =
        holding.flags.contains(.isCountedDown) && (change == .destroy || change == .release && !isPlainCount(event))
      if !isEnd { holding.owned -= 1 }
      if change == .countDown { holding.flags.insert(.isCountedDown) } else { holding.flags.remove(.isCountedDown) }
      if holding.owned < 0 { noteRelease(of: object, isShown: holding.flags.contains(.isShown)) }
      tree.append(
        change == .destroy ? .destroyed : .released, event: UInt32(event), object: object, owned: holding.owned,
        to: &frame.path.trace)
      if holding.owned < 0, !isEnd,
        isTooFew(holding) && !holding.flags.contains(.isShown) || isFarTooFew(holding, object, at: event)
      {
        report(.overRelease, object, at: event, holding, frame)
        holding.flags.insert(.isUncertain)
      }
      let isPrivate = holding.flags.contains(.isExact) && holding.flags.isDisjoint(with: [.isUncertain, .isKept])
      if isPrivate, change != .countDown, holding.owned == 0 || change == .destroy {
        holding.flags.insert(.isDead)
        frame.path.state.holdings[object] = holding
        end(object, at: event, hasEnded: hasEnded, &frame)
        return
      }
      // It may have been the last reference, and what the object held is gone then too.
      if !holding.flags.contains(.isExact) { blurContents(of: object, &frame.path.state) }
    case .giveAway:
      holding.owned -= 1
      if holding.owned < 0 { noteEmptied(of: object) }
      tree.append(.consumed, event: UInt32(event), object: object, owned: holding.owned, to: &frame.path.trace)
      // Another's may be given away before it is retained; whether it ever is shows in the end.
      if holding.owned < 0,
        isTooFew(holding) && holding.flags.contains(.isExact) || isFarTooFew(holding, object, at: event)
      {
        report(holding.flags.contains(.isGivenAway) ? .overRelease : .missingRetain, object, at: event, holding, frame)
        holding.flags.insert(.isUncertain)
      }
      holding.flags.insert([.isKept, .isGivenAway])
    }
    // A count that tells nothing must not grow for ever in a loop.
    if holding.flags.contains(.isUncertain) { holding.owned = min(max(holding.owned, -1), 2) }
    frame.path.state.holdings[object] = holding
  }

  /// One of the elements is given up, and it is not known which: each of those that it may be is doubtful then.
  private func doubtElements(besides object: TermID, _ state: inout State) {
    guard let place = terms.place(ofContent: object), case .element(let base, let position) = terms[place] else {
      return
    }
    for entry in state.memory.entries where entry.value != object {
      guard case .element(base, let other) = terms[TermID(entry.key)],
        !terms.isConstant(position) || !terms.isConstant(other)
      else { continue }
      blur(entry.value, &state)
    }
  }

  /// Whether a count below zero is wrong: where the count began in this frame, or the object is known to be another's.
  func isTooFew(_ holding: Holding) -> Bool {
    guard !holding.flags.contains(.isUncertain) else { return false }
    return holding.flags.contains(.isExact) || holding.flags.contains(.isBorrowed)
  }

  /// Whoever shows or hands over an object gives one reference with it at most.
  private func isFarTooFew(_ holding: Holding, _ object: TermID, at event: Int) -> Bool {
    holding.owned < -1 && !holding.flags.contains(.isUncertain) && !terms.isAmongElements(object)
      && isPlainCount(event)
  }

  /// Whether all that happens there is that a count is changed: a method may keep several references in one place.
  func isPlainCount(_ event: Int) -> Bool {
    guard body.events.indices.contains(event), body.events[event].operation == .call,
      !body.events[event].function.isNone
    else { return false }
    return knowledge.meaning(of: body.events[event].function) != nil
  }

  /// A place whose content is released without having been retained owns it. What a getter showed is not a place's content: who
  /// releases it may have put it there.
  private func noteRelease(of object: TermID, isShown: Bool) {
    noteEmptied(of: object)
    guard !isShown, let shape = terms.place(ofContent: object).flatMap({ terms.shape(of: $0) }) else { return }
    released.insert(shape)
    if function.kind != .destructor { drained.insert(shape) } else if endsAlways(shape) { ended.insert(shape) }
  }

  /// Whether a destructor ends what stands in a place in every object that has the place: a derived class's does not in its kin.
  private func endsAlways(_ shape: PlaceShape) -> Bool {
    guard case .field(let field) = shape else { return true }
    return knowledge.isOnlyHeir(function.record, of: facts[field].record)
  }

  /// What is read later in a place like this one is perhaps what was retained here.
  func noteRetain(in place: TermID) {
    if let shape = terms.shape(of: place) { retainedInPlace.insert(shape) }
  }

  /// An object ended: what it held goes with it, and what lived as long as it.
  private func end(_ object: TermID, at event: Int, hasEnded: Bool, _ frame: inout Frame) {
    for entry in frame.path.state.memory.entries {
      let place = TermID(entry.key)
      guard terms.root(of: place) == object, entry.value != object else { continue }
      // What stood there before came with a reference of the place's own.
      if stood(entry.value, in: place, frame.path.state) { continue }
      let owned = frame.path.state.holdings[entry.value]?.owned ?? 0
      guard owned > 0 || !hasEnded && isNameable(entry.value) else { continue }
      if let shape = terms.shape(of: place), isOwner(shape) == true {
        change(entry.value, by: .release, at: event, &frame)
      } else if owned > 0 {
        blur(entry.value, &frame.path.state)
      } else {
        frame.path.state.holdings[entry.value] = Holding(flags: .isUncertain, origin: UInt32(event))
      }
    }
    for entry in frame.path.state.holdings.entries where entry.value.keeper == object && entry.value.owned <= 0 {
      var holding = entry.value
      holding.flags.insert(.isDead)
      frame.path.state.holdings[entry.key] = holding
    }
  }

  private func blurContents(of object: TermID, _ state: inout State) {
    for entry in state.memory.entries where entry.value != object && terms.root(of: TermID(entry.key)) == object {
      blur(entry.value, &state)
    }
  }

  /// An address is read or written through: there must be an object.
  func use(_ address: TermID, at event: Int, _ frame: inout Frame) {
    guard address != TermTable.unknown else { return }
    let root = terms.root(of: address)
    if let holding = frame.path.state.holdings[root], holding.flags.contains(.isDead) {
      report(.useAfterRelease, root, at: event, holding, frame)
    }
    requireNotNull(root, at: event, &frame)
    // What was looked into is not null: a later test is no news.
    switch terms[root] {
    case .result, .initial, .changed:
      let known = range(of: root, frame.path.state)
      if !known.isNonzero, !known.isZero { frame.path.state.constraints[root] = known.intersection(.nonzero) }
    default: break
    }
  }

  /// Something stopped pointing to an object: is there another way to it?
  func loseIfUnreachable(_ value: TermID, at event: Int, _ frame: inout Frame) {
    let object = object(at: value)
    guard let holding = frame.path.state.holdings[object], holding.owned > 0 else { return }
    guard !isReachable(object, in: frame.path.state, also: pendingValues(frame, after: event)) else { return }
    lose(object, holding, at: event, &frame)
  }

  func lose(_ object: TermID, _ holding: Holding, at event: Int, _ frame: inout Frame) {
    guard !isNameable(object) else { return }
    let isDiscarded = UInt32(event) == holding.origin
    report(isDiscarded ? .discardedResult : .leak, object, at: event, holding, frame)
    // Told once; on from here it is nobody's business any more.
    frame.path.state.holdings[object] = nil
  }

  /// Whether the caller can name the object: then what is left of its count is an effect, and may be meant.
  func isNameable(_ object: TermID) -> Bool { pathLength(of: object) >= 0 }

  private func pendingValues(_ frame: Frame, after event: Int) -> [TermID] {
    var result: [TermID] = []
    for other in range where other <= event && (index.lastUse[other] > event || index.isUsedElsewhere[other]) {
      result.append(frame.locals[other - range.lowerBound])
    }
    return result
  }

  /// Whether some variable, some place outside or some value in use leads to an object.
  func isReachable(_ object: TermID, in state: State, also values: [TermID] = []) -> Bool {
    var seen: Set<TermID> = []
    return isReachable(object, state, values, &seen)
  }

  private func isReachable(_ object: TermID, _ state: State, _ values: [TermID], _ seen: inout Set<TermID>) -> Bool {
    guard seen.insert(object).inserted else { return false }
    if values.contains(where: { terms.contains($0, object) }) { return true }
    if !state.returned.isNone, terms.contains(state.returned, object) { return true }
    if state.values.entries.contains(where: { terms.contains($0.value, object) }) { return true }
    for entry in state.memory.entries where leads(entry.value, to: object) {
      let root = terms.root(of: TermID(entry.key))
      if root == object { continue }
      if !state.returned.isNone, terms.root(of: state.returned) == root { return true }
      switch terms[root] {
      case .result:
        // In another object: reachable if that one is, or is somebody else's by now.
        guard let holder = state.holdings[root] else { return true }
        if holder.flags.contains(.isDead) { continue }
        if !holder.flags.contains(.isExact) || !holder.flags.isDisjoint(with: [.isUncertain, .isKept]) { return true }
        if isReachable(root, state, values, &seen) { return true }
      default: return true
      }
    }
    return false
  }

  /// An address inside an object leads to it.
  private func leads(_ value: TermID, to object: TermID) -> Bool {
    value == object || (value > object && terms.root(of: value) == object)
  }

  /// At the end of a block: what nothing leads to any more is lost, and what nothing can ask for is dropped.
  func sweep(after id: BlockID, condition: TermID, _ frame: inout Frame) {
    let last = body.blocks[id.index].events.last ?? 0
    if frame.path.state.holdings.entries.contains(where: { $0.value.owned > 0 }) {
      markReachable(frame.path.state)
      for entry in frame.path.state.holdings.entries where entry.value.owned > 0 {
        let object = TermID(entry.key)
        if reached.contains(object) || isNameable(object) || terms.contains(condition, object) { continue }
        // A value that nothing took was lost where it was made.
        let isUntouched = !index.isUsed[Int(entry.value.origin)]
        lose(object, entry.value, at: isUntouched ? Int(entry.value.origin) : last, &frame)
        // What it led to is somebody else's now.
        markReachable(frame.path.state)
      }
    }
    drop(after: id, condition: condition, &frame.path.state)
  }

  /// Marks in `reached` what `isReachable` holds of, for all objects at once.
  private func markReachable(_ state: State) {
    reached.clear(count: terms.count)
    if !state.returned.isNone { reached.insertAll(of: state.returned, terms) }
    for entry in state.values.entries { reached.insertAll(of: entry.value, terms) }
    let returnedRoot = state.returned.isNone ? TermID.none : terms.root(of: state.returned)
    var isChanged = true
    while isChanged {
      isChanged = false
      for entry in state.memory.entries {
        let value = entry.value
        let target = terms.root(of: value)
        guard !reached.contains(value) || !reached.contains(target) else { continue }
        let root = terms.root(of: TermID(entry.key))
        if root == target { continue }
        if root != returnedRoot, case .result = terms[root], let holder = state.holdings[root] {
          if holder.flags.contains(.isDead) { continue }
          let isOthers = !holder.flags.contains(.isExact) || !holder.flags.isDisjoint(with: [.isUncertain, .isKept])
          if !isOthers, !reached.contains(root) { continue }
        }
        _ = reached.insert(value)
        _ = reached.insert(target)
        isChanged = true
      }
    }
  }

  /// Whether something that the caller can name was put into an object.
  private func holdsCallers(_ object: TermID, _ memory: FlatMap<TermID>) -> Bool {
    memory.entries.contains { terms.root(of: TermID($0.key)) == object && isNameable(self.object(at: $0.value)) }
  }

  /// Drops what cannot matter any more, so that states that differ only in it are one.
  private func drop(after id: BlockID, condition: TermID, _ state: inout State) {
    let holdings = state.holdings
    state.memory.removeAll { entry in
      guard case .slot(let slot) = terms[TermID(entry.key)], !index.isLive(slot: slot, after: id) else { return false }
      return (holdings[entry.value]?.owned ?? 0) == 0
    }
    if !state.holdings.isEmpty {
      markReachable(state)
      let memory = state.memory
      var gone: Set<TermID> = []
      state.holdings.removeAll { entry in
        let object = TermID(entry.key)
        guard entry.value.owned == 0, !reached.contains(object), !isNameable(object) else { return false }
        guard !terms.contains(condition, object) else { return false }
        if entry.value.flags.contains(.isDead) {
          gone.insert(object)
        } else if entry.value.flags.contains(.isExact), holdsCallers(object, memory) {
          // That it was made here tells at the end that it took what it was given.
          return false
        }
        return true
      }
      // With what has ended goes what stood in it: nobody must take it for something stored in an object that lives on.
      if !gone.isEmpty { state.memory.removeAll { gone.contains(terms.root(of: TermID($0.key))) } }
    }
    guard !state.constraints.isEmpty else { return }
    mentioned.clear(count: terms.count)
    for entry in state.memory.entries { mentioned.insertAll(of: entry.value, terms) }
    for entry in state.values.entries { mentioned.insertAll(of: entry.value, terms) }
    if !state.returned.isNone { mentioned.insertAll(of: state.returned, terms) }
    let kept = state.holdings
    state.constraints.removeAll { entry in
      let term = TermID(entry.key)
      return !terms.contains(condition, term) && !matters(term, after: id, kept)
    }
  }

  /// Whether something that a later block may do can ask for a value.
  private func matters(_ term: TermID, after id: BlockID, _ holdings: FlatMap<Holding>) -> Bool {
    switch terms[term] {
    case .constant, .unknown: return false
    case .slot, .global, .function: return true
    case .initial(let place), .changed(let place, _):
      if mentioned.contains(term) || holdings[term] != nil { return true }
      if case .slot(let slot) = terms[place] {
        // A parameter's first value tells outcomes apart, at the end too, and a method's object is one.
        return slot.index < Int(function.parameterCount) || slot == function.thisSlot
          || index.isLive(slot: slot, after: id)
      }
      return matters(terms.root(of: place), after: id, holdings)
    case .result: return mentioned.contains(term) || holdings[term] != nil
    case .field(let base, _), .element(let base, _), .negation(let base): return matters(base, after: id, holdings)
    case .equal(let left, let right), .less(let left, let right), .arithmetic(_, let left, let right):
      return (isNumber(left) || matters(left, after: id, holdings))
        && (isNumber(right) || matters(right, after: id, holdings))
    }
  }

  private func isNumber(_ term: TermID) -> Bool {
    if case .constant = terms[term] { return true }
    return false
  }
}
