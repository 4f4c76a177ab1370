/// Counts the retains and releases of certain objects by their stacks, in a replay of its own.
///
/// A whole run's objects are too many to keep this for each; what is alive at its end is known only then.
struct TallyCollector: EventVisitor, ~Copyable {
  /// What is alive at the end: of objects that were not tallied on the way, the tallies are added.
  var table: ObjectTable
  private let refinements: Set<Int32>
  private var created: UInt64 = 0

  init(_ table: consuming ObjectTable, refinements: Set<Int32>) {
    self.table = table
    self.refinements = refinements
  }

  mutating func visit(_ event: LedgerEvent) {
    switch event.operation {
    case .create:
      if !refinements.isEmpty, refinements.contains(Int32(truncatingIfNeeded: event.stack)) { return }
      created += 1
      // Others may have lain at its address before.
      guard let place = table.find(event.address), table[place].number == created else { return }
      if !table.isTallied(place) { table.collect(place) }
    case .retain: add(1, event)
    case .release: add(-1, event)
    case .destroy: return
    }
  }

  mutating func visit(_ run: EventRun, from start: Int) -> Int {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: ObjectSlots.ahead) { homes in
      let homes = homes.baseAddress.unsafelyUnwrapped
      // Nothing comes or goes.
      let slots = table.slots
      var position = start
      while position < run.count {
        let count = min(ObjectSlots.ahead, run.count &- position)
        slots.findHomes(run, from: position, count: count, into: homes)
        for index in 0..<count {
          let word = run.word(position &+ index)
          if EventRun.isSpecial(word) { return position &+ index }
          if !EventRun.isChange(word) {
            visit(run.event(position &+ index))
          } else if let place = slots.find(EventRun.address(word), from: Int(homes[index])), table.isCollected(place) {
            table.add(EventRun.amount(word), stack: Int32(truncatingIfNeeded: EventRun.stack(word)), to: place)
          }
        }
        position &+= count
      }
      return position
    }
  }

  private mutating func add(_ amount: Int32, _ event: LedgerEvent) {
    guard let place = table.find(event.address), table.isCollected(place) else { return }
    table.add(amount, stack: Int32(truncatingIfNeeded: event.stack), to: place)
  }

  mutating func visit(checkpoint number: Int) {}
  mutating func visit(declared address: UInt) {}
  mutating func visit(time: UInt64) {}
}
