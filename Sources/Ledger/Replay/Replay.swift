/// A trace followed from its first event to its last, to be summed up with what is known of its stacks.
public struct Replay: EventVisitor, ~Copyable {
  struct ProblemKey: Hashable {
    var kind: LedgerSummary.Problem.Kind
    var stack: Int
    var creation: Int
  }

  let trace: Trace
  var table = ObjectTable()
  var ended = EndedLives()
  var summary = LedgerSummary()
  var creations: CreationTable
  var problems: [ProblemKey: LedgerSummary.Problem] = [:]
  private var tombstones = Tombstones()
  private let isFull: Bool

  let refinements: Set<Int32>
  var now: UInt64 = 0
  var timeline: Timeline

  public init(_ trace: Trace) {
    self.trace = trace
    creations = CreationTable(trace)
    timeline = Timeline(types: creations.types, events: trace.eventCount)
    refinements = Set(trace.stacks.filter(\.value.isRefinement).keys.map { Int32(truncatingIfNeeded: $0) })
    isFull = trace.mode == .full
    trace.replay(&self)
    noteMoment()
    tallyRest()
  }

  mutating func noteMoment() { timeline.note(now, live: creations.liveOfTypes) }

  /// An event that may be more than a change of a known object's count.
  @inline(never)
  mutating func visitOther(_ event: LedgerEvent) {
    switch event.operation {
    case .retain, .release: change(event)
    case .create: begin(event)
    case .destroy: destroy(event)
    }
  }

  private mutating func begin(_ event: LedgerEvent) {
    if creations[event.stack].isRefinement { return refine(event) }
    if let old = table.find(event.address) { end(old, destruction: nil) }
    summary.created &+= 1
    creations[event.stack].live &+= 1
    creations[event.stack].made &+= 1
    table.insert(
      ObjectTable.Object(
        number: UInt64(truncatingIfNeeded: summary.created), ordinal: event.ordinal, time: now,
        creation: Int32(truncatingIfNeeded: event.stack), thread: event.thread),
      at: event.address, references: 1, isTallied: isTallied(event.stack),
      endsWithLastReference: creations[event.stack].endsWithLastReference)
    summary.peak = max(summary.peak, table.count)
  }

  /// What the object really is.
  private mutating func refine(_ event: LedgerEvent) {
    guard let place = table.find(event.address) else { return }
    let before = Int(table[place].creation)
    creations[before].live &-= 1
    creations[before].made &-= 1
    creations[event.stack].live &+= 1
    creations[event.stack].made &+= 1
    table[place].creation = Int32(truncatingIfNeeded: event.stack)
  }

  private mutating func destroy(_ event: LedgerEvent) {
    guard let place = known(event) else { return }
    let creation = Int(table[place].creation)
    let references = table.references(place)
    creations[creation].endings.formUnion(CreationTable.Endings(references))
    if references > 0, isFull { report(.destroyedWhileOwned, event, creation: creation) }
    end(place, destruction: Int32(truncatingIfNeeded: event.stack))
  }

  private mutating func change(_ event: LedgerEvent) {
    let isRelease = Int(event.operation.rawValue - LedgerEvent.Operation.retain.rawValue)
    summary.releases &+= isRelease
    summary.retains &+= 1 - isRelease
    guard let place = known(event) else { return }
    let amount = Int32(truncatingIfNeeded: 1 - 2 * isRelease)
    let references = table.change(place, by: amount)
    if table.isTallied(place) { table.add(amount, stack: Int32(truncatingIfNeeded: event.stack), to: place) }
    if references <= 0 {
      if table.endsWithLastReference(place) {
        end(place, destruction: Int32(truncatingIfNeeded: event.stack))
      } else if references < 0 {
        fallBelowZero(place, event)
      }
    }
  }

  /// The last release would have ended it: the object's own count is higher than what was recorded.
  private mutating func fallBelowZero(_ place: Int, _ event: LedgerEvent) {
    report(.unseenRetain, event, creation: Int(table[place].creation))
    _ = table.change(place, by: -table.references(place))
    table[place].hasUnseenRetains = true
  }

  mutating func visit(declared address: UInt) {
    if let place = table.find(address) ?? table.find(address + 8) { table[place].isDeclared = true }
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
    for place in table.live where !table[place].isDeclared {
      table[place].isDeclared = true
      counts[Int(table[place].creation), default: 0] += 1
    }
    for (creation, count) in counts.sorted(by: { $0.key < $1.key }) {
      summary.undeclared.append(
        LedgerSummary.Undeclared(commit: summary.commits, creation: creation, type: type(of: creation), count: count))
    }
  }

  mutating func visit(time: UInt64) {
    now = max(now, time)
  }

  func type(of stack: Int) -> String { trace.stacks[stack]?.type ?? "" }

  /// Of the first objects of each place everything is kept, to learn from; of others only if they are alive at the end.
  private mutating func isTallied(_ creation: Int) -> Bool {
    guard isFull else { return false }
    creations[creation].begun &+= 1
    return creations[creation].begun <= EndedLives.mostPerCreation
  }

  /// The live object of an event; a use of one that ended is a problem, and one that was never seen is from before the
  /// recording and stays out of the accounts.
  private mutating func known(_ event: LedgerEvent) -> Int? {
    table.find(event.address) ?? unknown(event)
  }

  private mutating func unknown(_ event: LedgerEvent) -> Int? {
    if let tombstone = tombstones[event.address] {
      let isTold = event.operation == .destroy && creations[Int(tombstone.creation)].endsWithLastReference
      if isTold { return nil }
      // A release is one too many; everything else uses what is gone.
      let kind = event.operation == .release ? LedgerSummary.Problem.Kind.overRelease : .useAfterDestroy
      report(kind, event, creation: Int(tombstone.creation), destruction: Int(tombstone.destruction))
    }
    return nil
  }

  private mutating func end(_ place: Int, destruction: Int32?) {
    let creation = table[place].creation
    summary.destroyed &+= 1
    creations[Int(creation)].live &-= 1
    creations[Int(creation)].ended &+= 1
    if table.isTallied(place) {
      ended.add(EndedLives.Life(creation: creation, tallies: table.tallies(of: place)))
    }
    if let destruction {
      tombstones.add(
        Tombstones.Tombstone(address: table.address(place), creation: creation, destruction: destruction))
    }
    table.remove(place)
  }

  private mutating func report(
    _ kind: LedgerSummary.Problem.Kind, _ event: LedgerEvent, creation: Int, destruction: Int? = nil
  ) {
    let key = ProblemKey(kind: kind, stack: event.stack, creation: creation)
    let type = type(of: creation)
    problems[
      key,
      default: LedgerSummary.Problem(
        kind: kind, stack: event.stack, creation: creation, destruction: destruction,
        type: type, thread: event.thread, ordinal: event.ordinal, count: 0)
    ].count += 1
  }
}
