import Disciplines
import Facts

/// How calls tell that they failed, and what they fill in where they did or did not.
extension Walker {
  /// Where the call fails, nothing was filled in. Returns whether it can succeed.
  func fillOwned(_ meaning: CallMeaning, _ result: TermID, _ site: CallSite, _ frame: inout Frame) -> Bool {
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
    if returnsNothingWhereItFails(type) { return (.zero, .nonzero) }
    return facts[type].kind == .integer ? (.exactly(-1), Constraint(excluded: [-1])) : (.any, .any)
  }

  /// Of this type null or `false` says that something failed.
  private func returnsNothingWhereItFails(_ type: TypeID) -> Bool {
    if knowledge.disciplines.isTruth(type, in: facts) { return true }
    switch facts[type].kind {
    case .pointer, .boolean, .null: return true
    default: return false
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
  func mayHoldPointer(_ address: TermID) -> Bool {
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

  /// Where it fails too, which is followed apart.
  func mayReturnNull(_ meaning: CallMeaning) -> Bool {
    meaning.mayReturnNull || meaning.arguments.values.contains(.fillsOnFailure)
  }

  func mayFail(_ callee: FunctionID) -> Bool {
    let type = facts[callee].returnType
    return !type.isNone && facts[type].kind != .void
  }

  /// A number that is negative where it failed; a boolean may mean something else.
  func tellsFailure(_ callee: FunctionID) -> Bool {
    let type = facts[callee].returnType
    return !type.isNone && facts[type].kind == .integer && !knowledge.disciplines.isTruth(type, in: facts)
  }

  /// How the result of a function tells that it failed: a null pointer, `false`, or a negative number.
  func failure(of callee: FunctionID) -> Constraint {
    let type = facts[callee].returnType
    guard !type.isNone else { return .any }
    return returnsNothingWhereItFails(type) ? .zero : .negative
  }

  func success(of callee: FunctionID) -> Constraint {
    let type = facts[callee].returnType
    guard !type.isNone else { return .any }
    return returnsNothingWhereItFails(type) ? .nonzero : .nonnegative
  }
}
