import Facts

/// What is asked of a body again and again while it is walked: who uses a value, and what is still needed where.
struct BodyIndex: Sendable {
  /// By block: its place in an order in which a block comes after those that lead to it, loops apart.
  var rank: [Int]
  var order: [BlockID]
  /// By block: where its loop ends, as the rank of the last block that goes back to it; -1 where none does.
  var loopEnd: [Int]
  /// By block: whether it may come again.
  var isInLoop: [Bool]
  /// By block: whether some way leads from it to the function's end. What fails an assertion, say, has none.
  var reachesEnd: [Bool]
  /// By event: whether anything uses its value.
  var isUsed: [Bool]
  /// By event: the last use within its own block, -1 for none.
  var lastUse: [Int]
  /// By event: whether another block uses its value.
  var isUsedElsewhere: [Bool]
  /// By slot: its address goes where reads cannot be seen.
  var isAddressTaken: [Bool]
  /// By slot: it counts up to a small number that is written as such: the rounds of such a loop are walked one by one.
  var isCounter: [Bool]
  static let counterLimit: Int64 = 8
  /// Numbers that are written as such where an element is named, or in a call that may name one.
  var literals: Set<Int64> = []
  /// By event: its column in `liveValues`, -1 for what is used in its own block alone.
  private var columnOfValue: [Int32]
  /// By block: the values of other blocks that are used from its end on.
  private var liveValues: BitRows
  /// By block: the slots that are read from its end on.
  private var liveSlots: BitRows

  init(_ body: Body, slotCount: Int) {
    order = Self.reversePostorder(body)
    rank = Array(repeating: Int.max, count: body.blocks.count)
    for (position, block) in order.enumerated() { rank[block.index] = position }
    loopEnd = Array(repeating: -1, count: body.blocks.count)
    for block in order {
      let from = rank[block.index]
      for edge in body.successors(of: body.blocks[block.index])
      where !edge.target.isNone && rank[edge.target.index] <= from {
        loopEnd[edge.target.index] = max(loopEnd[edge.target.index], from)
      }
    }
    isInLoop = Self.blocksInLoops(order, loopEnd)
    reachesEnd = Self.blocksThatReachEnd(body, order)
    for event in body.events where event.operation == .element || event.operation == .call {
      for operand in body.operands(of: event) {
        if let number = body.literal(operand) { literals.insert(number) }
      }
    }
    isCounter = Self.counters(body, isInLoop, slotCount)
    var isUsed = Array(repeating: false, count: body.events.count)
    var lastUse = Array(repeating: -1, count: body.events.count)
    var isUsedElsewhere = isUsed
    var isAddressTaken = Array(repeating: false, count: slotCount)
    var columns = Array(repeating: Int32(-1), count: body.events.count)
    var columnCount = 0

    var home = Array(repeating: -1, count: body.events.count)
    for (number, block) in body.blocks.enumerated() { for event in block.events { home[event] = number } }
    var uses: [(block: Int, value: Int)] = []
    var slotReads = BitRows(rows: body.blocks.count, columns: slotCount)
    var slotWrites = slotReads

    for (number, block) in body.blocks.enumerated() {
      func use(_ value: ValueID, at position: Int) {
        guard !value.isNone, value.index < home.count else { return }
        isUsed[value.index] = true
        if home[value.index] == number {
          lastUse[value.index] = max(lastUse[value.index], position)
        } else {
          isUsedElsewhere[value.index] = true
          if columns[value.index] < 0 {
            columns[value.index] = Int32(columnCount)
            columnCount += 1
          }
          uses.append((number, Int(columns[value.index])))
        }
      }
      for index in block.events {
        let event = body.events[index]
        for (position, operand) in zip(0..., body.operands(of: event)) {
          use(operand, at: index)
          guard !operand.isNone, body.events[operand.index].operation == .slot else { continue }
          let slot = Int(body.events[operand.index].reference)
          guard slot < slotCount else { continue }
          switch event.operation {
          case .load where position == 0: if !slotWrites[number, slot] { slotReads.insert(number, slot) }
          case .store where position == 0: slotWrites.insert(number, slot)
          default: isAddressTaken[slot] = true
          }
        }
      }
      use(block.condition, at: Int.max)
    }
    self.isUsed = isUsed
    self.lastUse = lastUse
    self.isUsedElsewhere = isUsedElsewhere
    self.isAddressTaken = isAddressTaken
    columnOfValue = columns
    var valueUses = BitRows(rows: body.blocks.count, columns: columnCount)
    for use in uses { valueUses.insert(use.block, use.value) }
    liveValues = Self.liveOut(body, order: order, used: valueUses, written: nil)
    liveSlots = Self.liveOut(body, order: order, used: slotReads, written: slotWrites)
  }

  private static func counters(_ body: Body, _ isInLoop: [Bool], _ slotCount: Int) -> [Bool] {
    var result = Array(repeating: false, count: slotCount)
    for event in zip(body.blocks, isInLoop).lazy.filter(\.1).flatMap({ body.events[$0.0.events] })
    where event.operation == .compare {
      guard let bound = body.literal(body.operand(1, of: event)), 2...counterLimit ~= bound else { continue }
      let counted = body[body.unconverted(body.operand(0, of: event))]
      guard counted.operation == .load, case let place = body.operand(0, of: counted), !place.isNone,
        body[place].operation == .slot, body[place].slot.index < slotCount
      else { continue }
      result[body[place].slot.index] = true
    }
    return result
  }

  /// What lies between a loop's head and the last block that goes back to it.
  private static func blocksInLoops(_ order: [BlockID], _ loopEnd: [Int]) -> [Bool] {
    var result = Array(repeating: false, count: loopEnd.count)
    var end = -1
    for (rank, block) in order.enumerated() {
      end = max(end, loopEnd[block.index])
      result[block.index] = rank <= end
    }
    return result
  }

  private static func blocksThatReachEnd(_ body: Body, _ order: [BlockID]) -> [Bool] {
    var result = Array(repeating: false, count: body.blocks.count)
    var isChanged = true
    while isChanged {
      isChanged = false
      for id in order.reversed() where !result[id.index] {
        let block = body.blocks[id.index]
        guard !block.isNoReturn else { continue }
        let edges = body.successors(of: block)
        guard
          id == body.exit || edges.isEmpty || edges.contains(where: { !$0.target.isNone && result[$0.target.index] })
        else { continue }
        result[id.index] = true
        isChanged = true
      }
    }
    return result
  }

  func isLive(value: UInt32, after block: BlockID) -> Bool {
    let column = columnOfValue[Int(value)]
    return column >= 0 && liveValues[block.index, Int(column)]
  }

  func isLive(slot: SlotID, after block: BlockID) -> Bool {
    slot.index >= isAddressTaken.count || isAddressTaken[slot.index] || liveSlots[block.index, slot.index]
  }

  private static func liveOut(_ body: Body, order: [BlockID], used: BitRows, written: BitRows?) -> BitRows {
    var result = BitRows(rows: body.blocks.count, columns: used.columns)
    guard used.columns > 0 else { return result }
    var isChanged = true
    while isChanged {
      isChanged = false
      for id in order.reversed() {
        for edge in body.successors(of: body.blocks[id.index]) where !edge.target.isNone {
          if result.formUnion(id.index, entering: edge.target.index, used: used, written: written) { isChanged = true }
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

/// A set of small numbers for each of many rows, one bit each.
struct BitRows: Sendable {
  let columns: Int
  private let width: Int
  private var words: [UInt64]

  init(rows: Int, columns: Int) {
    self.columns = columns
    width = (columns + 63) / 64
    words = Array(repeating: 0, count: rows * width)
  }

  subscript(row: Int, column: Int) -> Bool { words[row * width + column >> 6] & (1 << UInt64(column & 63)) != 0 }

  mutating func insert(_ row: Int, _ column: Int) { words[row * width + column >> 6] |= 1 << UInt64(column & 63) }

  /// Adds to a row what is live where a block begins: what is live at its end and not written in it, and what it uses.
  /// Returns whether anything was new.
  mutating func formUnion(_ row: Int, entering target: Int, used: BitRows, written: BitRows?) -> Bool {
    var isChanged = false
    for offset in 0..<width {
      var live = words[target * width + offset]
      if let written { live &= ~written.words[target * width + offset] }
      live |= used.words[target * width + offset]
      if live & ~words[row * width + offset] != 0 {
        words[row * width + offset] |= live
        isChanged = true
      }
    }
    return isChanged
  }
}

extension Body {
  /// The number that stands there as such.
  fileprivate func literal(_ value: ValueID) -> Int64? {
    let value = unconverted(value)
    guard !value.isNone, self[value].operation == .constant else { return nil }
    let number = Int(self[value].reference)
    return constants.indices.contains(number) ? constants[number] : nil
  }
}
