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
      if effect == .destroys {
        noteFreed(site[position], unconvertedType(of: operand(position, of: site)), at: site.number)
      }
      apply(effect, to: site[position], site, &frame, &conditional)
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
    _ effect: ArgumentEffect, to argument: TermID, _ site: CallSite, _ frame: inout Frame,
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
      if frame.path.state.holdings[object]?.owned ?? 0 <= 0 { create(object, at: number, isExact: false, &frame) }
    case .keeps:
      inspect(argument, at: number, &frame)
      frame.path.state.holdings[object(at: argument)]?.flags.insert(.isKept)
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
      guard effect == .fillsOwned, let filled = frame.path.state.memory[argument] else { return }
      create(filled, at: number, isExact: true, &frame)
      remember(filled, at: argument)
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
      if !meaning.mayReturnNull { frame.path.state.constraints[object] = .nonzero }
      return object
    case .borrowed, .borrowedFrom:
      let object = fresh(number, &frame)
      var keeper = TermID.none
      if case .borrowedFrom(let position) = meaning.result { keeper = self.object(at: site[position]) }
      borrow(object, from: keeper, at: number, &frame)
      frame.path.state.holdings[object]?.key = key(of: site)
      if !meaning.mayReturnNull { frame.path.state.constraints[object] = .nonzero }
      return object
    case .null: return TermTable.null
    case .heldBy, .unspecified:
      let object = fresh(number, &frame)
      if case .heldBy = meaning.result, !meaning.mayReturnNull { frame.path.state.constraints[object] = .nonzero }
      return object
    }
  }

  private func mayFail(_ callee: FunctionID) -> Bool {
    let type = facts[callee].returnType
    return !type.isNone && facts[type].kind != .void
  }

  /// A number that is negative where it failed; a boolean may mean something else.
  private func tellsFailure(_ callee: FunctionID) -> Bool {
    let type = facts[callee].returnType
    return !type.isNone && facts[type].kind == .integer
  }

  /// How the result of a function tells that it failed: a null pointer, `false`, or a negative number.
  func failure(of callee: FunctionID) -> Constraint {
    let type = facts[callee].returnType
    guard !type.isNone else { return .any }
    switch facts[type].kind {
    case .pointer, .boolean, .null: return .zero
    default: return .negative
    }
  }

  func success(of callee: FunctionID) -> Constraint {
    let type = facts[callee].returnType
    guard !type.isNone else { return .any }
    switch facts[type].kind {
    case .pointer, .boolean, .null: return .nonzero
    default: return .nonnegative
    }
  }
}
