import Facts

/// How much two states that meet may differ and still be made one.
enum MergeLevel: Int, Comparable {
  /// Nothing is lost: they say the same in two ways.
  case same
  /// The conditions that led here are forgotten.
  case conditions
  /// What stands in memory too, as long as the counts are the same.
  case everything

  static func < (left: MergeLevel, right: MergeLevel) -> Bool { left.rawValue < right.rawValue }
}

extension Walker {
  /// One state for two, or `nil` where they are too different.
  func merge(_ first: State, _ second: State, at number: Int, level: MergeLevel) -> State? {
    guard first.returned == second.returned, first.returnEvent == second.returnEvent, mayMerge(first, second, level)
    else { return nil }
    if first.changedAt != second.changedAt || first.hasForgotten != second.hasForgotten {
      // What either way may have changed is as good as changed where they meet.
      var (left, right) = (first, second)
      left.changedAt = meeting(of: first, second, in: number)
      right.changedAt = left.changedAt
      left.hasForgotten = first.hasForgotten || second.hasForgotten
      right.hasForgotten = left.hasForgotten
      return merge(left, right, at: number, level: level)
    }
    if first.error != second.error {
      guard level != .same else { return nil }
      var (one, other) = (first, second)
      one.error = .unknown
      other.error = .unknown
      return merge(one, other, at: number, level: level)
    }
    if first.memory == second.memory, first.values == second.values {
      if let merged = mergeReleases(first, second, keepsConditions: level == .same) { return merged }
    }
    guard level == .everything else { return nil }
    let (one, other) = (first.doubting(second), second.doubting(first))
    guard one.holdings == other.holdings else { return nil }
    return mergeMemory(one, other, at: number)
  }

  /// What rules a merge out and is quick to see: most of the states that are compared are too different.
  private func mayMerge(_ first: State, _ second: State, _ level: MergeLevel) -> Bool {
    if first.memory == second.memory, first.values == second.values { return true }
    guard level == .everything else { return false }
    return first.holdings == second.holdings || first.doubting(second).holdings == second.doubting(first).holdings
  }

  /// Stands for the meeting of ways in a block where `State.changedAt` names an event. In a loop, one since which no content is
  /// in use.
  private func meeting(of first: State, _ second: State, in block: Int) -> UInt32 {
    freeMeeting(of: first, second, in: block) ?? 1 << 31 | UInt32(block) << 2 | 3
  }

  private func freeMeeting(of first: State, _ second: State, in block: Int) -> UInt32? {
    (0..<UInt32(4)).lazy.map { 1 << 31 | UInt32(block) << 2 | $0 }.first {
      !mentionsContents(since: $0, first) && !mentionsContents(since: $0, second)
    }
  }

  /// What was released where it was not null, and was null on the other way, is released "unless null" on both.
  private func mergeReleases(_ first: State, _ second: State, keepsConditions: Bool) -> State? {
    var result = first
    var settled: Set<UInt32> = []
    for key in Set(first.holdings.entries.map(\.key) + second.holdings.entries.map(\.key)) {
      switch (held(key, first), held(key, second)) {
      case (nil, nil): continue
      case (let left?, let right?) where left == right: continue
      // Whether somebody may have done something to it is not worth two states.
      case (let only?, nil) where only.isDoubt: result.holdings[key] = only
      case (nil, let only?) where only.isDoubt: result.holdings[key] = only
      case (let only?, nil):
        guard isNull(key, second) else { return nil }
        result.holdings[key] = only
      case (nil, let only?):
        guard isNull(key, first) else { return nil }
        result.holdings[key] = only
      default: return nil
      }
      if result.holdings[key]?.isDoubt ?? false { continue }
      settled.insert(key)
    }
    // Of two objects one way may know that the one is null where the other is not.
    guard !keepsConditions || settled.count <= 1 else { return nil }
    var left = first.constraints
    var right = second.constraints
    left.removeAll { settled.contains($0.key) }
    right.removeAll { settled.contains($0.key) }
    if left == right, settled.count <= 1 {
      result.constraints = left
      return result
    }
    guard !keepsConditions else { return nil }
    doubtTurns(of: first, second, &result)
    // What both know of a number is kept: of several ways to fail each may return a number of its own.
    left.removeAll { entry in right[entry.key].map { entry.value.union($0) == .any } ?? true }
    left.mapValues { entry in right[entry.key].map { entry.value.union($0) } ?? entry.value }
    result.constraints = left
    return result
  }

  /// On each way there is what is null on the other: where it is forgotten which way it was, nobody can tell which of them is there.
  private func doubtTurns(of first: State, _ second: State, _ merged: inout State) {
    let ofFirst = objects(of: first, nullIn: second)
    let ofSecond = objects(of: second, nullIn: first)
    guard !ofFirst.isEmpty, !ofSecond.isEmpty else { return }
    for key in ofFirst + ofSecond where merged.holdings[key]?.isDoubt == false {
      merged.holdings[key]?.flags.insert(.isUncertain)
    }
  }

  private func objects(of state: State, nullIn other: State) -> [UInt32] {
    other.constraints.entries.filter { entry in
      guard entry.value.isZero, !isNull(entry.key, state) else { return false }
      if let holding = state.holdings[entry.key], !holding.isDoubt { return true }
      return !type(of: TermID(entry.key)).isNone && state.constraints[entry.key]?.isNonzero ?? false
    }.map(\.key)
  }

  /// What is known to be null is held by nobody.
  private func held(_ object: UInt32, _ state: State) -> Holding? {
    isNull(object, state) ? nil : state.holdings[object]
  }

  private func isNull(_ object: UInt32, _ state: State) -> Bool { state.constraints[object]?.isZero ?? false }

  private func isFlag(_ place: TermID) -> Bool {
    guard case .slot(let slot) = terms[place] else { return false }
    let type = function.slots[slot.index].type
    guard !type.isNone else { return false }
    switch facts[type].kind {
    case .boolean, .integer, .enumeration: return true
    default: return false
    }
  }

  /// What is different is not known any more; an object that only it led to is out of sight.
  private func mergeMemory(_ first: State, _ second: State, at number: Int) -> State {
    var result = first
    lazy var name = freeMeeting(of: first, second, in: number)
    /// A flag is one thing from here on, whatever it is: two tests of it agree.
    func met(_ place: UInt32) -> TermID {
      guard isFlag(TermID(place)), let name else { return TermTable.unknown }
      let flag = changed(TermID(place), name)
      guard let left = first.memory[place], let right = second.memory[place] else { return flag }
      let range = answer(to: left, first).union(answer(to: right, second))
      if range != .any { result.constraints[flag] = range }
      return flag
    }
    result.constraints = first.constraints.intersection(second.constraints)
    result.values = first.values.intersection(second.values)
    var lost: [TermID] = []
    for entry in first.memory.entries where second.memory[entry.key] != entry.value {
      lost.append(entry.value)
      result.memory[entry.key] = met(entry.key)
    }
    for entry in second.memory.entries where first.memory[entry.key] != entry.value {
      lost.append(entry.value)
      result.memory[entry.key] = met(entry.key)
    }
    for entry in first.values.entries where second.values[entry.key] != entry.value { lost.append(entry.value) }
    for entry in second.values.entries where first.values[entry.key] != entry.value { lost.append(entry.value) }
    for object in lost { blurAll(from: object, &result) }
    doubtTurns(of: first, second, &result)
    return result
  }
}

extension State {
  /// Takes over what another state doubts and this one says nothing of.
  fileprivate func doubting(_ other: State) -> State {
    guard holdings != other.holdings else { return self }
    var result = self
    for entry in other.holdings.entries where entry.value.isDoubt && holdings[entry.key] == nil {
      result.holdings[entry.key] = entry.value
    }
    return result
  }
}
