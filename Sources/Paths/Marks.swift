/// A set of terms that is filled anew at every end of a block: clearing it is counting up.
struct Marks {
  private var rounds: [UInt32] = []
  private var round: UInt32 = 0

  /// Forgets all marks; `count` is how many terms there are.
  mutating func clear(count: Int) {
    round += 1
    if rounds.count < count { rounds += Array(repeating: 0, count: count - rounds.count + 64) }
  }

  func contains(_ term: TermID) -> Bool { term.index < rounds.count && rounds[term.index] == round }

  /// Returns whether it was not marked before.
  mutating func insert(_ term: TermID) -> Bool {
    guard rounds[term.index] != round else { return false }
    rounds[term.index] = round
    return true
  }

  /// Marks a term and all that it is built from.
  mutating func insertAll(of term: TermID, _ terms: TermTable) {
    guard !term.isNone, insert(term) else { return }
    let (first, second) = terms.parts(of: term)
    if !first.isNone { insertAll(of: first, terms) }
    if !second.isNone { insertAll(of: second, terms) }
  }
}
