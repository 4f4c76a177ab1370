import Disciplines
import Facts

/// A ring of objects each of which owns the next: counts alone never end it.
public struct OwnershipCycle: Hashable, Sendable {
  public struct Link: Hashable, Sendable {
    /// The record that has the field, or inherits it.
    public var record: RecordID
    /// An owning field, or the field that leads to owned elements.
    public var field: FieldID
  }

  /// Each link's field refers to the next link's record, the last one's to the first's.
  public var links: [Link]
}

extension ClaimSet {
  /// The rings in the graph of record types by owning fields, the shortest through each field, in order of the fields' places.
  ///
  /// A field of type `T *` may hold any class derived from `T`, and a class has the fields of its bases.
  public func ownershipCycles(in facts: FactBase) -> [OwnershipCycle] {
    OwnershipGraph(claims: self, facts: facts).cycles()
  }
}

private struct OwnershipGraph {
  private let facts: FactBase
  /// By record: what its own fields own, in order of the fields.
  private var owned: [[(field: FieldID, record: RecordID)]]
  private var derived: [[RecordID]]

  init(claims: ClaimSet, facts: FactBase) {
    self.facts = facts
    owned = [[(field: FieldID, record: RecordID)]](repeating: [], count: facts.records.count)
    derived = [[RecordID]](repeating: [], count: facts.records.count)
    for (number, record) in facts.records.enumerated() {
      for base in record.bases where !base.record.isNone { derived[base.record.index].append(RecordID(number)) }
    }
    for slot in claims.slots.indices where claims.claims[slot] == .owner {
      let field = claims.slots[slot].field
      guard !field.isNone, let target = Self.pointee(facts[field].type, facts) else { continue }
      owned[facts[field].record.index].append((field, target))
    }
    // Objects that lie within others end with them, and their fields' owners are the outer objects'.
    for (number, field) in facts.fields.enumerated() where facts[field.type].kind == .record {
      guard let inner = facts[field.type].record.optional else { continue }
      owned[field.record.index].append((FieldID(number), inner))
    }
  }

  private static func pointee(_ type: TypeID, _ facts: FactBase) -> RecordID? {
    var type = type
    for _ in 0..<4 {
      guard !type.isNone else { return nil }
      if facts[type].kind == .record { return facts[type].record.optional }
      type = facts[type].inner
    }
    return nil
  }

  /// From a record to every record that an object of it may own: through its own and its bases' fields.
  private func edges(from record: RecordID) -> [(field: FieldID, record: RecordID)] {
    var found: [(field: FieldID, record: RecordID)] = []
    var open = [record]
    var seen: Set<RecordID> = [record]
    while let next = open.popLast() {
      for edge in owned[next.index] {
        for target in withDerived(edge.record) { found.append((edge.field, target)) }
      }
      for base in facts[next].bases where !base.record.isNone && seen.insert(base.record).inserted {
        open.append(base.record)
      }
    }
    return found
  }

  private func withDerived(_ record: RecordID) -> [RecordID] {
    var found = [record]
    var seen: Set<RecordID> = [record]
    var next = 0
    while next < found.count {
      for one in derived[found[next].index] where seen.insert(one).inserted { found.append(one) }
      next += 1
    }
    return found
  }

  func cycles() -> [OwnershipCycle] {
    let edges = facts.records.indices.map { self.edges(from: RecordID($0)) }
    var found: [OwnershipCycle] = []
    var known: Set<Set<FieldID>> = []
    for start in facts.records.indices where !owned[start].isEmpty {
      for ring in shortestRings(through: start, edges: edges) where known.insert(Set(ring.links.map(\.field))).inserted
      {
        found.append(ring)
      }
    }
    return found.map(rotated).sorted { key($0).lexicographicallyPrecedes(key($1)) }
  }

  /// One ring for each own field of a record that leads back to it: the shortest, by breadth.
  private func shortestRings(through start: Int, edges: [[(field: FieldID, record: RecordID)]]) -> [OwnershipCycle] {
    var found: [OwnershipCycle] = []
    for first in owned[start] {
      var cameFrom: [RecordID: (record: RecordID, field: FieldID)] = [:]
      var queue: [RecordID] = []
      for target in withDerived(first.record) where cameFrom[target] == nil {
        cameFrom[target] = (RecordID(start), first.field)
        queue.append(target)
      }
      var next = 0
      while next < queue.count, cameFrom[RecordID(start)] == nil {
        let record = queue[next]
        next += 1
        for edge in edges[record.index] where cameFrom[edge.record] == nil {
          cameFrom[edge.record] = (record, edge.field)
          queue.append(edge.record)
        }
      }
      guard cameFrom[RecordID(start)] != nil else { continue }
      var links: [OwnershipCycle.Link] = []
      var record = RecordID(start)
      while let (previous, field) = cameFrom[record] {
        links.append(OwnershipCycle.Link(record: previous, field: field))
        record = previous
        if record == RecordID(start) { break }
      }
      found.append(OwnershipCycle(links: links.reversed()))
    }
    return found
  }

  /// A ring begins where its text comes first, whichever record it was found from.
  private func rotated(_ cycle: OwnershipCycle) -> OwnershipCycle {
    let keys = cycle.links.map(linkKey)
    guard let first = keys.indices.min(by: { keys[$0] < keys[$1] }) else { return cycle }
    return OwnershipCycle(links: Array(cycle.links[first...] + cycle.links[..<first]))
  }

  private func key(_ cycle: OwnershipCycle) -> [String] { cycle.links.map(linkKey) }

  private func linkKey(_ link: OwnershipCycle.Link) -> String {
    "\(facts[facts[link.record].name])\u{0}\(facts[facts[link.field].usr])"
  }
}
