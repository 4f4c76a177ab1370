import Facts

/// What is asked twice. Where nobody was seen to change what a condition is about, the second answer is the first one: what was
/// called in between could have changed it, but code that asks again goes by it that nothing did.
extension Walker {
  /// Takes it that a condition has an answer. Returns whether that can be.
  func answer(_ condition: TermID, _ truth: Bool, in block: BlockID, _ path: inout Path) -> Bool {
    guard assume(condition, truth, &path) else { return false }
    // In a loop one asks again because the answer will be another.
    guard !index.isInLoop[block.index] else { return true }
    let earlier = earlierQuestions(condition)
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
  private func earlierQuestions(_ term: TermID) -> [TermID] {
    switch terms[term] {
    case .negation(let inner): return earlierQuestions(inner).map { terms.negation($0) }
    case .equal(let left, let right): return pairs(left, right).map { terms.equal($0, $1) }
    case .less(let left, let right): return pairs(left, right).map { terms.less($0, $1) }
    default: return earlier(term)
    }
  }

  private func pairs(_ left: TermID, _ right: TermID) -> [(TermID, TermID)] {
    let (lefts, rights) = (earlier(left), earlier(right))
    if lefts.isEmpty { return rights.map { (left, $0) } }
    if rights.isEmpty { return lefts.map { ($0, right) } }
    return lefts.flatMap { first in rights.map { (first, $0) } }
  }

  /// Contents that a value may stand for, back to what somebody was seen to put there.
  private func earlier(_ value: TermID) -> [TermID] {
    var result: [TermID] = []
    var open = earlierContents[value] ?? []
    var seen: Set<TermID> = [value]
    while let next = open.popLast() {
      guard seen.insert(next).inserted, seen.count <= Self.contentLimit else { continue }
      if let before = earlierContents[next] { open += before } else { result.append(next) }
    }
    return seen.count <= Self.contentLimit ? result : []
  }

  /// Contents of one place that are gone through; where a place has had more nothing is taken for granted.
  private static let contentLimit = 8
}
