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

  func prepare(_ address: UInt) { table.prepare(address) }

  private mutating func add(_ amount: Int32, _ event: LedgerEvent) {
    guard let place = table.find(event.address), table.isCollected(place) else { return }
    table.add(amount, stack: Int32(truncatingIfNeeded: event.stack), to: place)
  }

  mutating func visit(checkpoint number: Int) {}
  mutating func visit(declared address: UInt) {}
  mutating func visit(time: UInt64) {}
}
