import Facts

/// What calls show that is somebody else's: whose it is, when it is the same as before, and when it may have been taken away.
extension Walker {
  /// What a getter shows belongs to the place where it stands. What an object does with its own fields is its own affair.
  func noteGetter(
    _ outcome: Outcome, _ path: AccessPath, _ object: TermID, in shown: TermID, by shower: TermID, at event: Int,
    _ frame: inout Frame
  ) {
    guard path.steps.last == .content, frame.path.state.holdings[object] == nil,
      // What was written among elements may be what was shown.
      !path.leadsThroughElement
        || !outcome.changesUnknown && !outcome.writes.contains(where: { $0.place.leadsThroughElement }),
      !outcome.effects.contains(where: { $0.path == path }), function.kind != .destructor
    else { return }
    let place = AccessPath(root: path.root, steps: Array(path.steps.dropLast()))
    // Where the way to it is another afterwards, it was perhaps taken out, as the first of a list.
    guard !outcome.writes.contains(where: { place.isInside($0.place) && !$0.isHearsay }),
      accessPath(of: object)?.root != .argument(-1)
    else { return }
    // What this function put there itself is what it was before.
    switch terms[object] {
    case .initial(shown), .changed(shown, _): break
    default: return
    }
    // Who hands out an element and changes the container's numbers may have taken it out.
    guard
      !path.leadsThroughElement
        || !outcome.writes.contains(where: { $0.isPlain && !$0.isHearsay && $0.place.root == path.root })
    else { return }
    // A container that does not own its elements may hold what is the caller's.
    if case .element = terms[shown], terms.shape(of: shown).flatMap({ isOwner($0) }) != true { return }
    // What a variable holds that gives it up by itself is this frame's.
    if terms.isLocal(shown), isInSmartPointer(shown) { return }
    borrow(object, from: .none, at: event, &frame)
    frame.path.state.holdings[object]?.key = shower
    frame.path.state.holdings[object]?.flags.insert(.isShown)
  }

  private func isInSmartPointer(_ place: TermID) -> Bool {
    guard case .field(_, let field) = terms[place] else { return false }
    let record = facts[field].record
    return !record.isNone && knowledge.disciplines.smartPointerOfRecord[record] != nil
  }

  /// `x->get()->AddRef(); take(x->get());`: a getter shows again what was retained and not named.
  func lentBefore(_ site: CallSite, _ frame: Frame) -> TermID? {
    let receiver = receiver(of: site)
    guard !receiver.isNone, receiver != TermTable.unknown, site.arguments.isEmpty else { return nil }
    for entry in frame.path.state.holdings.entries
    where entry.value.owned > 0 && entry.value.key == receiver && entry.value.isFollowed {
      let origin = Int(entry.value.origin)
      guard origin < body.events.count, body.events[origin].operation == .call,
        body.events[origin].function == site.callee
      else { continue }
      return TermID(entry.key)
    }
    return nil
  }

  /// `x = list->find(); list->remove(x);`: who showed an object gets it back, perhaps to take it out and hand its reference over.
  func doubtTaken(_ site: CallSite, _ frame: inout Frame) {
    let receiver = receiver(of: site)
    guard !receiver.isNone, receiver != TermTable.unknown, !facts[site.callee].flags.contains(.isConst) else { return }
    for argument in site.arguments {
      let object = object(at: argument)
      guard let holding = frame.path.state.holdings[object], holding.flags.contains(.isBorrowed),
        holding.key == receiver
      else { continue }
      blur(object, &frame.path.state)
    }
  }

  func receiver(of site: CallSite) -> TermID { site.receiver.isNone ? .none : object(at: site.receiver) }

  /// Of several places that a call fills one often tells whether there is something in the other; and so does a result that may be
  /// true or false.
  func doubtPartners(_ outcome: Outcome, _ places: [TermID], _ site: CallSite, _ frame: inout Frame) {
    let callee = facts.functions[site.callee.index]
    let isAnswer = { [facts] (write: Outcome.Write) in
      guard write.source == .unknown, write.place.steps.isEmpty, write.constraint == .any,
        let argument = write.place.argument, callee.slots.indices.contains(argument)
      else { return false }
      let type = callee.slots[argument].type
      guard !type.isNone, !facts[type].inner.isNone else { return false }
      return facts[facts[type].inner].kind == .pointer
    }
    let range = outcome.resultConstraint
    let isUndecided = outcome.result == .unknown && range.low == 0 && range.high == 1
    guard isUndecided || outcome.writes.count > 1 && outcome.writes.contains(where: isAnswer) else { return }
    for (write, place) in zip(outcome.writes, places) where write.place.isArgument {
      guard case .new = write.source, let object = frame.path.state.memory[place] else { continue }
      blur(object, &frame.path.state)
    }
  }

  /// A local object ends. What its class keeps in fields that no destructor releases is the class's own affair: a pool may
  /// end it.
  func leaveToDestructor(_ receiver: TermID, _ frame: inout Frame) {
    guard !receiver.isNone, case .slot = terms[receiver] else { return }
    for entry in frame.path.state.memory.entries {
      guard terms.root(of: TermID(entry.key)) == receiver, let shape = terms.shape(of: TermID(entry.key)),
        !isEnded(shape)
      else { continue }
      blurAll(from: object(at: entry.value), &frame.path.state)
    }
  }
}
