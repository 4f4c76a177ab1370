/// Follows a trace from its first event to its last and sums it up.
public struct Replay: EventVisitor {
  struct ProblemKey: Hashable {
    var kind: LedgerSummary.Problem.Kind
    var stack: Int
    var creation: Int
  }

  /// With how many references the objects of a type ended.
  struct Endings {
    private var withNone = 0
    private var withOne = 0
    private var withMore = 0

    mutating func note(_ references: Int) {
      if references <= 0 { withNone += 1 } else if references == 1 { withOne += 1 } else { withMore += 1 }
    }

    /// Every object ended with one reference too many: the count begins at none, and the first holder retains.
    var showThatCountBeginsAtNone: Bool { withOne > 0 && withNone == 0 && withMore == 0 }
  }

  let trace: Trace
  var table = ObjectTable()
  var pairing: Pairing
  var summary = LedgerSummary()
  var creations: CreationTable
  /// By type.
  private(set) var endings: [Endings]
  var problems: [ProblemKey: LedgerSummary.Problem] = [:]
  private var tombstones = Tombstones()

  let refinements: Set<Int32>
  var now: UInt64 = 0
  var timeline: Timeline

  private init(_ trace: Trace, _ names: StackNames) {
    self.trace = trace
    pairing = Pairing(trace, names)
    creations = CreationTable(trace)
    endings = [Endings](repeating: Endings(), count: creations.types.count)
    timeline = Timeline(types: creations.types)
    refinements = Set(trace.stacks.filter(\.value.isRefinement).keys.map { Int32(truncatingIfNeeded: $0) })
  }

  public static func summarize(_ trace: Trace, names: StackNames = StackNames()) -> LedgerSummary {
    var replay = Replay(trace, names)
    trace.replay(&replay)
    return replay.finish()
  }

  mutating func visit(_ event: LedgerEvent) {
    timeline.pass(now)
    let stack = Int32(truncatingIfNeeded: event.stack)
    switch event.operation {
    case .retain, .release: change(event, stack)
    case .create where creations[event.stack].isRefinement:
      guard let index = table.find(event.address) else { return }
      count(Int(table[index].creation), by: -1)
      count(event.stack, by: 1)
      table[index].creation = stack
    case .create:
      if let old = table.find(event.address) { end(old, destruction: nil, event) }
      insert(event, references: 1)
    case .destroy:
      guard let index = known(event) else { return }
      endings[creations.type(of: Int(table[index].creation))].note(Int(table[index].references))
      if table[index].references > 0, trace.mode == .full {
        report(.destroyedWhileOwned, event, creation: Int(table[index].creation))
      }
      end(index, destruction: stack, event)
    }
  }

  /// Nearly all events: both kinds go one way, since which of them comes next cannot be foreseen.
  @inline(__always)
  private mutating func change(_ event: LedgerEvent, _ stack: Int32) {
    let isRelease = Int(event.operation.rawValue - LedgerEvent.Operation.retain.rawValue)
    summary.releases &+= isRelease
    summary.retains &+= 1 - isRelease
    guard let index = known(event) else { return }
    let amount = Int32(1 - 2 * isRelease)
    let references = table.change(index, by: amount)
    if table[index].isTallied { table.add(amount, stack: stack, to: index) }
    if references < 0 {
      // The last release would have ended it: the object's own count is higher than what was recorded.
      report(.unseenRetain, event, creation: Int(table[index].creation))
      table[index].references = 0
    }
  }

  mutating func visit(declared address: UInt) {
    if let index = table.find(address) ?? table.find(address + 8) { table[index].isDeclared = true }
  }

  mutating func visit(checkpoint number: Int) {
    if trace.commits.contains(number) { commit() }
    summary.checkpoints.append(
      LedgerSummary.Checkpoint(
        name: trace.checkpoints[number] ?? "checkpoint \(number + 1)", live: creations.all { $0.live }))
  }

  /// What lives and was not declared is noted once, by where it was made.
  private mutating func commit() {
    summary.commits += 1
    var counts: [Int: Int] = [:]
    for index in table.live where !table[index].isDeclared {
      table[index].isDeclared = true
      counts[Int(table[index].creation), default: 0] += 1
    }
    for (creation, count) in counts.sorted(by: { $0.key < $1.key }) {
      summary.undeclared.append(
        LedgerSummary.Undeclared(commit: summary.commits, creation: creation, type: type(of: creation), count: count))
    }
  }

  mutating func visit(time: UInt64) {
    now = max(now, time)
  }

  private mutating func count(_ creation: Int, by amount: Int32) {
    creations[creation].live &+= amount
    creations[creation].made &+= amount
    timeline.change(creations.type(of: creation), by: Int(amount))
  }

  func type(of stack: Int) -> String { trace.stacks[stack]?.type ?? "" }

  private mutating func insert(_ event: LedgerEvent, references: Int32) {
    summary.created += 1
    tombstones.remove(event.address)
    count(event.stack, by: 1)
    _ = table.insert(
      ObjectTable.Object(
        address: event.address, creation: Int32(truncatingIfNeeded: event.stack), references: references,
        firstTally: -1, thread: Int32(truncatingIfNeeded: event.thread), number: UInt64(summary.created),
        ordinal: event.ordinal, time: now, isTallied: isTallied(event.stack)))
    summary.peak = max(summary.peak, table.count)
  }

  /// Of the first objects of each place everything is kept, to learn from; of others only if they are alive at the end.
  private mutating func isTallied(_ creation: Int) -> Bool {
    guard trace.mode == .full else { return false }
    creations[creation].begun &+= 1
    return creations[creation].begun <= Pairing.votersPerCreation
  }

  /// The live object of an event; a use of one that ended is a problem, and one that was never seen is from before the
  /// recording and stays out of the accounts.
  @inline(__always)
  private mutating func known(_ event: LedgerEvent) -> Int? {
    table.recall(event.address) ?? unknown(event)
  }

  @inline(never)
  private mutating func unknown(_ event: LedgerEvent) -> Int? {
    if let tombstone = tombstones[event.address] {
      // A release is one too many; everything else uses what is gone.
      let kind = event.operation == .release ? LedgerSummary.Problem.Kind.overRelease : .useAfterDestroy
      report(kind, event, creation: Int(tombstone.creation), destruction: Int(tombstone.destruction))
    }
    return nil
  }

  private mutating func end(_ index: Int, destruction: Int32?, _ event: LedgerEvent) {
    let object = table[index]
    summary.destroyed += 1
    creations[Int(object.creation)].live &-= 1
    creations[Int(object.creation)].ended &+= 1
    timeline.change(creations.type(of: Int(object.creation)), by: -1)
    if trace.mode == .full, object.isTallied { pairing.learn(creation: object.creation, table.tallies(of: index)) }
    if let destruction {
      tombstones.add(
        Tombstones.Tombstone(address: object.address, creation: object.creation, destruction: destruction))
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
}
