import Facts

extension Walker {
  /// A value that an event computes and of which nothing is known yet. In a loop, one that is not in use any more.
  func fresh(_ event: Int, _ frame: inout Frame) -> TermID {
    for generation in UInt8(0)..<3 {
      let term = terms.intern(.result(UInt32(event), generation: generation))
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
    let state = frame.path.state
    return state.memory.entries.contains { terms.contains($0.value, term) || terms.contains(TermID($0.key), term) }
      || state.holdings.entries.contains { $0.value.owned != 0 && terms.contains(TermID($0.key), term) }
      || state.values.entries.contains { terms.contains($0.value, term) }
      || (!state.returned.isNone && terms.contains(state.returned, term))
  }

  /// A name is used again: what it stood for is not known any more.
  private func forget(_ term: TermID, _ frame: inout Frame) {
    var state = frame.path.state
    var lost: [TermID] = []
    state.constraints.removeAll { terms.contains(TermID($0.key), term) }
    state.holdings.removeAll { terms.contains(TermID($0.key), term) }
    state.memory.removeAll { entry in
      guard terms.contains(TermID(entry.key), term) else { return false }
      lost.append(entry.value)
      return true
    }
    state.memory.mapValues { terms.contains($0.value, term) ? TermTable.unknown : $0.value }
    state.values.mapValues { terms.contains($0.value, term) ? TermTable.unknown : $0.value }
    for index in frame.locals.indices where terms.contains(frame.locals[index], term) {
      frame.locals[index] = TermTable.unknown
    }
    for object in lost { blur(object, &state) }
    frame.path.state = state
  }

  /// Somebody whom we do not know has to do with an object now.
  func blur(_ object: TermID, _ state: inout State) {
    guard object != TermTable.unknown, object != TermTable.null else { return }
    if var holding = state.holdings[object] {
      holding.flags.insert(.isUncertain)
      state.holdings[object] = holding
    }
  }

  /// The same for everything that can be reached from a value.
  func blurAll(from value: TermID, _ state: inout State, seen: inout Set<TermID>) {
    guard value != TermTable.unknown, seen.insert(value).inserted else { return }
    blur(value, &state)
    let root = terms.root(of: value)
    if root != value { blurAll(from: root, &state, seen: &seen) }
    for entry in state.memory.entries where terms.root(of: TermID(entry.key)) == value {
      blurAll(from: entry.value, &state, seen: &seen)
    }
  }

  func read(_ address: TermID, _ state: State) -> TermID {
    if address == TermTable.unknown || address == TermTable.null { return TermTable.unknown }
    return state.memory[address] ?? terms.intern(.initial(address))
  }

  /// Puts a value where an address points, and asks whether what stood there is lost.
  func write(_ address: TermID, _ value: TermID, at event: Int, isInitialization: Bool, _ frame: inout Frame) {
    guard address != TermTable.unknown, address != TermTable.null else {
      var seen: Set<TermID> = []
      blurAll(from: value, &frame.path.state, seen: &seen)
      return
    }
    let old = isInitialization ? nil : frame.path.state.memory[address]
    // An element whose number is not known may be any of them.
    if case .element(let base, let position) = terms[address], position == TermTable.unknown || !isConstant(position) {
      for entry in frame.path.state.memory.entries {
        if case .element(base, _) = terms[TermID(entry.key)], TermID(entry.key) != address {
          blur(entry.value, &frame.path.state)
          frame.path.state.memory[entry.key] = TermTable.unknown
        }
      }
    }
    frame.path.state.memory[address] = value
    remember(value, at: address)
    if let old, old != value { loseIfUnreachable(old, at: event, &frame) }
  }

  private func isConstant(_ term: TermID) -> Bool {
    if case .constant = terms[term] { return true }
    return false
  }

  /// Copies a record: every part that is known.
  func copyRecord(from source: TermID, to target: TermID, _ frame: inout Frame) {
    guard source != target, source != TermTable.unknown, target != TermTable.unknown else { return }
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
  func clobber(at event: Int, _ frame: inout Frame) {
    var places: Set<TermID> = []
    for entry in frame.path.state.memory.entries where !terms.isLocal(TermID(entry.key)) {
      if isPrivate(terms.root(of: TermID(entry.key)), frame.path.state) { continue }
      places.insert(TermID(entry.key))
    }
    // A slot whose address is known elsewhere may have been written through it.
    for entry in frame.path.state.constraints.entries { collectPlaces(of: TermID(entry.key), &places) }
    for place in places.sorted() {
      if let value = frame.path.state.memory[place] { handOver(value, to: place, &frame.path.state) }
      change(place, at: event, &frame)
    }
  }

  /// Gives a place a content of which nothing is known.
  func change(_ place: TermID, at event: Int, _ frame: inout Frame) {
    guard place != TermTable.unknown else { return }
    let term = terms.intern(.changed(place, UInt32(event)))
    if isMentioned(term, frame) || frame.path.state.constraints[term] != nil { forget(term, &frame) }
    frame.path.state.memory[place] = term
  }

  private func collectPlaces(of term: TermID, _ places: inout Set<TermID>) {
    switch terms[term] {
    case .initial(let place), .changed(let place, _):
      if !terms.isLocal(place) { places.insert(place) }
    case .equal(let left, let right), .less(let left, let right), .arithmetic(_, let left, let right):
      collectPlaces(of: left, &places)
      collectPlaces(of: right, &places)
    default: break
    }
  }

  /// An object that was made in this frame and that nobody else has seen.
  func isPrivate(_ object: TermID, _ state: State) -> Bool {
    guard let holding = state.holdings[object] else { return false }
    return holding.flags.contains(.isExact) && holding.flags.isDisjoint(with: [.isUncertain, .isKept])
  }

  /// The frame loses sight of a place that holds an object.
  func handOver(_ object: TermID, to place: TermID, _ state: inout State) {
    guard var holding = state.holdings[object], holding.owned > 0 else { return }
    if let shape = terms.shape(of: place), knowledge.isOwner(shape) == true {
      holding.owned -= 1
      holding.flags.insert([.isKept, .isGivenAway])
    } else {
      holding.flags.insert(.isUncertain)
    }
    state.holdings[object] = holding
  }
}
