import Facts

/// What is asked of a body again and again while it is walked: who uses a value, and what is still needed where.
struct BodyIndex {
  /// By block: its place in an order in which a block comes after those that lead to it, loops apart.
  var rank: [Int]
  var order: [BlockID]
  /// By block: whether some way comes back to it.
  var isLoopHead: [Bool]
  /// By event: whether anything uses its value.
  var isUsed: [Bool]
  /// By event: the last use within its own block, -1 for none.
  var lastUse: [Int]
  /// By event: whether another block uses its value.
  var isUsedElsewhere: [Bool]
  /// By block: the values of other blocks that are used from its end on.
  private var liveValues: [Set<UInt32>]
  /// By block: the slots that are read from its end on.
  private var liveSlots: [Set<UInt32>]
  /// By slot: its address goes where reads cannot be seen.
  var isAddressTaken: [Bool]

  init(_ body: Body, slotCount: Int) {
    order = Self.reversePostorder(body)
    rank = Array(repeating: Int.max, count: body.blocks.count)
    for (position, block) in order.enumerated() { rank[block.index] = position }
    isLoopHead = Array(repeating: false, count: body.blocks.count)
    for block in order {
      for edge in body.successors(of: body.blocks[block.index])
      where !edge.target.isNone && rank[edge.target.index] <= rank[block.index] {
        isLoopHead[edge.target.index] = true
      }
    }
    var isUsed = Array(repeating: false, count: body.events.count)
    var lastUse = Array(repeating: -1, count: body.events.count)
    var isUsedElsewhere = isUsed
    var isAddressTaken = Array(repeating: false, count: slotCount)

    var home = Array(repeating: -1, count: body.events.count)
    for (number, block) in body.blocks.enumerated() { for event in block.events { home[event] = number } }
    var valueUses = Array(repeating: Set<UInt32>(), count: body.blocks.count)
    var slotReads = valueUses
    var slotWrites = valueUses

    for (number, block) in body.blocks.enumerated() {
      func use(_ value: ValueID, at position: Int) {
        guard !value.isNone, value.index < home.count else { return }
        isUsed[value.index] = true
        if home[value.index] == number {
          lastUse[value.index] = max(lastUse[value.index], position)
        } else {
          isUsedElsewhere[value.index] = true
          valueUses[number].insert(value.rawValue)
        }
      }
      for index in block.events {
        let event = body.events[index]
        for (position, operand) in body.operands(of: event).enumerated() {
          use(operand, at: index)
          guard !operand.isNone, body[operand].operation == .slot else { continue }
          let slot = body[operand].reference
          switch event.operation {
          case .load where position == 0:
            if !slotWrites[number].contains(slot) { slotReads[number].insert(slot) }
          case .store where position == 0: slotWrites[number].insert(slot)
          default: if Int(slot) < slotCount { isAddressTaken[Int(slot)] = true }
          }
        }
      }
      use(block.condition, at: Int.max)
    }
    self.isUsed = isUsed
    self.lastUse = lastUse
    self.isUsedElsewhere = isUsedElsewhere
    self.isAddressTaken = isAddressTaken
    liveValues = Self.liveOut(body, order: order, used: valueUses, written: nil)
    liveSlots = Self.liveOut(body, order: order, used: slotReads, written: slotWrites)
  }

  func isLive(value: UInt32, after block: BlockID) -> Bool { liveValues[block.index].contains(value) }

  func isLive(slot: SlotID, after block: BlockID) -> Bool {
    slot.index >= isAddressTaken.count || isAddressTaken[slot.index] || liveSlots[block.index].contains(slot.rawValue)
  }

  private static func liveOut(
    _ body: Body, order: [BlockID], used: [Set<UInt32>], written: [Set<UInt32>]?
  ) -> [Set<UInt32>] {
    var result = Array(repeating: Set<UInt32>(), count: body.blocks.count)
    var isChanged = true
    while isChanged {
      isChanged = false
      for id in order.reversed() {
        var live = Set<UInt32>()
        for edge in body.successors(of: body.blocks[id.index]) where !edge.target.isNone {
          let target = edge.target.index
          var entering = result[target]
          if let written { entering.subtract(written[target]) }
          live.formUnion(entering)
          live.formUnion(used[target])
        }
        if live.count != result[id.index].count {
          result[id.index] = live
          isChanged = true
        }
      }
    }
    return result
  }

  private static func reversePostorder(_ body: Body) -> [BlockID] {
    guard !body.entry.isNone, body.entry.index < body.blocks.count else { return [] }
    var seen = Array(repeating: false, count: body.blocks.count)
    var finished: [BlockID] = []
    // An explicit stack: generated parsers have more blocks than a thread has stack.
    var stack: [(block: BlockID, next: Int)] = [(body.entry, 0)]
    seen[body.entry.index] = true
    while let top = stack.last {
      let edges = body.successors(of: body.blocks[top.block.index])
      guard top.next < edges.count else {
        finished.append(top.block)
        stack.removeLast()
        continue
      }
      stack[stack.count - 1].next += 1
      let target = edges[edges.startIndex + top.next].target
      if !target.isNone, !seen[target.index] {
        seen[target.index] = true
        stack.append((target, 0))
      }
    }
    return finished.reversed()
  }
}
