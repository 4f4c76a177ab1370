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
    defer { destroyByName(site, event, &frame) }

    if callee.isNone { return callUnknown(site, event, &frame) }
    if knowledge.disciplines.refusals.contains(callee) { return false }
    if countByCall(site, event, &frame) { return true }
    let meaning = knowledge.meaning(of: callee)
    if meaning == nil { remark(on: site, &frame) }
    if let meaning, !isItself(callee), meaning.authority != .conventional || !isAboutStorage(callee) {
      if meaning.authority == .discovered, meaning.result == .new { doubtArguments(site, &frame) }
      return apply(meaning, to: site, &frame)
    }
    if !receiver.isNone, !event.flags.contains(.isImplicit) { use(receiver, at: number, &frame) }
    let isVirtual = event.flags.contains(.isVirtual)
    if isVirtual, let question = knowledge.classQuestions.question(of: callee) {
      return answer(question, asked: site, &frame)
    }
    let summary = summary(of: callee, isVirtual: isVirtual)
    if facts[callee].kind == .destructor, event.flags.contains(.isImplicit) { leaveToDestructor(receiver, &frame) }
    if mayThrow(callee, summary) { throwOut(at: number, callee: callee, frame) }
    doubtTaken(site, &frame)
    if let summary, !summary.isIncomplete { return apply(summary, to: site, &frame) }
    if callSmartPointer(site, &frame) { return true }
    unknownCallees.insert(callee)
    if let meaning = knowledge.ownership.meaning(of: callee) {
      // It is not known what else it does.
      clobber(at: number, &frame)
      exposeVariables(site, meaning, &frame)
      exposeUntyped(site, meaning, &frame)
      if let summary { doubtDisputed(meaning, by: summary, site, &frame) }
      return apply(meaning, to: site, &frame)
    }
    if facts[callee].flags.contains(.isNoReturn) { return false }
    if event.flags.contains(.isConstruction) || facts[callee].kind == .destructor,
      facts[callee].flags.contains(.isImplicit),
      facts[callee].body == nil, operands.isEmpty
    {
      return true
    }
    return callUnknown(site, event, &frame)
  }

  /// Whether it is known of a function what it does to memory, which goes before what its name makes one think of objects.
  private func isAboutStorage(_ callee: FunctionID) -> Bool {
    guard let remark = knowledge.disciplines.remarkOfFunction[callee] else { return false }
    return remark.allocates || remark.frees != nil || remark.moves != nil || remark.fills != nil
  }

  /// `atomic_inc(&object->count)`: a helper that is given the address of an object's count. Returns whether that is all it does.
  private func countByCall(_ site: CallSite, _ event: Event, _ frame: inout Frame) -> Bool {
    guard event.function == site.callee, let change = knowledge.disciplines.countChange(by: event, in: body) else {
      return false
    }
    let address = value(change.address, frame)
    countObject(at: address, isRetain: change.isRetain, at: site.number, &frame)
    guard facts[site.callee].body == nil else { return false }
    if address != TermTable.unknown, !isNull(address) { self.change(address, at: site.number, &frame) }
    set(site.number, fresh(site.number, &frame), &frame)
    return true
  }

  /// The answer is computed from the object by the question, whatever it is.
  private func answer(_ question: FunctionID, asked site: CallSite, _ frame: inout Frame) -> Bool {
    let asked = terms.constant(Int64(question.index))
    let answer = terms.intern(.arithmetic(UInt32(UInt8(ascii: "?")), object(at: site.receiver), asked))
    set(site.number, answer == TermTable.unknown ? fresh(site.number, &frame) : answer, &frame)
    return true
  }

  /// `object->~Type()`: the object has ended, its storage not yet.
  private func destroyByName(_ site: CallSite, _ event: Event, _ frame: inout Frame) {
    guard !site.callee.isNone, facts[site.callee].kind == .destructor, !event.flags.contains(.isImplicit),
      !site.receiver.isNone
    else { return }
    let object = object(at: site.receiver)
    destroy(site.receiver, body[operand(-1, of: site)].type, at: site.number, hasEnded: true, &frame)
    frame.path.state.holdings[object]?.flags.insert(.isDestroyed)
  }

  /// What a discipline says of a function does not hold inside the function itself.
  private func isItself(_ callee: FunctionID) -> Bool { callee == id && function.body == nil }

  private func callUnknown(_ site: CallSite, _ event: Event, _ frame: inout Frame) -> Bool {
    let remark = knowledge.disciplines.remarkOfFunction[site.callee]
    if let position = remark?.moves, isGoverned(unconvertedType(of: operand(position, of: site))) {
      move(site[position], at: site.number, &frame)
      return true
    }
    if remark?.allocates ?? false {
      allocateStorage(at: site.number, &frame)
      noteError(after: site, &frame)
      return true
    }
    if let position = remark?.fills {
      fill(position, of: site, &frame)
      return true
    }
    if let position = remark?.frees {
      free(site[position], at: site.number, operand(position, of: site), &frame)
      set(site.number, fresh(site.number, &frame), &frame)
      return true
    }
    let callee = site.callee.isNone ? nil : facts[site.callee]
    for (position, argument) in site.arguments.enumerated() {
      let target = target(of: parameterType(position, site))
      // A pointer that is looked at can be copied, and the copy kept.
      if let target, facts[target].kind == .pointer {
        let content = read(argument, frame.path.state)
        note(target, of: content)
        expose(content, at: site.number, mayTake: true, &frame)
      }
      // Who may only look can neither give a reference up nor keep one.
      if let target, callee != nil, facts[target].isConst {
        // What is only looked at is a struct or a text; behind `const void *` may be a list's new member.
        if facts[target].kind == .void {
          share(argument, &frame.path.state)
          // The bytes of a pointer that are copied are the pointer.
          if case .slot = terms[argument] {
            expose(read(argument, frame.path.state), at: site.number, mayTake: true, &frame)
          }
        }
        continue
      }
      expose(argument, at: site.number, mayTake: true, &frame)
    }
    if !site.receiver.isNone {
      expose(site.receiver, at: site.number, mayWrite: !(callee?.flags.contains(.isConst) ?? false), &frame)
    }
    clobber(at: site.number, &frame)
    let result = fresh(site.number, &frame)
    set(site.number, result, &frame)
    noteError(after: site, &frame)
    guard let callee, let position = knowledge.disciplines.failureParameter(of: callee, in: facts) else { return true }
    return fillOnFailure(at: position, mayReturnNull: true, result, site, &frame)
  }

  /// That a function makes an object was read off its body, and no more: what it is given may become a part of that.
  private func doubtArguments(_ site: CallSite, _ frame: inout Frame) {
    guard let summary = knowledge.summaries[site.callee.index], !summary.isIncomplete else {
      for (position, argument) in site.arguments.enumerated()
      where !knowledge.ownership.isLent(position, to: site.callee) {
        blurAll(from: argument, includesOthers: true, &frame.path.state)
      }
      unknownCallees.insert(site.callee)
      return
    }
    for outcome in summary.outcomes {
      for effect in outcome.effects where effect.isKept || effect.isUncertain || effect.delta < 0 {
        blurAll(from: resolve(effect.path, site, frame), includesOthers: true, &frame.path.state)
      }
    }
  }

  /// What is claimed of a callee is one thing for all its ways. Where some that were walked do another, nothing certain follows.
  private func doubtDisputed(_ meaning: CallMeaning, by sample: Summary, _ site: CallSite, _ frame: inout Frame) {
    let count = Int(facts[site.callee].parameterCount)
    for (position, argument) in site.arguments.enumerated() {
      let given: Int
      switch meaning.effect(onArgument: position, parameterCount: count) {
      case .consumes: given = -1
      case .borrows: given = 0
      default: continue
      }
      let path = AccessPath(root: .argument(position), steps: [])
      let isDisputed = sample.outcomes.contains { outcome in
        guard !outcome.guards.contains(where: { $0.path == path && $0.constraint.isZero }) else { return false }
        guard let effect = outcome.effects.first(where: { $0.path == path }) else { return given != 0 }
        return !effect.isUncertain && effect.delta != given
      }
      if isDisputed { blurAll(from: argument, includesOthers: true, &frame.path.state) }
    }
  }

  /// Who only borrows a variable's address may see to what stands in it.
  private func exposeVariables(_ site: CallSite, _ meaning: CallMeaning, _ frame: inout Frame) {
    let count = Int(facts[site.callee].parameterCount)
    for (position, argument) in site.arguments.enumerated() where terms.isLocal(argument) {
      guard meaning.effect(onArgument: position, parameterCount: count) == .borrows,
        let target = target(of: parameterType(position, site)), !facts[target].isConst
      else { continue }
      expose(argument, at: site.number, &frame)
    }
  }

  /// What goes in as `void *` is of no discipline, so nothing is claimed of it, and it may be kept as well as looked at.
  private func exposeUntyped(_ site: CallSite, _ meaning: CallMeaning, _ frame: inout Frame) {
    for (position, argument) in site.arguments.enumerated() where meaning.arguments[position] == nil {
      let type = parameterType(position, site)
      guard isUntyped(type), let target = target(of: type), !facts[target].isConst else { continue }
      expose(argument, at: site.number, mayTake: true, &frame)
    }
  }

  /// Storage is given back: an object of a discipline ends with it, other memory only takes with it what it holds.
  private func free(_ address: TermID, at number: Int, _ value: ValueID, _ frame: inout Frame) {
    let type = unconvertedType(of: value)
    noteFreed(address, type, at: number)
    if isStorage(object(at: address), frame.path.state) {
      freeStorage(object(at: address), at: number, &frame)
    } else if frame.path.state.holdings[object(at: address)]?.flags.contains(.isDestroyed) ?? false {
      frame.path.state.holdings[object(at: address)]?.flags.remove(.isDestroyed)
    } else if isGoverned(type) || isUntyped(type) {
      change(address, by: .destroy, at: number, &frame)
    } else {
      expose(address, at: number, &frame)
    }
  }

  /// The object is the same behind another address, or, where that failed, behind the one that it had.
  private func move(_ address: TermID, at number: Int, _ frame: inout Frame) {
    guard address != TermTable.unknown, !range(of: address, frame.path.state).isZero else {
      set(number, fresh(number, &frame), &frame)
      return
    }
    var failed = frame
    set(number, TermTable.null, &failed)
    fork(failed)
    _ = constrain(address, to: .nonzero, &frame.path)
    set(number, address, &frame)
  }

  /// What a pointer or reference leads to.
  func target(of type: TypeID) -> TypeID? {
    guard !type.isNone, facts[type].kind == .pointer || facts[type].isReference else { return nil }
    return facts[type].inner.optional
  }

  /// As the callee declares it; a value that is handed over says less.
  func parameterType(_ position: Int, _ site: CallSite) -> TypeID {
    guard !site.callee.isNone, position < Int(facts[site.callee].parameterCount) else {
      return argumentType(position, site)
    }
    return facts[site.callee].slots[position].type
  }

  // MARK: What walking the callee has shown

  private func apply(_ summary: Summary, to site: CallSite, _ frame: inout Frame) -> Bool {
    let before = frame
    var ways: [Outcome] = []
    var results: [Frame] = []
    let mayFail = summary.outcomes.contains { $0.error != .untouched }
    for outcome in summary.outcomes where !isFailureNobodyAsksFor(outcome, of: summary, site) {
      var way = before
      guard apply(outcome, to: site, mayFail: mayFail, &way) else { continue }
      if !results.contains(where: { $0.path.state == way.path.state && $0.locals == way.locals }) {
        results.append(way)
        ways.append(outcome)
      }
    }
    guard !results.isEmpty else {
      if !summary.outcomes.isEmpty { meetsContradiction = true }
      return false
    }
    let (shared, copied) = (summary.shared.sorted(), summary.copied.sorted())
    for index in results.indices {
      for position in shared { share(site[position], &results[index].path.state) }
      for position in copied { copyOut(from: site[position], &results[index].path.state) }
    }
    for target in disputed(ways, site, before) {
      for index in results.indices { blur(target, &results[index].path.state) }
    }
    for target in keptInDoubt(ways, site, before) {
      for index in results.indices { keepInDoubt(target, &results[index].path.state) }
    }
    for index in results.indices {
      for place in leftInDoubt(by: ways[index], of: ways, site, before) {
        if let old = results[index].path.state.memory[place] { blurAll(from: old, &results[index].path.state) }
        change(place, at: site.number, &results[index])
      }
    }
    for (index, way) in ways.enumerated() {
      for place in filledInDoubt(by: way, of: ways, site, before) {
        if let new = results[index].path.state.memory[place] { blur(object(at: new), &results[index].path.state) }
      }
    }
    if returnsOwnedOrBorrowed(ways) {
      for index in results.indices {
        let result = results[index].locals[site.number - range.lowerBound]
        blur(object(at: result), &results[index].path.state)
      }
    }
    // Whichever way a destructor that is called by name goes, the object has ended: on the first the caller sees to it.
    for index in results.indices.dropFirst() { destroyByName(site, body.events[site.number], &results[index]) }
    frame = results[0]
    for other in results.dropFirst() { fork(other) }
    return true
  }

  /// Returns whether the call can end this way here.
  ///
  /// `mayFail`: where it ends in another way an error is set, so that nothing is known of it before the result is looked at.
  func apply(_ outcome: Outcome, to site: CallSite, mayFail: Bool = false, _ frame: inout Frame) -> Bool {
    steps += outcome.writes.count / 4
    for condition in outcome.guards {
      guard constrain(resolve(condition.path, site, frame), to: condition.constraint, &frame.path) else { return false }
    }
    var objects: [Int: TermID] = [:]
    let result: TermID
    // Where a getter's result stands.
    var shown = TermID.none
    // What is named by the way that the caller had to it is named by what stood there before anything is written.
    switch outcome.result {
    case .path(let path):
      result = resolve(path, site, frame)
      if path.steps.last == .content {
        shown = resolve(AccessPath(root: path.root, steps: Array(path.steps.dropLast())), site, frame)
      }
    case .function(let function): result = terms.intern(.function(function))
    default: result = TermTable.unknown
    }
    let sources = outcome.writes.map { write -> TermID in
      if case .path(let path) = write.source { return resolve(path, site, frame) }
      return TermTable.unknown
    }
    let targets = outcome.effects.map { resolve($0.path, site, frame) }
    let places = outcome.writes.map { resolve($0.place, site, frame) }

    // An error that was pending before stays so where nothing is done to it.
    if outcome.error != .untouched { frame.path.state.error = outcome.error }
    if mayFail, outcome.error == .untouched, frame.path.state.error != .set { frame.path.state.error = .unknown }
    // What the call takes out of its place and hands over is not lost on the way.
    set(site.number, result, &frame)
    // What is in an object goes before the object, whose end takes along what is left.
    for (effect, target) in zip(outcome.effects, targets).reversed()
    where !isOwnReference(effect, of: target, site, frame) {
      if isUntyped(effect, site) {
        applyUntyped(effect, to: target, site, &frame)
      } else {
        apply(
          effect, to: target, site, failed: outcome.resultConstraint.isZero, hasEnded: outcome.endsContents(of: effect),
          &frame)
      }
    }
    for (effect, target) in zip(outcome.effects, targets) where effect.isUncertain {
      doubtReference(to: object(at: target), &frame.path.state)
    }
    // What was done to what stood in a place was done before others may have put something else there.
    if outcome.changesUnknown { clobber(at: site.number, &frame) }
    let untouched = placeOfFailure(notReportedBy: outcome, site)
    for ((write, source), place) in zip(zip(outcome.writes, sources), places)
    where write.place != untouched || write.source != .unknown {
      apply(write, source, at: place, site, &objects, &frame)
    }
    doubtPartners(outcome, places, site, &frame)
    set(site.number, self.result(of: outcome, result, site, &objects, &frame), &frame)
    if case .path(let path) = outcome.result {
      noteGetter(outcome, path, result, in: shown, by: receiver(of: site), at: site.number, &frame)
    }
    return true
  }

  /// Where a callee would have told why it failed, which it did not, as its result says: what it may have done there it did not do.
  private func placeOfFailure(notReportedBy outcome: Outcome, _ site: CallSite) -> AccessPath? {
    guard outcome.resultConstraint.isNonzero, !site.callee.isNone,
      let position = knowledge.disciplines.failureParameter(of: facts[site.callee], in: facts)
    else { return nil }
    let type = facts[site.callee].returnType
    guard facts.isPointer(type) || knowledge.disciplines.isTruth(type, in: facts) else { return nil }
    return AccessPath(root: .argument(position))
  }

  /// Whether a callee gives up a reference that is the place's where the object stands, and none of this frame's: what somebody
  /// unknown put into a variable came with one, and what a getter showed keeps its own beside those that were taken here.
  private func isOwnReference(
    _ effect: Outcome.Effect, of object: TermID, _ site: CallSite, _ frame: Frame
  ) -> Bool {
    guard effect.delta < 0, effect.path.steps.count > 1 else { return false }
    switch terms[object] {
    case .initial(let place), .changed(let place, _):
      guard stood(object, in: place, frame.path.state), let shape = terms.shape(of: place), isOwner(shape) == true
      else { return false }
      if case .changed = terms[object], terms.isLocal(place) { return true }
      guard let holding = frame.path.state.holdings[object], holding.flags.contains(.isShown), holding.owned > 0 else {
        return false
      }
      return resolve(AccessPath(root: effect.path.root, steps: Array(effect.path.steps.dropLast())), site, frame)
        == place
    default: return false
    }
  }

  /// - Parameter failed: the call returns null, as a cast does that fails: what becomes of its object then is left open on purpose.
  /// - Parameter hasEnded: the callee has seen to what the object held.
  func apply(
    _ effect: Outcome.Effect, to target: TermID, _ site: CallSite, failed: Bool = false, hasEnded: Bool = false,
    _ frame: inout Frame
  ) {
    if effect.isUncertain {
      let isLent = !failed && isLent(effect, site)
      // What is doubtful of a part says nothing of the whole.
      blurAll(
        from: target, includesOthers: true, besidesItself: isLent && effect.path.steps.isEmpty, climbs: !isLent,
        &frame.path.state)
    }
    if effect.delta > 0 { for _ in 0..<effect.delta { change(target, by: .retain, at: site.number, &frame) } }
    if effect.delta < 0 {
      fieldOfCallee = effect.path.fieldOfContent
      for _ in 0..<(-effect.delta) {
        change(target, by: effect.isKept ? .giveAway : .release, at: site.number, hasEnded: hasEnded, &frame)
      }
      fieldOfCallee = nil
    } else if effect.isKept, var holding = frame.path.state.holdings[object(at: target)] {
      holding.flags.insert(.isKept)
      frame.path.state.holdings[object(at: target)] = holding
    }
  }

  /// Whether what the callee may do, as far as its walk could tell, is no more than look and retain: so it is with the object that a
  /// method is called on, and with what a claim says to be lent.
  private func isLent(_ effect: Outcome.Effect, _ site: CallSite) -> Bool {
    guard case .argument(let position) = effect.path.root else { return false }
    if effect.path.steps.isEmpty, effect.delta != 0 || effect.isKept { return false }
    if position < 0 { return true }
    unknownCallees.insert(site.callee)
    return knowledge.ownership.isLent(position, to: site.callee)
  }

  private func apply(
    _ write: Outcome.Write, _ source: TermID, at place: TermID, _ site: CallSite, _ objects: inout [Int: TermID],
    _ frame: inout Frame
  ) {
    // What merged outcomes write is not written on each way: so that null is among the places tells nothing.
    guard !isNull(place) else { return }
    guard place != TermTable.unknown else {
      keepInDoubt(object(at: source), &frame.path.state)
      return
    }
    // Nobody has the address of what is this frame's alone.
    if write.isHearsay, terms.isLocal(place) || isPrivate(terms.root(of: place), frame.path.state) { return }
    switch write.source {
    case .path: self.write(place, source, at: site.number, isInitialization: false, isByCallee: true, &frame)
    case .function(let function):
      self.write(place, terms.intern(.function(function)), at: site.number, isInitialization: false, &frame)
    case .new(let number):
      let object = madeObject(number, at: place, site, &objects, &frame)
      if write.isPerhaps { frame.path.state.holdings[object]?.flags.formUnion([.isUncertain, .isPerhaps]) }
      self.write(place, object, at: site.number, isInitialization: false, &frame)
    case .borrowed, .unknown:
      if let exact = write.constraint.single {
        self.write(place, terms.constant(exact), at: site.number, isInitialization: false, &frame)
        return
      }
      // What stood there was perhaps released first.
      if let old = frame.path.state.memory[place] { blurAll(from: old, &frame.path.state) }
      let known = write.isHearsay ? read(place, frame.path.state) : nil
      change(place, at: site.number, &frame)
      // Nobody was seen to write: who asks again goes by what stood there.
      if let known { remember(known, before: read(place, frame.path.state)) }
      if write.constraint != .any, let term = frame.path.state.memory[place] {
        _ = constrain(term, to: write.constraint, &frame.path)
      }
    }
  }

  /// Whether a variable's class sees to what its fields hold.
  private func hasDestructor(_ variable: TermID) -> Bool {
    guard case .slot(let slot) = terms[variable] else { return false }
    let type = function.slots[slot.index].type
    guard !type.isNone, !facts[type].record.isNone else { return false }
    return !facts[facts[type].record].destructor.isNone
  }

  /// An object that the callee made and that the caller gets through a place.
  private func madeObject(
    _ number: Int, at place: TermID, _ site: CallSite, _ objects: inout [Int: TermID], _ frame: inout Frame
  ) -> TermID {
    if let known = objects[number] { return known }
    change(place, at: site.number, &frame)
    let object = frame.path.state.memory[place] ?? TermTable.unknown
    objects[number] = object
    // What a callee puts into an object is that object's; only what it puts into a variable is the caller's.
    if case .field = terms[place], !terms.isLocal(place) || hasDestructor(terms.root(of: place)) { return object }
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
      if let known = objects[number] {
        // Where the callee put it there is one reference, and the result comes with another.
        if !outcome.isResultKept, frame.path.state.holdings[known] != nil {
          change(known, by: .retain, at: site.number, &frame)
        }
        return known
      }
      let object = fresh(site.number, &frame)
      create(object, at: site.number, isExact: true, &frame)
      if outcome.resultConstraint != .any { frame.path.state.constraints[object] = outcome.resultConstraint }
      objects[number] = object
      return object
    case .borrowed(let keeper):
      if let known = lentBefore(site, frame) { return known }
      let object = fresh(site.number, &frame)
      borrow(object, from: keeper.map { resolve($0, site, frame) } ?? .none, at: site.number, &frame)
      if outcome.resultConstraint != .any { frame.path.state.constraints[object] = outcome.resultConstraint }
      frame.path.state.holdings[object]?.key = receiver(of: site)
      return object
    case .unknown:
      if let exact = outcome.resultConstraint.single { return terms.constant(exact) }
      let term = fresh(site.number, &frame)
      if outcome.isResultStorage { holdStorage(term, at: site.number, &frame) }
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
      case .element(let index): term = terms.intern(.element(term, position(index, site)))
      case .content: term = read(term, frame.path.state)
      }
    }
    return term
  }
}
