import Ledger

extension LedgerReport {
  /// How the live objects of a group came to be over the run.
  enum Growth {
    /// Some in nearly every eighth of the run.
    case steady
    /// Nearly all in the first eighth.
    case start
    case other
  }

  static func growth(of group: LedgerSummary.Group) -> Growth {
    guard group.count >= 16 else { return .other }
    if group.ages[0] * 10 >= group.count * 9 { return .start }
    return group.ages.filter { $0 > 0 }.count >= 6 ? .steady : .other
  }

  /// `made over the run ▁▂▃▄▅▆▇█: it grows steadily`
  static func growthLine(of group: LedgerSummary.Group) -> String? {
    guard group.count >= 16, let most = group.ages.max(), most > 0 else { return nil }
    let blocks = Array("▁▂▃▄▅▆▇█")
    let line = String(group.ages.map { $0 == 0 ? " " : blocks[min(7, $0 * 7 / most)] })
    switch growth(of: group) {
    case .steady: return "made over the run |\(line)|: the group grows steadily"
    case .start: return "made at the beginning |\(line)|: the group does not grow"
    case .other: return "made over the run |\(line)|"
    }
  }

  /// The groups that grew most from the first checkpoint to the last: stack, and objects alive at each.
  func grown(most: Int) -> [(stack: Int, counts: [Int])] {
    guard let first = summary.checkpoints.first, let last = summary.checkpoints.last, summary.checkpoints.count > 1
    else {
      return []
    }
    let stacks = Set(last.live.keys).filter { (last.live[$0] ?? 0) > (first.live[$0] ?? 0) }
    return stacks.map { stack in (stack, summary.checkpoints.map { $0.live[stack] ?? 0 }) }.sorted {
      let (one, other) = (($0.1.last ?? 0) - $0.1[0], ($1.1.last ?? 0) - $1.1[0])
      return one != other ? one > other : $0.0 < $1.0
    }.prefix(most).map { $0 }
  }
}
