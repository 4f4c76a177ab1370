import Facts

extension Walker {
  /// Notes that something is wrong with an object here, once for each cause.
  func report(_ kind: Anomaly.Kind, _ object: TermID, at event: Int, _ holding: Holding, _ frame: Frame) {
    guard !holding.flags.contains(.isStorage), !isErrorObject(kind, object, holding, frame.path.state) else { return }
    let cause = kind == .discardedResult ? .leak : kind
    let key = Report(kind: cause, origin: holding.origin, object: holding.origin == UInt32.max ? object : .none)
    let isCertain =
      isCertain(kind, object, holding) && !isReadAgain(kind, object, frame.path.state)
      && !isTakenOut(kind, object, holding, frame.path.state)
    // What is certain on one way is told, though it was met on another first where it is not.
    guard reported.insert(key).inserted || isCertain && doubted.contains(key) else { return }
    if isCertain { doubted.remove(key) } else { doubted.insert(key) }
    let origin = holding.origin == UInt32.max ? nil : Optional(body.events[Int(holding.origin)])
    let place = span(at: UInt32(truncatingIfNeeded: event), or: holding.origin)
    anomalies.append(
      Anomaly(
        kind: kind, function: id, span: place, name: name(of: object),
        originSpan: origin.map { body.span(of: $0) } ?? .none,
        originCallee: origin.map { callee(of: $0) } ?? .none, type: type(of: object),
        isCertain: isCertain, argument: accessPath(of: object)?.argument,
        callee: event >= 0 && event < body.events.count ? callee(of: body.events[event]) : .none,
        steps: story(of: object, origin: holding.origin, to: frame.path.trace)))
  }

  /// Of an object that somebody else has too, it cannot be known that nobody gives up the reference that was added.
  private func isCertain(_ kind: Anomaly.Kind, _ object: TermID, _ holding: Holding) -> Bool {
    if holding.flags.contains(.isUncertain) { return false }
    switch kind {
    case .leak, .discardedResult, .retainedReturn, .retainedMove:
      return !holding.flags.isDisjoint(with: [.isExact, .isBorrowed]) || isNameable(object) && kind != .leak
    // What has one owner at a time is handed on without a retain, and looked up before it is taken out of a table and ended.
    case .missingRetain, .missingRetainInStore: return !isPaired(type(of: object))
    case .overRelease: return !holding.flags.contains(.isBorrowed) || !isPaired(type(of: object))
    default: return true
    }
  }

  /// Whether the code reaches the object by what stands in a place of others alone, each time anew: what is read there in the
  /// end is perhaps the same. So is another element of the same array, whose number is not known.
  private func isReadAgain(_ kind: Anomaly.Kind, _ object: TermID, _ state: State) -> Bool {
    guard let place = terms.place(ofContent: object), !terms.isLocal(place) else { return false }
    switch kind {
    case .leak:
      if object.index < homes.count, let home = homes[object.index].optional, terms.isLocal(home) { return false }
      noteRetain(in: place)
      return true
    case .missingRetain, .missingRetainInStore, .overRelease:
      guard let shape = terms.shape(of: place) else { return false }
      return retainedInPlace.contains(shape)
        || state.holdings.entries.contains { entry in
          guard entry.value.owned > 0, let other = terms.place(ofContent: TermID(entry.key)) else { return false }
          return terms.shape(of: other) == shape && !areApart(place, other)
        }
    default: return false
    }
  }

  /// Whether what a getter showed does not stand there any more: who took it out has the reference that the place had.
  private func isTakenOut(_ kind: Anomaly.Kind, _ object: TermID, _ holding: Holding, _ state: State) -> Bool {
    switch kind {
    case .missingRetain, .missingRetainInStore, .overRelease: !isStillThere(object, holding, state)
    default: false
    }
  }

  /// Whether two places are elements with different numbers.
  private func areApart(_ one: TermID, _ other: TermID) -> Bool {
    guard case .element(_, let first) = terms[one], case .element(_, let second) = terms[other] else { return false }
    return terms.isConstant(first) && terms.isConstant(second) && first != second
  }

  private func callee(of event: Event) -> FunctionID { event.operation == .call ? event.function : .none }

  /// Where an event stands, or another that stands for it; the function where there is neither.
  func span(at event: UInt32, or other: UInt32 = UInt32.max) -> Span {
    for event in [event, other] where Int(event) < body.events.count {
      let span = body.span(of: body.events[Int(event)])
      if !span.isNone { return span }
    }
    return function.span
  }

  /// The steps that have to do with an object, and the decisions between them.
  func story(of object: TermID, origin: UInt32, to trace: TraceID) -> [Anomaly.Step] {
    var result: [Anomaly.Step] = []
    let path = tree.path(to: trace)
    let first = path.lastIndex { $0.object == object && $0.event == origin } ?? 0
    for step in path[min(first, path.count)...] {
      if case .edge(let block, let number) = step.kind {
        if let branch = branch(block, number) { result.append(branch) }
        continue
      }
      guard step.object == object || step.kind.isThrow, let kind = Self.kind(step.kind) else { continue }
      let event = body.events[Int(step.event)]
      result.append(
        Anomaly.Step(kind: kind, span: span(at: step.event), callee: callee(of: event), owned: Int(step.owned)))
    }
    return result
  }

  private static func kind(_ kind: TraceStep.Kind) -> Anomaly.Step.Kind? {
    switch kind {
    case .edge, .uncertain: nil
    case .created: .created
    case .retained: .retained
    case .released: .released
    case .consumed: .consumed
    case .kept: .kept
    case .borrowed: .borrowed
    case .stored: .stored
    case .cleared: .cleared
    case .destroyed: .destroyed
    case .threw: .threw
    case .dropped: .dropped
    }
  }

  private func branch(_ id: BlockID, _ number: Int) -> Anomaly.Step? {
    let block = body.blocks[id.index]
    guard !block.condition.isNone else { return nil }
    let span = body.span(of: body[block.condition])
    guard !span.isNone else { return nil }
    let edges = body.successors(of: block)
    let edge = edges[edges.startIndex + number]
    let branch: Anomaly.Step.Branch
    switch edge.kind {
    case .whenTrue: branch = .isTrue
    case .whenFalse: branch = .isFalse
    case .case: branch = .isCase(edge.low)
    case .default: branch = .isDefault
    case .always, .exceptional: return nil
    }
    return Anomaly.Step(kind: .branch(branch), span: span, callee: .none, owned: 0)
  }

  /// Remembers where the code put a value: that is what it is called, should anybody ask.
  func remember(_ value: TermID, at place: TermID) {
    guard value != TermTable.unknown, value != TermTable.null, !value.isNone, !place.isNone else { return }
    if value.index >= homes.count { homes += Array(repeating: .none, count: terms.count - homes.count) }
    if homes[value.index].isNone, hasName(place) { homes[value.index] = place }
  }

  private func hasName(_ place: TermID) -> Bool {
    switch terms[place] {
    case .slot(let slot): !function.slots[slot.index].name.isNone
    case .global, .field, .element, .initial: true
    default: false
    }
  }

  func name(of object: TermID) -> String { name(of: object, depth: 0) ?? "" }

  /// A name of more parts than these helps nobody; and an object may stand in itself.
  private static let nameDepth = 8

  private func name(of object: TermID, depth: Int) -> String? {
    guard depth < Self.nameDepth else { return nil }
    if object.index < homes.count, let home = homes[object.index].optional,
      let known = name(ofPlace: home, depth: depth + 1)
    {
      return known
    }
    switch terms[object] {
    case .initial(let place), .changed(let place, _): return name(ofPlace: place, depth: depth + 1)
    default: return nil
    }
  }

  private func name(ofPlace place: TermID, depth: Int) -> String? {
    guard depth < Self.nameDepth else { return nil }
    switch terms[place] {
    case .slot(let slot):
      let name = facts[function.slots[slot.index].name]
      return name.isEmpty ? nil : name
    case .global(let global): return facts[facts[global].name]
    case .field(let base, let field):
      let name = facts[facts[field].name]
      guard !name.isEmpty else { return self.name(ofPlace: base, depth: depth + 1) }
      if case .slot(let slot) = terms[base] { return "\(facts[function.slots[slot.index].name]).\(name)" }
      if case .initial(let holder) = terms[base], case .slot(let slot) = terms[holder], slot == function.thisSlot {
        return name
      }
      return self.name(of: base, depth: depth + 1).map { "\($0)->\(name)" } ?? name
    case .element(let base, let position):
      let number =
        if case .constant(let number) = terms[position], terms.isConstant(position) { "\(number)" } else { "…" }
      return (self.name(ofPlace: base, depth: depth + 1) ?? self.name(of: base, depth: depth + 1))
        .map { "\($0)[\(number)]" }
    case .initial(let pointer):
      return self.name(ofPlace: pointer, depth: depth + 1).map { "*\($0)" }
    default: return nil
    }
  }

  /// Paths that a caller cannot tell apart must do the same.
  func reportInconsistencies() {
    reportUnretainedReturns()
    for position in -1..<Int(function.parameterCount) {
      let path = AccessPath(root: .argument(position))
      let effects = outcomes.map { outcome in outcome.effects.first { $0.path == path } }
      guard effects.allSatisfy({ !($0?.isUncertain ?? false) }), isObject(position) else { continue }
      // Where it is stored, what is left of the count depends on the place, which one outcome can name and another cannot.
      let isStored = outcomes.contains { outcome in
        outcome.writes.contains { $0.source == .path(path) }
          || outcome.effects.contains { $0.path == path && $0.isKept }
      }
      guard !isStored else { continue }
      for (first, left) in outcomes.enumerated() {
        let delta = effects[first]?.delta ?? 0
        guard delta < 0 || delta > 0 else { continue }
        guard
          let second = outcomes.indices.first(where: { other in
            (effects[other]?.delta ?? 0) != delta && !Self.isToldApart(left, outcomes[other], besides: path)
              && !canBeAsked(first, other)
          })
        else { continue }
        guard !isEndedByCount(position, first, second) else { continue }
        reportInconsistency(path, position, first, second)
        break
      }
    }
  }

  /// Whether the two ways differ in something that a caller can look at.
  private func canBeAsked(_ first: Int, _ second: Int) -> Bool {
    exits[first].constraints.entries.contains { entry in
      guard let other = exits[second].constraints[entry.key] else { return false }
      return entry.value.intersection(other).isEmpty && isCallersToAsk(TermID(entry.key))
    }
  }

  /// Whether one of two paths ends an object and the other has changed a number in it: that number may be the count that tells.
  private func isEndedByCount(_ position: Int, _ first: Int, _ second: Int) -> Bool {
    // Of an object that has ended nobody is told what was written into it.
    let counts = [first, second].contains { number in
      outcomes[number].changesUnknown
        || outcomes[number].writes.contains { $0.isPlain && !$0.isHearsay && $0.place.root == .argument(position) }
    }
    let slot = position < 0 ? function.thisSlot : SlotID(position)
    guard counts, !slot.isNone, let place = terms.find(.slot(slot)), let object = terms.find(.initial(place)) else {
      return false
    }
    return [first, second].contains { number in
      tree.path(to: exits[number].trace).contains { $0.object == object && $0.kind == .destroyed }
    }
  }

  /// Whether a parameter says by its type that it is a counted object: what comes as `void *` has rules of its own.
  private func isObject(_ position: Int) -> Bool {
    if position < 0 {
      return !function.record.isNone && knowledge.disciplines.disciplineOfRecord[function.record.index] != nil
    }
    return knowledge.disciplines.discipline(pointedToBy: function.slots[position].type, in: facts) != nil
  }

  /// Where some paths return a reference for the caller, those that return somebody else's are wrong.
  private func reportUnretainedReturns() {
    var isOwnedElsewhere = false
    for outcome in outcomes where !outcome.isResultKept && !outcome.isResultDoubtful {
      if case .new = outcome.result { isOwnedElsewhere = true }
    }
    guard isOwnedElsewhere else { return }
    for (outcome, exit) in zip(outcomes, exits)
    where outcome.resultConstraint.isNonzero && Int(exit.event) < body.events.count {
      switch outcome.result {
      case .borrowed: break
      case .path(let path):
        guard isInObject(path), !outcome.effects.contains(where: { $0.path == path }) else { continue }
        let place = AccessPath(root: path.root, steps: Array(path.steps.dropLast()))
        guard !outcome.writes.contains(where: { $0.place == place }), outcome.resultConstraint.isNonzero else {
          continue
        }
      default: continue
      }
      let returned = body.events[Int(exit.event)]
      guard let object = results[exit.event] else { continue }
      let origin = origins[object] ?? UInt32.max
      guard reported.insert(Report(kind: .unretainedReturn, origin: exit.event, object: .none)).inserted else {
        continue
      }
      anomalies.append(
        Anomaly(
          kind: .unretainedReturn, function: id, span: body.span(of: returned), name: name(of: object),
          originSpan: span(at: origin),
          originCallee: Int(origin) < body.events.count ? callee(of: body.events[Int(origin)]) : .none,
          type: function.returnType, isCertain: true, argument: nil, callee: .none,
          steps: story(of: object, origin: origin, to: exit.trace)))
    }
  }

  /// Whether a path ends in a field of a counted object: a plain struct's content may be handed on as it is.
  private func isInObject(_ path: AccessPath) -> Bool {
    guard let field = path.fieldOfContent, !facts[field].record.isNone else { return false }
    return knowledge.disciplines.disciplineOfRecord[facts[field].record.index] != nil
  }

  private func reportInconsistency(_ path: AccessPath, _ position: Int, _ first: Int, _ second: Int) {
    let slot = position < 0 ? function.thisSlot : SlotID(position)
    guard !slot.isNone else { return }
    let object = terms.intern(.initial(terms.intern(.slot(slot))))
    let exit = exits[second]
    let steps = tree.path(to: exits[first].trace).filter { $0.object == object }
    anomalies.append(
      Anomaly(
        kind: .inconsistentPaths, function: id, span: span(at: exit.event),
        name: facts[function.slots[slot.index].name],
        originSpan: function.slots[slot.index].span, originCallee: .none, type: function.slots[slot.index].type,
        isCertain: true, argument: position, callee: .none,
        steps: steps.compactMap { step in
          guard let kind = Self.kind(step.kind), Int(step.event) < body.events.count else { return nil }
          return Anomaly.Step(
            kind: kind, span: span(at: step.event), callee: callee(of: body.events[Int(step.event)]),
            owned: Int(step.owned))
        } + story(of: object, origin: UInt32.max, to: exit.trace)))
  }

  /// For each argument that something is done to: where, and where a path ends on which nothing is.
  func effectPlaces() -> [Int: EffectPlaces] {
    var result: [Int: EffectPlaces] = [:]
    for position in -1..<Int(function.parameterCount) {
      let path = AccessPath(root: .argument(position))
      let slot = position < 0 ? function.thisSlot : SlotID(position)
      guard !slot.isNone, let first = outcomes.firstIndex(where: { $0.touches(path) }),
        let place = terms.find(.slot(slot)), let object = terms.find(.initial(place))
      else { continue }
      let steps = tree.path(to: exits[first].trace).reversed()
      let last = steps.first { step in
        guard step.object == object else { return false }
        switch step.kind {
        case .released, .destroyed, .consumed, .retained, .kept, .stored: return true
        default: return false
        }
      }
      let isLeft = outcomes.indices.first { index in
        !outcomes[index].touches(path) && !outcomes[index].guards.contains { $0.path == path && $0.constraint.isZero }
      }
      let event = last.map { Int($0.event) } ?? Int.max
      result[position] = EffectPlaces(
        change: span(at: last?.event ?? exits[first].event), kind: last.flatMap { Self.kind($0.kind) } ?? .kept,
        callee: event < body.events.count ? callee(of: body.events[event]) : .none,
        unchangedExit: isLeft.map { span(at: exits[$0].event) } ?? .none)
    }
    return result
  }

  /// Where a path leaves with something to return.
  func returnSpans() -> [Span] {
    var result: [Span] = []
    for (outcome, exit) in zip(outcomes, exits)
    where !outcome.resultConstraint.isZero && Int(exit.event) < body.events.count {
      let span = body.span(of: body.events[Int(exit.event)])
      if !span.isNone, !result.contains(span) { result.append(span) }
    }
    return result
  }

  /// Whether a caller can know which of two ways a call ended: by the result, by what it passed, or by what was written.
  static func isToldApart(_ left: Outcome, _ right: Outcome, besides path: AccessPath) -> Bool {
    if left.resultConstraint.intersection(right.resultConstraint).isEmpty { return true }
    if left.result != right.result || left.writes != right.writes { return true }
    return left.guards.contains { first in
      right.guards.contains { $0.path == first.path && $0.constraint.intersection(first.constraint).isEmpty }
    }
  }
}
