// Spelling: what a person probably meant. In: a word and the words that are known. Out: the nearest of them.
// It knows nothing of options, YAML or claims: all of them ask here, so that every suggestion follows one rule.

/// The word among `candidates` that `word` was probably meant to be, if any is near enough to be worth saying.
///
/// A word is near when a third of its letters have to change at most, or one: `--discipine` finds `--discipline`. To a word of one
/// or two letters everything is near, so it gets nothing. The first of equally near candidates wins, so order decides, not chance.
///
///     nearestMatch(to: "infre", among: ["infer", "explain"])  // "infer"
public func nearestMatch(to word: String, among candidates: some Sequence<String>) -> String? {
  guard word.count > 2 else { return nil }
  let limit = max(1, word.drop { $0 == "-" }.count / 3)
  var best: (candidate: String, distance: Int)?
  for candidate in candidates where candidate != word {
    let distance = editDistance(word.lowercased(), candidate.lowercased())
    guard distance <= limit, distance < candidate.count else { continue }
    if distance < best?.distance ?? Int.max { best = (candidate, distance) }
  }
  return best?.candidate
}

/// The end of an error's sentence: ` (did you mean 'infer'?)`, or nothing where no candidate is near.
public func suggestion(for word: String, among candidates: some Sequence<String>) -> String {
  nearestMatch(to: word, among: candidates).map { " (did you mean '\($0)'?)" } ?? ""
}

/// How many letters must be inserted, removed, replaced or swapped with their neighbour to turn one word into the other.
///
/// Swaps count as one, since they are the commonest slip of a hand.
public func editDistance(_ first: String, _ second: String) -> Int {
  let first = Array(first)
  let second = Array(second)
  // Three rows of the classic table are enough: this one, the one above, and the one above that for swaps.
  var beforePrevious: [Int] = []
  var previous = Array(0...second.count)
  for row in first.indices {
    var current = [row + 1]
    for column in second.indices {
      let replace = previous[column] + (first[row] == second[column] ? 0 : 1)
      var cost = min(replace, previous[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
        cost = min(cost, beforePrevious[column - 1] + 1)
      }
      current.append(cost)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[second.count]
}
