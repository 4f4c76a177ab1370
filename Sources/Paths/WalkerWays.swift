import Facts

/// The ways in which one call may end, held against each other: where they differ for a reason that is not known, nothing is known.
extension Walker {
  /// Where nobody asks how a call ended, it is taken that it ended well.
  func isFailureNobodyAsksFor(_ outcome: Outcome, of summary: Summary, _ site: CallSite) -> Bool {
    guard !index.isUsed[site.number], isFailure(outcome, of: site.callee) else { return false }
    return summary.outcomes.contains { !isFailure($0, of: site.callee) }
  }

  private func isFailure(_ outcome: Outcome, of callee: FunctionID) -> Bool {
    let failure = failure(of: callee)
    guard failure != .any else { return false }
    return outcome.resultConstraint.intersection(failure) == outcome.resultConstraint
  }

  /// Whether the result is now the caller's own and now another's: the caller has a way to know, which is not known here.
  func returnsOwnedOrBorrowed(_ ways: [Outcome]) -> Bool {
    var isOwned = false
    var isBorrowed = false
    for way in ways where !way.resultConstraint.isZero {
      switch way.result {
      case .new: isOwned = true
      case .borrowed: isBorrowed = true
      case .path(let path): if (way.effects.first { $0.path == path }?.delta ?? 0) <= 0 { isBorrowed = true }
      case .unknown, .function: break
      }
    }
    return isOwned && isBorrowed
  }

  /// Variables that one way leaves alone and another fills, where the result does not tell which way it was: whoever goes by the
  /// result knows, for a reason that is not known here.
  func leftInDoubt(by way: Outcome, of ways: [Outcome], _ site: CallSite, _ frame: Frame) -> Set<TermID> {
    guard way.result == .unknown else { return [] }
    var result: Set<TermID> = []
    for other in ways where other.result == .unknown {
      guard !other.resultConstraint.intersection(way.resultConstraint).isEmpty else { continue }
      for write in other.writes where write.place.isArgument {
        guard case .new = write.source, !way.writes.contains(where: { $0.place == write.place }) else { continue }
        let place = resolve(write.place, site, frame)
        if place != TermTable.unknown, !isNull(place) { result.insert(place) }
      }
    }
    return result
  }

  /// Variables that one way fills with a new object and another with what the caller passed, where the result does not tell which
  /// way it was.
  func filledInDoubt(by way: Outcome, of ways: [Outcome], _ site: CallSite, _ frame: Frame) -> Set<TermID> {
    var result: Set<TermID> = []
    for write in way.writes where write.place.isArgument {
      guard case .new = write.source else { continue }
      let isInDoubt = ways.contains { other in
        other.result == way.result && !other.resultConstraint.intersection(way.resultConstraint).isEmpty
          && other.writes.contains { $0.place == write.place && other.hands(over: $0.source) }
          && !isToldByArguments(way, other, of: write.place)
      }
      if isInDoubt { result.insert(resolve(write.place, site, frame)) }
    }
    return result
  }

  /// Objects that a call may do different things to, for a reason that is not known here: which of them it did is not
  /// known either.
  func disputed(_ ways: [Outcome], _ site: CallSite, _ frame: Frame) -> Set<TermID> {
    var result: Set<TermID> = []
    for (number, first) in ways.enumerated() {
      for second in ways[(number + 1)...]
      where !first.resultConstraint.intersection(second.resultConstraint).isEmpty {
        for effect in first.effects + second.effects {
          if first.net(of: effect.path) != second.net(of: effect.path),
            !isToldByArguments(first, second, of: effect.path)
          {
            result.insert(object(at: resolve(effect.path, site, frame)))
          }
        }
      }
    }
    return result
  }

  /// Objects that a call puts where references are perhaps owned, or something else in their place, such as a copy, for a reason
  /// that is not known here.
  func keptInDoubt(_ ways: [Outcome], _ site: CallSite, _ frame: Frame) -> Set<TermID> {
    var result: Set<TermID> = []
    for first in ways {
      for write in first.writes {
        guard case .path(let path) = write.source, mayOwn(write.place, site, frame) else { continue }
        let isElseReplaced = ways.contains {
          !$0.touches(path) && $0.putsSomething(in: write.place) && !isToldByArguments(first, $0, of: path)
        }
        if isElseReplaced { result.insert(object(at: resolve(path, site, frame))) }
      }
    }
    return result
  }

  /// Whether nothing says that a place does not own what it holds.
  private func mayOwn(_ place: AccessPath, _ site: CallSite, _ frame: Frame) -> Bool {
    let place = resolve(place, site, frame)
    return place == TermTable.unknown || terms.shape(of: place).map { isOwner($0) != false } ?? false
  }

  /// Whether two ways part by what the caller passed, or by whether there is an object at all: then the path at hand knows which
  /// of them it is on.
  private func isToldByArguments(_ first: Outcome, _ second: Outcome, of path: AccessPath) -> Bool {
    first.guards.contains { one in
      guard one.path == path || one.path.isArgument else { return false }
      return second.guards.contains { $0.path == one.path && $0.constraint.intersection(one.constraint).isEmpty }
    }
  }

  /// A callee that did something unknown to an object may have kept the reference, and who returns the object then may have none
  /// to give.
  func doubtReference(to object: TermID, _ state: inout State) {
    guard let holding = state.holdings[object], holding.owned > 0, holding.flags.contains(.isUncertain) else { return }
    state.holdings[object]?.flags.insert(.isKept)
  }
}
