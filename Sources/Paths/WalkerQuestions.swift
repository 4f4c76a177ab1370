import Facts

/// What is asked twice. Where nobody was seen to change what a condition is about, the second answer is the first one: what was
/// called in between could have changed it, but code that asks again goes by it that nothing did.
extension Walker {
  /// Takes it that a condition has an answer. Returns whether that can be.
  func answer(_ condition: TermID, _ truth: Bool, in block: BlockID, _ path: inout Path) -> Bool {
    guard assume(condition, truth, &path) else { return false }
    // In a loop one asks again because the answer will be another.
    guard !index.isInLoop[block.index] else { return true }
    let earlier = earlierQuestions(condition, path.state)
    return earlier.isEmpty
      || earlier.contains { question in
        var trial = path
        return assume(question, truth, &trial)
      }
  }

  /// Notes what stood in a place before somebody may have written there.
  func remember(_ old: TermID, before content: TermID) {
    guard content != TermTable.unknown, old != content else { return }
    if earlierContents[content]?.contains(old) ?? false { return }
    earlierContents[content, default: []].append(old)
  }

  /// A condition as it would be had nobody written where nobody was seen to write: one for each content that is possible then.
  private func earlierQuestions(_ term: TermID, _ state: State) -> [TermID] {
    switch terms[term] {
    case .negation(let inner): return earlierQuestions(inner, state).map { terms.negation($0) }
    case .equal(let left, let right): return pairs(left, right, state).map { terms.equal($0, $1) }
    case .less(let left, let right): return pairs(left, right, state).map { terms.less($0, $1) }
    default: return earlier(term, state)
    }
  }

  private func pairs(_ left: TermID, _ right: TermID, _ state: State) -> [(TermID, TermID)] {
    let (lefts, rights) = (earlier(left, state), earlier(right, state))
    if lefts.isEmpty { return rights.map { (left, $0) } }
    if rights.isEmpty { return lefts.map { ($0, right) } }
    return lefts.flatMap { first in rights.map { (first, $0) } }
  }

  /// Contents that a value may stand for, back to what was asked about last or, where nobody asked, to what somebody was seen to put
  /// there.
  private func earlier(_ value: TermID, _ state: State) -> [TermID] {
    var result: [TermID] = []
    var open = earlierContents[value] ?? []
    var seen: Set<TermID> = [value]
    while let next = open.popLast() {
      guard seen.insert(next).inserted, seen.count <= Self.contentLimit else { continue }
      if let before = earlierContents[next], !isAskedAbout(next, state) { open += before } else { result.append(next) }
    }
    guard seen.count <= Self.contentLimit else { return [] }
    // What is not known on another way does not take back what was asked on this one.
    if result.contains(where: { isAskedAbout($0, state) }) { result.removeAll { $0 == TermTable.unknown } }
    return result
  }

  private func isAskedAbout(_ content: TermID, _ state: State) -> Bool {
    state.constraints.entries.contains { terms.contains(TermID($0.key), content) }
  }

  /// Contents of one place that are gone through; where a place has had more nothing is taken for granted.
  private static let contentLimit = 32
}
