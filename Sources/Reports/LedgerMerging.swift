import Ledger

extension LedgerReport {
  /// Stacks differ in how often a function calls itself, and in where the compiler has put a call twice. Groups and references for
  /// which the reader would see the same are one.
  mutating func mergeGroups() {
    var order: [GroupKey] = []
    var merged: [GroupKey: LedgerSummary.Group] = [:]
    for var group in summary.groups {
      group.outstanding = mergedReferences(group.outstanding, of: group.count)
      let key = GroupKey(type: group.type, outline: outline(of: group.creation), isKept: group.isKeptByOthers)
      guard var known = merged[key] else {
        order.append(key)
        merged[key] = group
        continue
      }
      known.absorb(group)
      known.outstanding = mergedReferences(known.outstanding + group.outstanding, of: known.count)
      merged[key] = known
    }
    summary.groups = order.compactMap { merged[$0] }.sorted {
      if $0.count != $1.count { return $0.count > $1.count }
      return $0.creation != $1.creation ? $0.creation < $1.creation : !$0.isKeptByOthers && $1.isKeptByOthers
    }
  }

  private struct GroupKey: Hashable {
    var type: String
    var outline: [Int]
    var isKept: Bool
  }

  private func mergedReferences(
    _ references: [LedgerSummary.Outstanding], of objects: Int
  ) -> [LedgerSummary.Outstanding] {
    var order: [String] = []
    var merged: [String: LedgerSummary.Outstanding] = [:]
    for entry in references {
      let key = "\(place(entry.retain))\n\(entry.usualRelease.map { place($0) } ?? "")"
      guard var known = merged[key] else {
        order.append(key)
        merged[key] = entry
        continue
      }
      known.count += entry.count
      known.objects += entry.objects
      if known.retain != entry.retain { known.usualCount += entry.usualCount }
      merged[key] = known
    }
    return order.compactMap { merged[$0] }.map { entry in
      // One object may have several.
      var entry = entry
      entry.objects = min(entry.objects, objects)
      return entry
    }.sorted { $0.count > $1.count }
  }

  private func outline(of stack: Int) -> [Int] {
    Self.outline(of: frames[stack] ?? [], without: carriers, isCreation: isCreation(stack))
  }

  /// The first few functions of a stack that say something, calls of themselves left out, and the line in the first of them.
  static func outline(of frames: [Frame], without carriers: Carriers, isCreation: Bool) -> [Int] {
    let shown = carriers.shown(of: frames, isCreation: isCreation)
    var outline: [Int] = []
    for frame in shown where frame.number != outline.last {
      outline.append(frame.number)
      if outline.count == 3 { break }
    }
    return outline + [shown.first?.line ?? 0]
  }
}

extension LedgerSummary.Group {
  /// Takes in the objects of another group; the references are the caller's to merge.
  fileprivate mutating func absorb(_ other: Self) {
    count += other.count
    references += other.references
    ended += other.ended
    settled += other.settled
    uncertain += other.uncertain
    for (place, age) in other.ages.enumerated() where place < ages.count { ages[place] += age }
    balance += other.balance
    reach.merge(other.reach, uniquingKeysWith: +)
    holders.merge(other.holders, uniquingKeysWith: +)
    examples = Array((examples + other.examples).prefix(3))
  }
}
