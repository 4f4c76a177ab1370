import Facts

extension Walker {
  /// A value that an event computes and of which nothing is known yet. In a loop, one that is not in use any more.
  func fresh(_ event: Int, _ frame: inout Frame) -> TermID {
    for generation in UInt8(0)..<3 {
      let name = Term.result(UInt32(event), generation: generation)
      // Most events are met once: what no path has had a name for nobody can be using.
      guard let term = terms.find(name) else { return terms.intern(name) }
      if !isMentioned(term, frame) {
        forget(term, &frame)
        return term
      }
    }
    let last = terms.intern(.result(UInt32(event), generation: 3))
    forget(last, &frame)
    return last
  }

  private func isMentioned(_ term: TermID, _ frame: Frame) -> Bool {
    for entry in frame.path.state.memory.entries
    where terms.contains(entry.value, term) || terms.contains(TermID(entry.key), term) {
      return true
    }
    for entry in frame.path.state.holdings.entries
    where entry.value.owned != 0 && terms.contains(TermID(entry.key), term) {
      return true
    }
    for entry in frame.path.state.values.entries where terms.contains(entry.value, term) { return true }
    let returned = frame.path.state.returned
    return !returned.isNone && terms.contains(returned, term)
  }

  /// A name is used again: what it stood for is not known any more.
  private func forget(_ term: TermID, _ frame: inout Frame) {
    frame.path.state.constraints.removeAll { terms.contains(TermID($0.key), term) }
    frame.path.state.holdings.removeAll { terms.contains(TermID($0.key), term) }
    var lost: [TermID] = []
    frame.path.state.memory.removeAll { entry in
      guard terms.contains(TermID(entry.key), term) else { return false }
      lost.append(entry.value)
      return true
    }
    frame.path.state.memory.mapValues { terms.contains($0.value, term) ? TermTable.unknown : $0.value }
    frame.path.state.values.mapValues { terms.contains($0.value, term) ? TermTable.unknown : $0.value }
    for index in frame.locals.indices where terms.contains(frame.locals[index], term) {
      frame.locals[index] = TermTable.unknown
    }
    for object in lost { blur(object, &frame.path.state) }
  }

  /// Somebody whom we do not know has to do with an object now.
  func blur(_ object: TermID, _ state: inout State) {
    guard object != TermTable.unknown, object != TermTable.null else { return }
    noteShared(object)
    if var holding = state.holdings[object] {
      holding.flags.insert(.isUncertain)
      state.holdings[object] = holding
    }
  }

  /// The same for everything that can be reached from a value. `includesOthers`: what is the caller's too, of which nothing
  /// was noted so far.
  ///
  /// - Parameters:
  ///   - besidesItself: only what can be reached from the value.
  ///   - climbs: the object too that the value is a part of.
  ///   - left: places that it has nothing to do with.
  func blurAll(
    from value: TermID, includesOthers: Bool = false, besidesItself: Bool = false, climbs: Bool = true,
    besides left: Set<TermID> = [], _ state: inout State
  ) {
    var seen = Set(left.compactMap { state.memory[$0] })
    blurAll(
      from: value, includesOthers: includesOthers, besidesItself: besidesItself, climbs: climbs, &state, seen: &seen)
  }

  private func blurAll(
    from value: TermID, includesOthers: Bool, besidesItself: Bool = false, climbs: Bool = true,
    _ state: inout State, seen: inout Set<TermID>
  ) {
    guard value != TermTable.unknown, seen.insert(value).inserted else { return }
    if !besidesItself { if includesOthers { doubt(value, &state) } else { blur(value, &state) } }
    let root = terms.root(of: value)
    if climbs, root != value { blurAll(from: root, includesOthers: includesOthers, &state, seen: &seen) }
    for entry in state.memory.entries where terms.root(of: TermID(entry.key)) == value {
      blurAll(from: entry.value, includesOthers: includesOthers, &state, seen: &seen)
    }
  }

  /// As `blur`, and the caller is told too, where it can name the object.
  func doubt(_ object: TermID, _ state: inout State) {
    noteShown(object)
    if state.holdings[object] == nil, isOthersObject(object) {
      noteShared(object)
      state.holdings[object] = Holding(flags: .isUncertain)
    } else {
      blur(object, &state)
    }
  }

  /// An object was perhaps put where it is owned, and cannot be seen to stand there.
  func keepInDoubt(_ object: TermID, _ state: inout State) {
    guard object != TermTable.unknown, object != TermTable.null else { return }
    doubt(object, &state)
    state.holdings[object]?.flags.insert(.isKept)
  }

  /// Whether a value is a counted object that the caller can name, or perhaps one: what comes as `void *` is told by the caller.
  private func isOthersObject(_ value: TermID) -> Bool {
    guard case .initial(let place) = terms[value], isNameable(value) else { return false }
    var type = type(of: value)
    if type.isNone, case .slot(let slot) = terms[place] { type = function.slots[slot.index].type }
    return isUntyped(type) || knowledge.disciplines.discipline(pointedToBy: type, in: facts) != nil
  }

  func read(_ address: TermID, _ state: State) -> TermID {
    if address == TermTable.unknown || address == TermTable.null { return TermTable.unknown }
    if let known = state.memory[address] { return known }
    if state.changedAt == UInt32.max || terms.isLocal(address) || isPrivate(terms.root(of: address), state) {
      return terms.intern(.initial(address))
    }
    return changed(address, state.changedAt)
  }

  /// Puts a value where an address points, and asks whether what stood there is lost.
  func write(
    _ address: TermID, _ value: TermID, at event: Int, isInitialization: Bool, isByCallee: Bool = false,
    _ frame: inout Frame
  ) {
    guard address != TermTable.unknown, address != TermTable.null else {
      return blurAll(from: value, &frame.path.state)
    }
    let old = isInitialization ? nil : frame.path.state.memory[address]
    if let old, old != value, terms.isAmongElements(address) { blurAll(from: old, &frame.path.state) }
    forgetOtherElements(besides: address, &frame.path.state)
    frame.path.state.memory[address] = value
    linkIn(value, at: address, &frame.path.state)
    // What a callee calls it is no name for what has one here.
    if !isByCallee || terms.place(ofContent: value) == nil { remember(value, at: address) }
    if let old, old != value { loseIfUnreachable(old, at: event, &frame) }
  }

  /// A list that is linked through parts of its members leads to them from then on: whoever walks it may have their references.
  private func linkIn(_ value: TermID, at address: TermID, _ state: inout State) {
    guard case .field(_, let field) = terms[value], facts.isLink(field) else { return }
    let whole = terms.root(of: value)
    guard whole != terms.root(of: address), object(at: value) != whole, state.holdings[whole]?.owned ?? 0 > 0 else {
      return
    }
    state.holdings[whole]?.flags.formUnion([.isUncertain, .isKept])
  }

  /// Empties what stands at an address and in it, and tells what was there.
  func takeContents(ofAllIn root: TermID, _ state: inout State) -> [TermID] {
    var contents: [TermID] = []
    state.memory.removeAll { entry in
      guard terms.root(of: TermID(entry.key)) == root else { return false }
      contents.append(entry.value)
      return true
    }
    return contents
  }

  /// An element whose number is not known may be any of them, and what it replaces may stand in another.
  private func forgetOtherElements(besides place: TermID, _ state: inout State) {
    guard case .element(let base, let position) = terms[place], !terms.isConstant(position) else { return }
    for entry in state.memory.entries {
      if case .element(base, _) = terms[TermID(entry.key)], TermID(entry.key) != place {
        blur(entry.value, &state)
        state.memory[entry.key] = TermTable.unknown
      }
    }
  }

  /// Copies a record: every part that is known.
  func copyRecord(from source: TermID, to target: TermID, _ frame: inout Frame) {
    guard source != target, source != TermTable.unknown, target != TermTable.unknown else { return }
    noteCopied(from: source, to: target)
    var state = frame.path.state
    state.memory.removeAll { terms.contains(TermID($0.key), target) }
    for entry in frame.path.state.memory.entries {
      if let moved = rebase(TermID(entry.key), from: source, to: target) { state.memory[moved] = entry.value }
    }
    frame.path.state = state
  }

  private func rebase(_ address: TermID, from source: TermID, to target: TermID) -> TermID? {
    if address == source { return target }
    switch terms[address] {
    case .field(let base, let field):
      guard let moved = rebase(base, from: source, to: target) else { return nil }
      return terms.intern(.field(moved, field))
    case .element(let base, let position):
      guard let moved = rebase(base, from: source, to: target) else { return nil }
      return terms.intern(.element(moved, position))
    default: return nil
    }
  }

  /// Memory that others can reach may have changed: what stood there is not known any more.
  ///
  /// What was neither written nor asked about is taken to stand as it stood: so a getter is one, whatever it calls first.
  func clobber(at event: Int, _ frame: inout Frame) {
    let name = UInt32(event) | Self.hearsay
    forgetContents(changedAt: name, &frame)
    var places: [TermID] = []
    for entry in frame.path.state.memory.entries {
      let place = TermID(entry.key)
      if mayChange(place, by: event, frame) { places.append(place) }
    }
    for place in places {
      if let value = frame.path.state.memory[place] { handOver(value, to: place, &frame.path.state) }
    }
    // A place whose content a condition is about may have been written by whoever knows its address.
    let asked = places.count
    for entry in frame.path.state.constraints.entries {
      collectPlaces(of: TermID(entry.key), changedBy: event, frame, &places)
    }
    if places.count > Self.placeLimit {
      // What a condition was about may be asked again.
      for place in places[asked...] { remember(read(place, frame.path.state), before: changed(place, name)) }
      // All that is outside is read as changed from here on; that this function wrote there is not told place by place.
      let gone = Set(places)
      frame.path.state.memory.removeAll { gone.contains(TermID($0.key)) }
      frame.path.state.changedAt = name
      frame.path.state.hasForgotten = true
    } else {
      for place in places {
        let content = changed(place, name)
        remember(read(place, frame.path.state), before: content)
        frame.path.state.memory[place] = content
      }
    }
  }

  /// Whether somebody behind a call may have got at a place.
  private func mayChange(_ place: TermID, by event: Int, _ frame: Frame) -> Bool {
    !terms.isLocal(place) && !isCallersVariable(place) && !isPrivate(terms.root(of: place), frame.path.state)
      && !leaves(place, event, frame)
  }

  /// Whether a call can be seen to write nothing into a place.
  func leaves(_ place: TermID, _ number: Int, _ frame: Frame) -> Bool {
    guard case .field(let object, let field) = terms[place], body.events.indices.contains(number) else { return false }
    let event = body.events[number]
    guard event.operation == .call, !event.function.isNone else { return false }
    let arguments = body.operands(of: event).dropFirst(event.flags.contains(.isIndirect) ? 1 : 0)
    let receiver = event.flags.contains(.hasReceiver) ? arguments.first.map { value($0, frame) } : nil
    return !knowledge.writers.mayWrite(
      field, callee: event.function, isVirtual: event.flags.contains(.isVirtual),
      isReceivers: receiver.map { terms.root(of: object) == terms.root(of: $0) } ?? false)
  }

  /// Whether a place is what a parameter of type `T **` points to: a variable of the caller's, whose address nobody else has.
  private func isCallersVariable(_ place: TermID) -> Bool {
    guard case .initial(let variable) = terms[place], case .slot(let slot) = terms[variable],
      slot.index < Int(function.parameterCount)
    else { return false }
    let type = function.slots[slot.index].type
    guard !type.isNone, facts[type].kind == .pointer, let inner = facts[type].inner.optional else { return false }
    return facts[inner].kind == .pointer && !facts[inner].isConst
  }

  /// Marks the names of events since which places may hold something else though nobody was seen to get at them.
  static let hearsay: UInt32 = 1 << 30

  /// Whether a place holds what it does only because somebody may have got at it who has the address from elsewhere: where
  /// nobody has, nothing has changed.
  func isHearsay(_ value: TermID, in place: TermID) -> Bool {
    if case .changed(place, let event) = terms[value] { return event >= Self.hearsay }
    return false
  }

  private func collectPlaces(of term: TermID, changedBy event: Int, _ frame: Frame, _ places: inout [TermID]) {
    switch terms[term] {
    case .initial(let place), .changed(let place, _):
      if mayChange(place, by: event, frame) { places.append(place) }
    case .equal(let left, let right), .less(let left, let right), .arithmetic(_, let left, let right):
      collectPlaces(of: left, changedBy: event, frame, &places)
      collectPlaces(of: right, changedBy: event, frame, &places)
    default: break
    }
  }

  /// Places outside that a path keeps apart; who fills large tables fills more.
  private static let placeLimit = 48

  /// The content of a place since an event. An event of a loop that comes again means other contents by the same names.
  func changed(_ place: TermID, _ event: UInt32) -> TermID {
    let name = Term.changed(place, event)
    if let known = terms.find(name) { return known }
    let term = terms.intern(name)
    if term != TermTable.unknown { contents[event, default: []].append(term) }
    return term
  }

  func mentionsContents(since event: UInt32, _ state: State) -> Bool {
    guard let known = contents[event] else { return false }
    markMentioned(state)
    return known.contains { mentioned.contains($0) || state.constraints[$0] != nil }
  }

  private func forgetContents(changedAt event: UInt32, _ frame: inout Frame) {
    guard let known = contents[event] else { return }
    markMentioned(frame.path.state)
    for term in known where mentioned.contains(term) || frame.path.state.constraints[term] != nil {
      forget(term, &frame)
    }
  }

  private func markMentioned(_ state: State) {
    mentioned.clear(count: terms.count)
    for entry in state.memory.entries {
      mentioned.insertAll(of: entry.value, terms)
      mentioned.insertAll(of: TermID(entry.key), terms)
    }
    for entry in state.holdings.entries where entry.value.owned != 0 {
      mentioned.insertAll(of: TermID(entry.key), terms)
    }
    for entry in state.values.entries { mentioned.insertAll(of: entry.value, terms) }
    if !state.returned.isNone { mentioned.insertAll(of: state.returned, terms) }
  }

  /// Gives a place a content of which nothing is known.
  func change(_ place: TermID, at event: Int, _ frame: inout Frame) {
    guard place != TermTable.unknown else { return }
    forgetOtherElements(besides: place, &frame.path.state)
    let name = Term.changed(place, UInt32(event))
    if let term = terms.find(name), isMentioned(term, frame) || frame.path.state.constraints[term] != nil {
      forget(term, &frame)
    }
    frame.path.state.memory[place] = changed(place, UInt32(event))
  }

  /// An object that was made in this frame and that nobody else has seen.
  func isPrivate(_ object: TermID, _ state: State) -> Bool {
    guard let holding = state.holdings[object] else { return false }
    return holding.flags.contains(.isExact) && holding.flags.isDisjoint(with: [.isUncertain, .isKept])
  }

  /// Whether a place owns what stands in it, `nil` where that is not known so far.
  func isOwner(_ shape: PlaceShape) -> Bool? {
    if let known = knowledge.isOwner(shape) { return known }
    asked.insert(shape)
    return nil
  }

  /// Whether a destructor releases what stands in a place.
  func isEnded(_ shape: PlaceShape) -> Bool {
    if knowledge.endedPlaces.contains(shape) { return true }
    askedOfEnd.insert(shape)
    return false
  }

  /// Whether somebody gives up what stands in such a place while its object lives on.
  func isDrained(_ place: TermID) -> Bool { terms.shape(of: place).map(knowledge.drainedPlaces.contains) ?? false }

  /// The frame loses sight of a place that holds an object.
  func handOver(_ value: TermID, to place: TermID, _ state: inout State) {
    let object = object(at: value)
    guard !stood(value, in: place, state) else { return }
    share(value, &state)
    // What came from the caller and was only stored has no entry yet.
    let isOthers = state.holdings[object] == nil && isNameable(object) && terms.root(of: place) != object
    guard var holding = state.holdings[object] ?? (isOthers ? Holding() : nil), isOthers || holding.owned > 0 else {
      return
    }
    noteStored(object, in: place, holding, state)
    let ownership = terms.shape(of: place).flatMap { isOwner($0) }
    let isInStorage = isStorage(terms.root(of: place), state)
    if isInStorage, holding.owned > 0 {
      // It may be taken back out of storage that the frame has too.
      holding.flags.formUnion([.isUncertain, .isKept])
    } else if ownership == true {
      holding.owned -= 1
      holding.flags.insert([.isKept, .isGivenAway])
      if isInStorage { holding.keeper = terms.root(of: place) }
    } else if holding.owned > 0 || ownership == nil && isOthersObject(object) {
      // A place of which nothing is known may have taken the reference over.
      holding.flags.formUnion(ownership == nil ? [.isUncertain, .isKept] : .isUncertain)
    } else {
      return
    }
    state.holdings[object] = holding
  }
}
