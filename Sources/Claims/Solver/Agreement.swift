import Facts

/// Slots that have to agree, since a caller cannot know which of their functions is called: of a method and what overrides
/// it, of a function pointer's signature and what is assigned to it.
struct Agreement: Sendable {
  enum Kind: UInt8, Sendable { case override, signature }

  private var starts: [Int32]
  private var neighbours: [(slot: ClaimSlotID, kind: Kind)]
  /// By slot: whether some function among all that agree has a body to judge by.
  let hasBody: [Bool]

  func neighbours(of slot: ClaimSlotID) -> ArraySlice<(slot: ClaimSlotID, kind: Kind)> {
    neighbours[Int(starts[slot.index])..<Int(starts[slot.index + 1])]
  }

  init(facts: FactBase, table: SlotTable, signatures: SignatureLinks) {
    var pairs: [(ClaimSlotID, ClaimSlotID, Kind)] = []
    func pair(_ one: FunctionID, _ other: FunctionID, _ kind: Kind) {
      func add(_ left: ClaimSlotID, _ right: ClaimSlotID) {
        guard !left.isNone, !right.isNone, left != right else { return }
        pairs.append((left, right, kind))
      }
      add(table.slotOfReturn[one.index], table.slotOfReturn[other.index])
      let count = min(facts[one].parameterCount, facts[other].parameterCount)
      for position in 0..<Int(count) {
        add(table.slot(of: SlotID(position), in: one), table.slot(of: SlotID(position), in: other))
      }
    }
    for id in table.functionsInOrder {
      for base in facts[id].overrides where !base.isNone { pair(base, id, .override) }
    }
    for (signature, function) in signatures.pairs { pair(signature, function, .signature) }

    var counts = [Int32](repeating: 0, count: table.slots.count + 1)
    for (one, other, _) in pairs {
      counts[one.index + 1] += 1
      counts[other.index + 1] += 1
    }
    for number in table.slots.indices { counts[number + 1] += counts[number] }
    var next = counts
    var neighbours = [(slot: ClaimSlotID, kind: Kind)](repeating: (.none, .override), count: pairs.count * 2)
    for (one, other, kind) in pairs {
      neighbours[Int(next[one.index])] = (other, kind)
      next[one.index] += 1
      neighbours[Int(next[other.index])] = (one, kind)
      next[other.index] += 1
    }
    starts = counts
    self.neighbours = neighbours

    var hasBody = table.slots.map { !$0.function.isNone && facts[$0.function].body != nil }
    var open = table.slots.indices.filter { hasBody[$0] }
    while let number = open.popLast() {
      for place in Int(counts[number])..<Int(counts[number + 1]) where !hasBody[neighbours[place].slot.index] {
        hasBody[neighbours[place].slot.index] = true
        open.append(neighbours[place].slot.index)
      }
    }
    self.hasBody = hasBody
  }
}
