import Facts

/// Storage that an allocator gives: no reference is counted on it, but as long as nobody else has its address, what is put there is
/// still this frame's.
extension Walker {
  /// The result is storage that only this frame has, or null.
  func allocateStorage(at number: Int, _ frame: inout Frame) {
    let result = fresh(number, &frame)
    holdStorage(result, at: number, &frame)
    set(number, result, &frame)
  }

  func holdStorage(_ object: TermID, at number: Int, _ frame: inout Frame) {
    frame.path.state.holdings[object] = Holding(flags: [.isExact, .isStorage], origin: UInt32(number))
  }

  func isStorage(_ object: TermID, _ state: State) -> Bool {
    state.holdings[object]?.flags.contains(.isStorage) ?? false
  }

  /// Whether it is storage that nobody else has, so that who gives it back gives back no more than that.
  func isOwnStorage(_ object: TermID, _ state: State) -> Bool { isStorage(object, state) && isPrivate(object, state) }

  /// Who counts on an object knows more of it than that it is storage.
  func forgetStorage(_ object: TermID, _ state: inout State) {
    if isStorage(object, state) { state.holdings[object] = nil }
  }

  /// Somebody else has an address from now on, and with it what stands there.
  func share(_ value: TermID, _ state: inout State) {
    guard value != TermTable.unknown, value != TermTable.null else { return }
    noteShared(value)
    keepStorage(terms.root(of: value), &state)
  }

  private func keepStorage(_ object: TermID, _ state: inout State) {
    guard isOwnStorage(object, state) else { return }
    state.holdings[object]?.flags.insert(.isKept)
    for entry in state.memory.entries where terms.root(of: TermID(entry.key)) == object {
      handOver(entry.value, to: TermID(entry.key), &state)
    }
  }

  /// An argument's address is somebody else's too: where it is storage of the caller's, the caller is not alone with it any more.
  func noteShared(_ value: TermID) {
    if let position = argument(at: terms.root(of: value)) { shared.insert(position) }
  }

  /// Which argument it was that an object came with.
  func argument(at object: TermID) -> Int? {
    guard case .initial(let place) = terms[object], case .slot(let slot) = terms[place] else { return nil }
    if slot == function.thisSlot { return -1 }
    return slot.index < Int(function.parameterCount) ? slot.index : nil
  }

  /// Storage is given back: what stood in it is this frame's, as before, or is lost. Where others had it, it is not known which.
  func freeStorage(_ object: TermID, at number: Int, _ frame: inout Frame) {
    let isOwn = isPrivate(object, frame.path.state)
    let lost = takeContents(ofAllIn: object, &frame.path.state)
    frame.path.state.holdings[object]?.flags.insert(.isDead)
    guard !isOwn else {
      for value in lost { loseIfUnreachable(value, at: number, &frame) }
      return
    }
    for value in lost { blurAll(from: value, &frame.path.state) }
    for entry in frame.path.state.holdings.entries where entry.value.keeper == object {
      blur(TermID(entry.key), &frame.path.state)
    }
  }

  /// A record goes to where others are: what stood in it is perhaps theirs, where the caller put it there.
  func noteCopied(from source: TermID, to target: TermID) {
    guard !terms.isLocal(target), let position = argument(at: terms.root(of: source)),
      argument(at: terms.root(of: target)) != position
    else { return }
    copied.insert(position)
  }

  /// What stands at an address is copied, byte by byte, to where it is not followed.
  func copyOut(from address: TermID, _ state: inout State) {
    if let position = argument(at: address) { copied.insert(position) }
    blurAll(from: address, besidesItself: true, climbs: false, &state)
    guard address != TermTable.null else { return }
    let content = object(at: read(address, state))
    blurAll(from: content, includesOthers: true, &state)
    state.holdings[content]?.flags.insert(.isKept)
  }

  /// Bytes are written over what stood in some storage. They may be a copy of what stands somewhere else.
  func fill(_ position: Int, of site: CallSite, _ frame: inout Frame) {
    let target = site[position]
    for (other, argument) in site.arguments.enumerated() where other != position {
      copyOut(from: argument, &frame.path.state)
    }
    let places = frame.path.state.memory.entries.map { TermID($0.key) }.filter { terms.root(of: $0) == target }
    for place in places {
      if let content = frame.path.state.memory[place] { blurAll(from: content, &frame.path.state) }
      change(place, at: site.number, &frame)
    }
    set(site.number, fresh(site.number, &frame), &frame)
    noteError(after: site, &frame)
  }
}
