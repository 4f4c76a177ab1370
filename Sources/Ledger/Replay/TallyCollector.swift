/// Counts the retains and releases of certain objects by their stacks, in a replay of its own.
///
/// A whole run's objects are too many to keep this for each; what is alive at its end is known only then.
struct TallyCollector: EventVisitor, ~Copyable {
  private let wanted: Set<UInt64>
  private let refinements: Set<Int32>
  private var table = ObjectTable()
  private var created: UInt64 = 0

  /// - Parameter wanted: objects by their number, from 1, in the order of their creation.
  init(_ wanted: Set<UInt64>, refinements: Set<Int32>) {
    self.wanted = wanted
    self.refinements = refinements
  }

  func tallies(at address: UInt) -> [ObjectTable.Tally] { table.find(address).map { table.tallies(of: $0) } ?? [] }

  mutating func visit(_ event: LedgerEvent) {
    switch event.operation {
    case .create:
      if !refinements.isEmpty, refinements.contains(Int32(truncatingIfNeeded: event.stack)) { return }
      created += 1
      guard wanted.contains(created) else { return }
      if let old = table.find(event.address) { table.remove(old) }
      table.insert(
        ObjectTable.Object(address: event.address, creation: 0, thread: 0, number: created, ordinal: 0, time: 0),
        references: 0, isTallied: true)
    case .retain:
      guard let place = table.find(event.address) else { return }
      table.add(1, stack: Int32(truncatingIfNeeded: event.stack), to: place)
    case .release:
      guard let place = table.find(event.address) else { return }
      table.add(-1, stack: Int32(truncatingIfNeeded: event.stack), to: place)
    case .destroy: return
    }
  }

  mutating func visit(checkpoint number: Int) {}
  mutating func visit(declared address: UInt) {}
  mutating func visit(time: UInt64) {}
}
