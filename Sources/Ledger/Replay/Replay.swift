/// Follows a trace from its first event to its last and sums it up.
public struct Replay: EventVisitor {
  private struct ProblemKey: Hashable {
    var kind: LedgerSummary.Problem.Kind
    var stack: Int
    var creation: Int
  }

  private struct Tombstone {
    var creation: Int32
    var destruction: Int32
  }

  private let trace: Trace
  private var table = ObjectTable()
  private var pairing = Pairing()
  private var summary = LedgerSummary()
  private var liveByCreation: [Int: Int] = [:]
  private var endedByCreation: [Int: Int] = [:]
  private var problems: [ProblemKey: LedgerSummary.Problem] = [:]
  /// The last objects that ended, by address, so that a use after the end is told from an object that is not known.
  private var tombstones: [UInt: Tombstone] = [:]
  private static let tombstoneLimit = 1 << 16

  private let refinements: Set<Int32>

  private init(_ trace: Trace) {
    self.trace = trace
    refinements = Set(trace.stacks.filter(\.value.isRefinement).keys.map { Int32(truncatingIfNeeded: $0) })
  }

  public static func summarize(_ trace: Trace) -> LedgerSummary {
    var replay = Replay(trace)
    trace.replay(&replay)
    return replay.finish()
  }

  mutating func visit(_ event: LedgerEvent) {
    let stack = Int32(truncatingIfNeeded: event.stack)
    switch event.operation {
    case .create where refinements.contains(stack):
      guard let index = table.find(event.address) else { return }
      liveByCreation[Int(table[index].creation), default: 0] -= 1
      liveByCreation[event.stack, default: 0] += 1
      table[index].creation = stack
    case .create:
      if let old = table.find(event.address) { end(old, destruction: nil, event) }
      insert(event, references: 1)
    case .retain:
      summary.retains += 1
      guard let index = known(event) else { return }
      table[index].references += 1
      table.add(1, stack: stack, to: index)
    case .release:
      summary.releases += 1
      guard let index = known(event) else { return }
      table[index].references -= 1
      table.add(-1, stack: stack, to: index)
      if table[index].references < 0 { report(.overRelease, event, creation: Int(table[index].creation)) }
    case .destroy:
      guard let index = known(event) else { return }
      if table[index].references > 0, trace.mode == .full {
        report(.destroyedWhileOwned, event, creation: Int(table[index].creation))
      }
      end(index, destruction: stack, event)
    }
  }

  mutating func visit(checkpoint number: Int) {
    summary.checkpoints.append(
      LedgerSummary.Checkpoint(
        name: trace.checkpoints[number] ?? "checkpoint \(number + 1)", live: liveByCreation.filter { $0.value != 0 }))
  }

  private mutating func insert(_ event: LedgerEvent, references: Int32) {
    summary.created += 1
    tombstones[event.address] = nil
    liveByCreation[event.stack, default: 0] += 1
    _ = table.insert(
      ObjectTable.Object(
        address: event.address, creation: Int32(truncatingIfNeeded: event.stack), references: references,
        firstTally: -1, thread: Int32(truncatingIfNeeded: event.thread), number: UInt64(summary.created),
        ordinal: event.ordinal))
    summary.peak = max(summary.peak, table.count)
  }

  /// The live object of an event; a use of one that ended is a problem, and one that was never seen is from before the
  /// recording and stays out of the accounts.
  private mutating func known(_ event: LedgerEvent) -> Int? {
    if let index = table.find(event.address) { return index }
    if let tombstone = tombstones[event.address] {
      report(.useAfterDestroy, event, creation: Int(tombstone.creation), destruction: Int(tombstone.destruction))
    }
    return nil
  }

  private mutating func end(_ index: Int, destruction: Int32?, _ event: LedgerEvent) {
    let object = table[index]
    summary.destroyed += 1
    liveByCreation[Int(object.creation), default: 0] -= 1
    endedByCreation[Int(object.creation), default: 0] += 1
    if trace.mode == .full { pairing.learn(creation: object.creation, table.tallies(of: index)) }
    if let destruction {
      if tombstones.count >= Self.tombstoneLimit { tombstones.removeAll(keepingCapacity: true) }
      tombstones[object.address] = Tombstone(creation: object.creation, destruction: destruction)
    }
    table.remove(index)
  }

  private mutating func report(
    _ kind: LedgerSummary.Problem.Kind, _ event: LedgerEvent, creation: Int, destruction: Int? = nil
  ) {
    let key = ProblemKey(kind: kind, stack: event.stack, creation: creation)
    problems[
      key,
      default: LedgerSummary.Problem(
        kind: kind, stack: event.stack, creation: creation, destruction: destruction,
        type: trace.stacks[creation]?.type ?? "", thread: event.thread, ordinal: event.ordinal, count: 0)
    ].count += 1
  }

  // MARK: The end

  private mutating func finish() -> LedgerSummary {
    let answers = pairing.answers()
    var groups: [Int: LedgerSummary.Group] = [:]
    var outstanding: [Int: [Int: Int]] = [:]
    for index in table.live {
      let object = table[index]
      let creation = Int(object.creation)
      var group =
        groups[creation]
        ?? LedgerSummary.Group(
          creation: creation, type: trace.stacks[creation]?.type ?? "", count: 0, references: 0, outstanding: [],
          ended: endedByCreation[creation] ?? 0, examples: [])
      group.count += 1
      group.references += Int(object.references)
      if group.examples.count < 3 {
        group.examples.append(
          LedgerSummary.Example(
            address: object.address, number: object.number, thread: Int(object.thread), ordinal: object.ordinal,
            references: Int(object.references)))
      }
      groups[creation] = group
      for (stack, count) in unanswered(object, table.tallies(of: index), answers) {
        outstanding[creation, default: [:]][stack, default: 0] += count
      }
      summary.references += Int(object.references)
    }
    summary.alive = table.count
    summary.groups = groups.values.map { group in
      var group = group
      group.outstanding = (outstanding[group.creation] ?? [:]).map { stack, count in
        let usual = answers[stack]?.first
        return LedgerSummary.Outstanding(
          retain: stack, count: count, usualRelease: usual?.release, usualCount: usual?.votes ?? 0)
      }.sorted { $0.count != $1.count ? $0.count > $1.count : $0.retain < $1.retain }
      return group
    }.sorted { $0.count != $1.count ? $0.count > $1.count : $0.creation < $1.creation }
    summary.problems = problems.values.sorted {
      $0.ordinal != $1.ordinal ? $0.ordinal < $1.ordinal : ($0.thread, $0.stack) < ($1.thread, $1.stack)
    }
    return summary
  }

  /// The references of a live object that nothing has given back: each retain is first answered by the releases that
  /// usually answer it, then by what releases are left, the latest retain first.
  private func unanswered(
    _ object: ObjectTable.Object, _ tallies: [ObjectTable.Tally], _ answers: [Int: [(release: Int, votes: Int)]]
  ) -> [(Int, Int)] {
    var taken = tallies.filter { $0.count > 0 }.map { (stack: Int($0.stack), count: Int($0.count)) }
    taken.append((Int(object.creation), 1))
    var given: [Int: Int] = [:]
    for tally in tallies where tally.count < 0 { given[Int(tally.stack)] = -Int(tally.count) }
    for place in taken.indices {
      for answer in answers[taken[place].stack] ?? [] {
        let matched = min(taken[place].count, given[answer.release] ?? 0)
        taken[place].count -= matched
        given[answer.release]? -= matched
      }
    }
    var rest = given.values.reduce(0, +)
    for place in taken.indices {
      let matched = min(taken[place].count, rest)
      taken[place].count -= matched
      rest -= matched
    }
    return taken.filter { $0.count > 0 }.map { ($0.stack, $0.count) }
  }
}
