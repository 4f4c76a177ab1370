import Disciplines
import Facts

extension Walker {
  /// Does what a discipline says that a call does.
  func apply(_ meaning: CallMeaning, to site: CallSite, _ frame: inout Frame) -> Bool {
    let count = Int(facts[site.callee].parameterCount)
    var conditional: [(argument: TermID, onSuccess: Bool)] = []
    if !site.receiver.isNone, isNull(site.receiver), meaning.receiver == .releases || meaning.receiver == .retains {
      return false
    }
    if !site.receiver.isNone { apply(meaning.receiver, to: site.receiver, site, &frame, &conditional) }
    let format = formatEffects(meaning, site)
    for position in site.arguments.indices {
      let effect = format?[position] ?? meaning.effect(onArgument: position, parameterCount: count)
      if effect == .puts || effect == .putsKey {
        put(position, site, &frame)
        continue
      }
      if meaning.arguments[position] == nil, knowledge.disciplines.isContext(position, of: site.callee, in: facts) {
        expose(site[position], at: site.number, mayTake: true, &frame)
        continue
      }
      if effect == .destroys {
        noteFreed(site[position], unconvertedType(of: operand(position, of: site)), at: site.number)
      }
      apply(effect, to: site[position], site, isFurther: position >= count, &frame, &conditional)
    }
    changeWritten(besides: meaning, site, &frame)
    remark(on: site, &frame)
    let result = result(of: meaning, site, &frame)
    set(site.number, result, &frame)
    noteError(after: site, &frame)
    if knowledge.disciplines.remarkOfFunction[site.callee]?.error == .asks {
      askForError(result, at: site.number, &frame)
    }
    if !fillOwned(meaning, result, site, &frame) { return false }
    for (position, effect) in meaning.arguments where effect == .fillsOnFailure {
      guard fillOnFailure(at: position, mayReturnNull: meaning.mayReturnNull, result, site, &frame) else { return false }
    }
    // Where it failed is followed apart.
    if meaning.arguments.values.contains(.replacesSlot), index.isUsed[site.number], tellsFailure(site.callee) {
      _ = constrain(result, to: .zero, &frame.path)
    }
    if facts[site.callee].flags.contains(.isNoReturn) { return false }
    guard !conditional.isEmpty else { return true }

    let followed = conditional.filter {
      frame.path.state.holdings[object(at: $0.argument)] != nil || isNameable($0.argument)
    }
    guard !followed.isEmpty else { return true }
    // Where nobody asks how it ended, it is taken that it ended well.
    if index.isUsed[site.number] {
      var failed = frame
      if constrain(result, to: failure(of: site.callee), &failed.path) {
        for (argument, onSuccess) in followed where !onSuccess {
          change(argument, by: .giveAway, at: site.number, &failed)
        }
        fork(failed)
      }
      // Numbers that tell of a failure are negative, and 0 otherwise: `if (f())` asks whether it failed.
      let succeeded = tellsFailure(site.callee) ? Constraint.zero : success(of: site.callee)
      guard constrain(result, to: succeeded, &frame.path) else { return false }
    }
    for (argument, onSuccess) in followed where onSuccess { change(argument, by: .giveAway, at: site.number, &frame) }
    return true
  }

  /// What a body writes into the objects that it is given stands there afterwards, whatever a discipline says of their counts: an
  /// empty list that something is put into is not empty any more.
  private func changeWritten(besides meaning: CallMeaning, _ site: CallSite, _ frame: inout Frame) {
    guard let summary = knowledge.summaries[site.callee.index] else { return }
    let count = Int(facts[site.callee].parameterCount)
    var places: Set<TermID> = []
    for write in summary.outcomes.lazy.flatMap(\.writes) where !write.place.steps.isEmpty {
      guard case .argument(let position) = write.place.root else { continue }
      let effect = position < 0 ? meaning.receiver : meaning.effect(onArgument: position, parameterCount: count)
      guard effect == .borrows else { continue }
      let place = resolve(write.place, site, frame)
      if place != TermTable.unknown, !isNull(place), isKnown(place, frame.path.state) { places.insert(place) }
    }
    for place in places.sorted() {
      // What stood there was perhaps released first, or stands elsewhere now.
      if let old = frame.path.state.memory[place] { blur(object(at: old), &frame.path.state) }
      change(place, at: site.number, &frame)
    }
  }

  /// Whether anything is known of what stands in a place.
  private func isKnown(_ place: TermID, _ state: State) -> Bool {
    state.memory[place] != nil || terms.find(.initial(place)).map { state.constraints[$0] != nil } ?? false
  }

  private func apply(
    _ effect: ArgumentEffect, to argument: TermID, _ site: CallSite, isFurther: Bool = false, _ frame: inout Frame,
    _ conditional: inout [(argument: TermID, onSuccess: Bool)]
  ) {
    let number = site.number
    switch effect {
    case .borrows: inspect(argument, at: number, &frame)
    case .consumes: change(argument, by: .giveAway, at: number, &frame)
    case .consumesOnSuccess: conditional.append((argument, true))
    case .consumesOnFailure: conditional.append((argument, false))
    case .retains:
      change(argument, by: .retain, at: number, &frame)
      use(argument, at: number, &frame)
    case .retainsUnlessNull: change(argument, by: .retain, at: number, &frame)
    case .releases:
      use(argument, at: number, unless: .isDead, &frame)
      change(argument, by: .release, at: number, &frame)
    case .releasesUnlessNull: change(argument, by: .release, at: number, &frame)
    case .destroys: change(argument, by: .destroy, at: number, &frame)
    case .adopts:
      let object = object(at: argument)
      if frame.path.state.holdings[object]?.owned ?? 0 <= 0 {
        create(object, at: number, isExact: isFloating(object), &frame)
      }
    case .keeps:
      inspect(argument, at: number, &frame)
      frame.path.state.holdings[object(at: argument)]?.flags.insert(.isKept)
    // What is there after it is known when it is known how the call ended.
    case .fillsOnFailure: return
    // Which container it goes to is asked for every call.
    case .puts, .putsKey: return
    case .clearsSlot:
      guard argument != TermTable.unknown else { return }
      let content = read(argument, frame.path.state)
      frame.path.state.memory[argument] = TermTable.null
      change(content, by: .release, at: number, &frame)
    case .replacesSlot:
      guard argument != TermTable.unknown, argument != TermTable.null else { return }
      let content = read(argument, frame.path.state)
      frame.path.state.memory[argument] = TermTable.null
      change(content, by: .release, at: number, &frame)
      change(argument, at: number, &frame)
      guard let filled = frame.path.state.memory[argument] else { return }
      // Where it tells that it failed, there is nothing in the slot.
      if index.isUsed[number], tellsFailure(site.callee) {
        var failed = frame
        let result = terms.constant(-1)
        set(number, result, &failed)
        failed.path.state.memory[argument] = TermTable.null
        fork(failed)
        frame.path.state.constraints[filled] = .nonzero
      }
      create(filled, at: number, isExact: true, &frame)
    case .fillsOwned, .fillsBorrowed:
      guard argument != TermTable.unknown, argument != TermTable.null else { return }
      let old = frame.path.state.memory[argument]
      change(argument, at: number, &frame)
      if let old { loseIfUnreachable(old, at: number, &frame) }
      guard effect == .fillsOwned, mayHoldPointer(argument), let filled = frame.path.state.memory[argument] else {
        return
      }
      // What is handed out beside other values is another's too.
      create(filled, at: number, isExact: !isFurther, &frame)
      remember(filled, at: argument)
    }
  }

  /// Something goes into a container, which takes it over where it was made to end what it holds; of another it is not known who does.
  private func put(_ position: Int, _ site: CallSite, _ frame: inout Frame) {
    switch knowledge.disciplines.effectOfPut(PutSite(function: id, event: site.number, argument: position)) {
    case .consumes: change(site[position], by: .giveAway, at: site.number, &frame)
    default: expose(site[position], at: site.number, mayTake: true, &frame)
    }
  }

  /// Where the call fails, nothing was filled in. Returns whether it can succeed.
  private func fillOwned(_ meaning: CallMeaning, _ result: TermID, _ site: CallSite, _ frame: inout Frame) -> Bool {
    guard mayFail(site.callee), meaning.arguments.values.contains(.fillsOwned) || meaning.rest == .fillsOwned else {
      return true
    }
    let filled = site.arguments.compactMap { frame.path.state.memory[$0] }.filter {
      frame.path.state.holdings[$0]?.origin == UInt32(site.number)
    }
    guard let succeeded = successOfFilling(site.callee, meaning) else {
      // How it says that it failed is not known, so nothing is certain either.
      for object in filled { frame.path.state.holdings[object]?.flags.formUnion([.isUncertain, .isPerhaps]) }
      return true
    }
    // Where nobody asks how it ended, it is taken that it ended well.
    guard index.isUsed[site.number] else { return true }
    var failed = frame
    let failure = succeeded == .zero ? Constraint.nonzero : .zero
    if constrain(result, to: failure, &failed.path) {
      for object in filled { failed.path.state.holdings[object] = nil }
      fork(failed)
    }
    return constrain(result, to: succeeded, &frame.path)
  }

  /// Where the call fails, it says why at an address that it is given, and returns no object. Returns whether it can succeed.
  func fillOnFailure(
    at position: Int, mayReturnNull: Bool, _ result: TermID, _ site: CallSite, _ frame: inout Frame
  ) -> Bool {
    let place = site[position]
    let isTold = place != TermTable.unknown && !isNull(place)
    // Where nobody asks how it ended, it is taken that it ended well.
    guard mayFail(site.callee), index.isUsed[site.number] || isTold else { return true }
    var failed = frame
    failed.path.state.holdings[object(at: result)] = nil
    let (fails, succeeds) = reportedEnds(of: site.callee)
    if constrain(result, to: fails, &failed.path) {
      if isTold {
        let old = failed.path.state.memory[place]
        change(place, at: site.number, &failed)
        if let old { loseIfUnreachable(old, at: site.number, &failed) }
        if let filled = failed.path.state.memory[place] {
          failed.path.state.constraints[filled] = .nonzero
          create(filled, at: site.number, isExact: true, &failed)
          // Of an enumerator it is not known which one tells.
          if fails == .any { failed.path.state.holdings[filled]?.flags.formUnion([.isUncertain, .isPerhaps]) }
          remember(filled, at: place)
        }
      }
      fork(failed)
    }
    return mayReturnNull && facts.isPointer(facts[site.callee].returnType)
      || constrain(result, to: succeeds, &frame.path)
  }

  /// What a function returns that says elsewhere why it failed: where it did, and where it did not.
  private func reportedEnds(of callee: FunctionID) -> (failure: Constraint, success: Constraint) {
    let type = facts[callee].returnType
    guard !knowledge.disciplines.isTruth(type, in: facts) else { return (.zero, .nonzero) }
    switch facts[type].kind {
    case .pointer, .boolean, .null: return (.zero, .nonzero)
    case .integer: return (.exactly(-1), Constraint(excluded: [-1]))
    default: return (.any, .any)
    }
  }

  /// How the result of a function whose body shows that it fills a place tells that it did: what a body returns with nothing
  /// filled in is a failure.
  private func successOfFilling(_ callee: FunctionID, _ meaning: CallMeaning) -> Constraint? {
    guard meaning.authority == .discovered, let summary = knowledge.summaries[callee.index] else { return nil }
    switch facts[facts[callee].returnType].kind {
    case .boolean: return .nonzero
    case .integer, .enumeration:
      let fails = summary.outcomes.contains { $0.resultConstraint.high < 0 }
      return fails && summary.outcomes.contains { $0.resultConstraint.allows(0) } ? .zero : nil
    default: return nil
    }
  }

  /// A number's variable can be filled too, by who goes by names that are only known when the program runs.
  private func mayHoldPointer(_ address: TermID) -> Bool {
    let type: TypeID
    switch terms[address] {
    case .slot(let slot): type = function.slots[slot.index].type
    case .field(_, let field): type = facts[field].type
    case .global(let global): type = facts[global].type
    default: return true
    }
    guard !type.isNone else { return true }
    switch facts[type].kind {
    case .boolean, .integer, .floating, .enumeration: return false
    default: return true
    }
  }

  /// An argument is looked at: it must not be gone.
  private func inspect(_ argument: TermID, at number: Int, _ frame: inout Frame) {
    guard let holding = frame.path.state.holdings[object(at: argument)], holding.flags.contains(.isDead) else { return }
    report(.useAfterRelease, object(at: argument), at: number, holding, frame)
  }

  /// As `use`, but leaves it to what follows to complain.
  private func use(_ argument: TermID, at number: Int, unless flag: Holding.Flags, _ frame: inout Frame) {
    if let holding = frame.path.state.holdings[object(at: argument)], !holding.flags.isDisjoint(with: flag) { return }
    use(argument, at: number, &frame)
  }

  private func result(of meaning: CallMeaning, _ site: CallSite, _ frame: inout Frame) -> TermID {
    let number = site.number
    switch meaning.result {
    case .argument(let position): return site[position]
    case .grownArgument(let position): return grown(site[position], meaning, number, &frame)
    case .restOfArgument(let position): return rest(of: site[position], number, &frame)
    case .retainedArgument(let position):
      change(site[position], by: .retain, at: number, &frame)
      return site[position]
    case .new:
      let object = fresh(number, &frame)
      // Of several functions of one name one may return nothing.
      guard facts[site.callee].returnType.isNone || facts[facts[site.callee].returnType].kind != .void else {
        return object
      }
      create(object, at: number, isExact: true, &frame)
      if !mayReturnNull(meaning) { frame.path.state.constraints[object] = .nonzero }
      return object
    case .borrowed, .borrowedFrom:
      let object = fresh(number, &frame)
      var keeper = TermID.none
      if case .borrowedFrom(let position) = meaning.result { keeper = self.object(at: site[position]) }
      borrow(object, from: keeper, at: number, &frame)
      frame.path.state.holdings[object]?.key = key(of: site)
      if !mayReturnNull(meaning) { frame.path.state.constraints[object] = .nonzero }
      return object
    case .null: return TermTable.null
    case .heldBy, .floating, .unspecified:
      let object = fresh(number, &frame)
      if meaning.result != .unspecified, !mayReturnNull(meaning) { frame.path.state.constraints[object] = .nonzero }
      return object
    }
  }

  /// Whether a value came out of a call that makes objects which nobody owns before they are adopted.
  private func isFloating(_ object: TermID) -> Bool {
    guard case .result(let event, _) = terms[object], body.events[Int(event)].operation == .call else { return false }
    return knowledge.meaning(of: body.events[Int(event)].function)?.result == .floating
  }

  /// What a list becomes that something is added to: one that was not there begins.
  private func grown(_ list: TermID, _ meaning: CallMeaning, _ number: Int, _ frame: inout Frame) -> TermID {
    let known = range(of: list, frame.path.state)
    let isTracked = frame.path.state.holdings[object(at: list)] != nil
    guard list != TermTable.unknown, known.isZero || isTracked else { return fresh(number, &frame) }
    if known.isNonzero { return list }
    var begun = frame
    if constrain(list, to: .zero, &begun.path) {
      let object = fresh(number, &begun)
      create(object, at: number, isExact: true, &begun)
      if !meaning.mayReturnNull { begun.path.state.constraints[object] = .nonzero }
      guard constrain(list, to: .nonzero, &frame.path) else {
        frame = begun
        return object
      }
      set(number, object, &begun)
      fork(begun)
    }
    return list
  }

  /// What a list becomes that something is taken out of: with the last link it is gone.
  private func rest(of list: TermID, _ number: Int, _ frame: inout Frame) -> TermID {
    guard list != TermTable.unknown, frame.path.state.holdings[object(at: list)]?.owned ?? 0 > 0 else {
      return isNull(list) ? list : fresh(number, &frame)
    }
    var gone = frame
    change(list, by: .giveAway, at: number, &gone)
    set(number, TermTable.null, &gone)
    fork(gone)
    return list
  }

  /// Where it fails too, which is followed apart.
  private func mayReturnNull(_ meaning: CallMeaning) -> Bool {
    meaning.mayReturnNull || meaning.arguments.values.contains(.fillsOnFailure)
  }

  private func mayFail(_ callee: FunctionID) -> Bool {
    let type = facts[callee].returnType
    return !type.isNone && facts[type].kind != .void
  }

  /// A number that is negative where it failed; a boolean may mean something else.
  private func tellsFailure(_ callee: FunctionID) -> Bool {
    let type = facts[callee].returnType
    return !type.isNone && facts[type].kind == .integer && !knowledge.disciplines.isTruth(type, in: facts)
  }

  /// How the result of a function tells that it failed: a null pointer, `false`, or a negative number.
  func failure(of callee: FunctionID) -> Constraint {
    let type = facts[callee].returnType
    guard !type.isNone else { return .any }
    if knowledge.disciplines.isTruth(type, in: facts) { return .zero }
    switch facts[type].kind {
    case .pointer, .boolean, .null: return .zero
    default: return .negative
    }
  }

  func success(of callee: FunctionID) -> Constraint {
    let type = facts[callee].returnType
    guard !type.isNone else { return .any }
    if knowledge.disciplines.isTruth(type, in: facts) { return .nonzero }
    switch facts[type].kind {
    case .pointer, .boolean, .null: return .nonzero
    default: return .nonnegative
    }
  }
}
