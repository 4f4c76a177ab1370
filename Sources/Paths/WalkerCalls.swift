import Disciplines
import Facts

extension Walker {
  /// A call with the values that it is given.
  struct CallSite {
    var number: Int
    var callee: FunctionID
    var receiver: TermID
    var arguments: [TermID]

    subscript(position: Int) -> TermID {
      if position < 0 { return receiver.isNone ? TermTable.unknown : receiver }
      return position < arguments.count ? arguments[position] : TermTable.unknown
    }
  }

  func call(_ number: Int, _ event: Event, _ frame: inout Frame) -> Bool {
    var operands = body.operands(of: event).map { value($0, frame) }
    var callee = event.function
    if event.flags.contains(.isIndirect) || callee.isNone, let pointer = operands.first {
      operands.removeFirst()
      // Where the pointer is known, so is the function; else what the pointer's type promises is all there is.
      if case .function(let target) = terms[pointer] { callee = target }
    }
    var receiver = TermID.none
    if event.flags.contains(.hasReceiver), !operands.isEmpty {
      receiver = operands.removeFirst()
    }
    let site = CallSite(number: number, callee: callee, receiver: receiver, arguments: operands)

    if callee.isNone { return callUnknown(site, event, &frame) }
    if let meaning = knowledge.meaning(of: callee), !isItself(callee) { return apply(meaning, to: site, &frame) }
    if !receiver.isNone, !event.flags.contains(.isImplicit) { use(receiver, at: number, &frame) }
    let isVirtual = event.flags.contains(.isVirtual)
    if let summary = knowledge.summary(of: callee, isVirtual: isVirtual) { return apply(summary, to: site, &frame) }
    if facts[callee].flags.contains(.isNoReturn) { return false }
    if event.flags.contains(.isConstruction) || facts[callee].kind == .destructor,
      facts[callee].flags.contains(.isImplicit),
      facts[callee].body == nil, operands.isEmpty
    {
      return true
    }
    return callUnknown(site, event, &frame)
  }

  /// What a discipline says of a function does not hold inside the function itself.
  private func isItself(_ callee: FunctionID) -> Bool { callee == id && function.body == nil }

  private func callUnknown(_ site: CallSite, _ event: Event, _ frame: inout Frame) -> Bool {
    for argument in site.arguments { expose(argument, at: site.number, &frame) }
    if !site.receiver.isNone { expose(site.receiver, at: site.number, &frame) }
    clobber(at: site.number, &frame)
    set(site.number, fresh(site.number, &frame), &frame)
    return true
  }

  // MARK: What walking the callee has shown

  private func apply(_ summary: Summary, to site: CallSite, _ frame: inout Frame) -> Bool {
    let before = frame
    var results: [Frame] = []
    for outcome in summary.outcomes {
      var way = before
      guard apply(outcome, to: site, &way) else { continue }
      if !results.contains(where: { $0.path.state == way.path.state && $0.locals == way.locals }) {
        results.append(way)
      }
    }
    guard let first = results.first else { return false }
    frame = first
    for other in results.dropFirst() { fork(other) }
    return true
  }

  /// Returns whether the call can end this way here.
  func apply(_ outcome: Outcome, to site: CallSite, _ frame: inout Frame) -> Bool {
    for condition in outcome.guards {
      guard constrain(resolve(condition.path, site, frame), to: condition.constraint, &frame.path) else { return false }
    }
    var objects: [Int: TermID] = [:]
    let result: TermID
    // What is named by the way that the caller had to it is named by what stood there before anything is written.
    switch outcome.result {
    case .path(let path): result = resolve(path, site, frame)
    case .function(let function): result = terms.intern(.function(function))
    default: result = TermTable.unknown
    }
    let sources = outcome.writes.map { write -> TermID in
      if case .path(let path) = write.source { return resolve(path, site, frame) }
      return TermTable.unknown
    }
    let targets = outcome.effects.map { resolve($0.path, site, frame) }
    let places = outcome.writes.map { resolve($0.place, site, frame) }

    if outcome.changesUnknown { clobber(at: site.number, &frame) }
    for (effect, target) in zip(outcome.effects, targets) { apply(effect, to: target, site, &frame) }
    for ((write, source), place) in zip(zip(outcome.writes, sources), places) {
      apply(write, source, at: place, site, &objects, &frame)
    }
    set(site.number, self.result(of: outcome, result, site, &objects, &frame), &frame)
    return true
  }

  private func apply(_ effect: Outcome.Effect, to target: TermID, _ site: CallSite, _ frame: inout Frame) {
    if effect.isUncertain {
      var seen: Set<TermID> = []
      blurAll(from: target, &frame.path.state, seen: &seen)
    }
    if effect.delta > 0 { for _ in 0..<effect.delta { change(target, by: .retain, at: site.number, &frame) } }
    if effect.delta < 0 {
      for _ in 0..<(-effect.delta) { change(target, by: effect.isKept ? .giveAway : .release, at: site.number, &frame) }
    } else if effect.isKept, var holding = frame.path.state.holdings[object(at: target)] {
      holding.flags.insert(.isKept)
      frame.path.state.holdings[object(at: target)] = holding
    }
  }

  private func apply(
    _ write: Outcome.Write, _ source: TermID, at place: TermID, _ site: CallSite, _ objects: inout [Int: TermID],
    _ frame: inout Frame
  ) {
    guard place != TermTable.unknown else { return }
    switch write.source {
    case .path: self.write(place, source, at: site.number, isInitialization: false, &frame)
    case .function(let function):
      self.write(place, terms.intern(.function(function)), at: site.number, isInitialization: false, &frame)
    case .new(let number):
      let object = madeObject(number, at: place, site, &objects, &frame)
      self.write(place, object, at: site.number, isInitialization: false, &frame)
    case .borrowed, .unknown:
      if let exact = write.constraint.single {
        self.write(place, terms.constant(exact), at: site.number, isInitialization: false, &frame)
        return
      }
      let old = frame.path.state.memory[place]
      change(place, at: site.number, &frame)
      if let old { loseIfUnreachable(old, at: site.number, &frame) }
      if write.constraint != .any, let term = frame.path.state.memory[place] {
        _ = constrain(term, to: write.constraint, &frame.path)
      }
    }
  }

  /// An object that the callee made and that the caller gets through a place.
  private func madeObject(
    _ number: Int, at place: TermID, _ site: CallSite, _ objects: inout [Int: TermID], _ frame: inout Frame
  ) -> TermID {
    if let known = objects[number] { return known }
    change(place, at: site.number, &frame)
    let object = frame.path.state.memory[place] ?? TermTable.unknown
    objects[number] = object
    create(object, at: site.number, isExact: true, &frame)
    frame.path.state.constraints[object] = .nonzero
    return object
  }

  private func result(
    of outcome: Outcome, _ named: TermID, _ site: CallSite, _ objects: inout [Int: TermID], _ frame: inout Frame
  ) -> TermID {
    switch outcome.result {
    case .path, .function: return named
    case .new(let number):
      if let known = objects[number] { return known }
      let object = fresh(site.number, &frame)
      create(object, at: site.number, isExact: true, &frame)
      if outcome.resultConstraint != .any { frame.path.state.constraints[object] = outcome.resultConstraint }
      objects[number] = object
      return object
    case .borrowed(let keeper):
      let object = fresh(site.number, &frame)
      borrow(object, from: keeper.map { resolve($0, site, frame) } ?? .none, at: site.number, &frame)
      if outcome.resultConstraint != .any { frame.path.state.constraints[object] = outcome.resultConstraint }
      return object
    case .unknown:
      if let exact = outcome.resultConstraint.single { return terms.constant(exact) }
      let term = fresh(site.number, &frame)
      if outcome.resultConstraint != .any { frame.path.state.constraints[term] = outcome.resultConstraint }
      return term
    }
  }

  /// What a path of the callee's names here.
  func resolve(_ path: AccessPath, _ site: CallSite, _ frame: Frame) -> TermID {
    var term: TermID
    switch path.root {
    case .argument(let position): term = site[position]
    case .global(let global): term = terms.intern(.global(global))
    }
    for step in path.steps {
      if term == TermTable.unknown { return term }
      switch step {
      case .field(let field): term = terms.intern(.field(term, field))
      case .element: term = terms.intern(.element(term, terms.constant(Self.someElement)))
      case .content: term = read(term, frame.path.state)
      }
    }
    return term
  }
}
