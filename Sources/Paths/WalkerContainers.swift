import Disciplines
import Facts

/// What goes into containers and comes out of them, and what has no owner yet.
extension Walker {
  /// Whether nothing is known of what becomes of an argument: it goes with a callback, or a name is all there is to go by, and it may
  /// be of any type.
  func isAnybodys(_ position: Int, _ meaning: CallMeaning, _ callee: FunctionID) -> Bool {
    if knowledge.disciplines.isContext(position, of: callee, in: facts) { return true }
    guard meaning.authority == .conventional else { return false }
    return position >= Int(facts[callee].parameterCount) || isUntyped(facts[callee].slots[position].type)
  }

  /// Something goes into a container, which takes it over where it was made to end what it holds; of another it is not known who does.
  func put(_ position: Int, _ site: CallSite, _ frame: inout Frame) {
    if knowledge.disciplines.takenPuts.contains(PutSite(function: id, event: site.number, argument: position)) {
      change(site[position], by: .giveAway, at: site.number, &frame)
    } else {
      expose(site[position], at: site.number, mayTake: true, &frame)
    }
  }

  /// Whether a value came out of a call that makes objects which nobody owns before they are adopted.
  func isFloating(_ object: TermID) -> Bool {
    guard case .result(let event, _) = terms[object], body.events[Int(event)].operation == .call else { return false }
    return knowledge.meaning(of: body.events[Int(event)].function)?.result == .floating
  }

  /// What a list becomes that something is added to: one that was not there begins.
  func grown(_ list: TermID, _ meaning: CallMeaning, _ number: Int, _ frame: inout Frame) -> TermID {
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
  func rest(of list: TermID, _ number: Int, _ frame: inout Frame) -> TermID {
    guard list != TermTable.unknown, frame.path.state.holdings[object(at: list)]?.owned ?? 0 > 0 else {
      return isNull(list) ? list : fresh(number, &frame)
    }
    var gone = frame
    change(list, by: .giveAway, at: number, &gone)
    set(number, TermTable.null, &gone)
    fork(gone)
    return list
  }
}
