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
      if effect.isPut {
        put(position, site, &frame)
        continue
      }
      if meaning.arguments[position] == nil, isAnybodys(position, meaning, site.callee) {
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
    for position in meaning.arguments.keys.sorted() where meaning.arguments[position] == .fillsOnFailure {
      guard fillOnFailure(at: position, mayReturnNull: meaning.mayReturnNull, result, site, &frame) else {
        return false
      }
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
}
