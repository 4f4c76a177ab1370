import Facts

extension Walker {
  /// Takes it that a value is true or false. Returns whether that can be.
  func assume(_ term: TermID, _ truth: Bool, _ path: inout Path) -> Bool {
    switch terms[term] {
    case .unknown: return true
    case .constant(let value): return (value != 0) == truth
    case .negation(let inner): return assume(inner, !truth, &path)
    case .equal(let left, let right):
      if case .constant(let value) = terms[right] {
        return truth
          ? constrain(left, to: .exactly(value), &path)
          : constrain(left, to: Constraint(excluded: [value]), &path)
      }
      if truth, isNew(left, beside: right, path.state) || isNew(right, beside: left, path.state) { return false }
      if truth, range(of: left, path.state).intersection(range(of: right, path.state)).isEmpty { return false }
      guard decide(term, truth, &path) else { return false }
      if truth { unify(left, right, &path.state) }
      return true
    case .less(let left, let right):
      if case .constant(let bound) = terms[right] {
        let least = unsignedComparisons.contains(term) ? 0 : Int64.min
        if truth { return bound > .min && constrain(left, to: Constraint(low: least, high: bound - 1), &path) }
        return constrain(left, to: Constraint(low: bound), &path)
      }
      if case .constant(let bound) = terms[left] {
        if truth { return bound < .max && constrain(right, to: Constraint(low: bound + 1), &path) }
        let least = unsignedComparisons.contains(term) ? 0 : Int64.min
        return constrain(right, to: Constraint(low: least, high: bound), &path)
      }
      return decide(term, truth, &path)
    default: return constrain(term, to: truth ? .nonzero : .zero, &path)
    }
  }

  /// Whether an object was made here: then it is not what stood in a place before, and, where nobody has seen it, not what somebody
  /// else has put there.
  private func isNew(_ object: TermID, beside other: TermID, _ state: State) -> Bool {
    guard let holding = state.holdings[object], holding.flags.isSuperset(of: .isExact),
      !holding.flags.contains(.isUncertain)
    else { return false }
    switch terms[other] {
    case .initial(let place): return !isPrivate(terms.root(of: place), state)
    case .changed(let place, _):
      return !terms.isLocal(place) && isHearsay(other, in: place) && isPrivate(object, state)
    default: return false
    }
  }

  /// The truth of a comparison of two things that are both not numbers is a number of its own.
  private func decide(_ term: TermID, _ truth: Bool, _ path: inout Path) -> Bool {
    let known = path.state.constraints[term] ?? .any
    let now = known.intersection(.exactly(truth ? 1 : 0))
    guard !now.isEmpty else { return false }
    path.state.constraints[term] = now
    return true
  }

  /// Takes it that a value is among certain numbers. Returns whether that can be.
  func constrain(_ term: TermID, to constraint: Constraint, _ path: inout Path) -> Bool {
    switch terms[term] {
    case .unknown: return true
    case .constant(let value): return constraint.allows(value)
    case .equal, .less, .negation:
      switch (constraint.allows(1), constraint.allows(0)) {
      case (true, true): return true
      case (true, false): return assume(term, true, &path)
      case (false, true): return assume(term, false, &path)
      case (false, false): return false
      }
    case .slot, .global, .function, .field, .element: return constraint != .zero
    default:
      let known = range(of: term, path.state)
      let now = known.intersection(constraint)
      guard !now.isEmpty else { return false }
      if now != .any { path.state.constraints[term] = now }
      if known.allows(0), known.high > 1 || known.low < 0, !now.allows(0) { doubtDeed(of: term, &path.state) }
      settleError(term, now, &path.state)
      if let number = now.single, number < 0 || number > 1 { doubtUncounted(ifCountIs: term, &path.state) }
      // There is no object where the pointer is null.
      if now.isZero {
        path.state.holdings[term] = nil
        noteNull(term, &path.state)
      }
      return true
    }
  }

  /// A call of which it is not known what it returns where it makes something, in code that asks whether it failed: what it returns
  /// there is most often another function's result that tells of the same, and what it has made no evidence. Of one that "is
  /// not negative" where it succeeds, hardly any returns more than zero.
  private func doubtDeed(of result: TermID, _ state: inout State) {
    guard case .result(let call, _) = terms[result], Int(call) < body.events.count else { return }
    let type = body.events[Int(call)].type
    guard !type.isNone, facts[type].kind == .integer || facts[type].kind == .enumeration else { return }
    for entry in state.holdings.entries where entry.value.origin == call && entry.key != result.rawValue {
      blur(TermID(entry.key), &state)
    }
  }

  /// A count that is just one number, and neither the last nor none, marks what is not counted at all: shared for ever, or static.
  private func doubtUncounted(ifCountIs term: TermID, _ state: inout State) {
    guard let place = terms.place(ofContent: term) else { return }
    let object = knowledge.disciplines.counted(at: place) { term in
      guard case .field(let base, let field) = terms[term] else { return nil }
      return (base, field)
    }
    if let object { blur(self.object(at: object), &state) }
  }

  /// A place outside that was found empty is as good as one that was emptied: so the two ways of `if (p->x) clear` meet.
  private func noteNull(_ term: TermID, _ state: inout State) {
    switch terms[term] {
    case .initial(let place), .changed(let place, _):
      if !terms.isLocal(place), read(place, state) == term { state.memory[place] = TermTable.null }
    default: break
    }
  }

  /// What is known of a value: of a comparison, what is known of what it compares.
  func answer(to term: TermID, _ state: State) -> Constraint {
    guard terms[term].isTruth else { return range(of: term, state) }
    let path = Path(state: state, trace: .none)
    var (yes, no) = (path, path)
    switch (assume(term, true, &yes), assume(term, false, &no)) {
    case (true, false): return .exactly(1)
    case (false, true): return .zero
    default: return Constraint(low: 0, high: 1)
    }
  }

  func range(of term: TermID, _ state: State) -> Constraint {
    switch terms[term] {
    case .constant(let value): .exactly(value)
    case .slot, .global, .function, .field, .element: .nonzero
    default: state.constraints[term] ?? .any
    }
  }

  /// Two pointers turned out to be the same: from now on there is one object.
  private func unify(_ left: TermID, _ right: TermID, _ state: inout State) {
    guard left != right, state.holdings[left] != nil || state.holdings[right] != nil else { return }
    var merged = state.holdings[left] ?? Holding()
    let other = state.holdings[right] ?? Holding()
    merged.owned += other.owned
    merged.flags.formUnion(other.flags)
    merged.flags.remove(.isExact)
    if merged.origin == UInt32.max { merged.origin = other.origin }
    state.holdings[right] = nil
    state.holdings[left] = merged
    state.memory.mapValues { $0.value == right ? left : $0.value }
    state.values.mapValues { $0.value == right ? left : $0.value }
    if state.returned == right { state.returned = left }
  }
}
