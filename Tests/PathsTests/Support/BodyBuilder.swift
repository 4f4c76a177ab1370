import Facts

/// Puts a body together, block by block.
struct BodyBuilder {
  var body = Body()
  private var blocks: [(events: [Event], edges: [Edge], condition: ValueID, terminator: Block.Terminator)] = []
  private(set) var current = 0
  /// Events get their final numbers when blocks are laid out one after another, so values are counted by block first.
  private var homes: [(block: Int, index: Int)] = []

  init() {
    _ = newBlock()
    current = 0
  }

  mutating func newBlock() -> Int {
    blocks.append((events: [], edges: [], condition: .none, terminator: .none))
    return blocks.count - 1
  }

  mutating func begin(_ block: Int) { current = block }

  mutating func jump(to block: Int) {
    guard blocks[current].edges.isEmpty else { return }
    blocks[current].edges = [Edge(target: BlockID(block))]
  }

  mutating func branch(on condition: ValueID, _ whenTrue: Int, _ whenFalse: Int) {
    blocks[current].condition = condition
    blocks[current].terminator = .branch
    blocks[current].edges = [
      Edge(target: BlockID(whenTrue), kind: .whenTrue), Edge(target: BlockID(whenFalse), kind: .whenFalse),
    ]
  }

  /// A `switch`: the targets are the cases 0, 1, 2 and so on.
  mutating func select(on condition: ValueID, _ targets: [Int], otherwise: Int) {
    blocks[current].condition = condition
    blocks[current].terminator = .switch
    blocks[current].edges =
      zip(Int64(0)..., targets).map { Edge(target: BlockID($1), kind: .case, low: $0, high: $0) }
      + [Edge(target: BlockID(otherwise), kind: .default)]
  }

  mutating func emit(
    _ operation: Event.Operation, _ operands: [ValueID] = [], flags: Event.Flags = [], type: TypeID = .none,
    reference: UInt32 = UInt32.max, span: Span
  ) -> ValueID {
    body.spans.append(span)
    let first = UInt32(body.operands.count)
    body.operands += operands
    homes.append((current, blocks[current].events.count))
    blocks[current].events.append(
      Event(
        operation: operation, flags: flags, operandCount: UInt16(operands.count), type: type, reference: reference,
        firstOperand: first, span: UInt32(body.spans.count - 1)))
    return ValueID(homes.count - 1)
  }

  mutating func constant(_ value: Int64, type: TypeID, span: Span) -> ValueID {
    body.constants.append(value)
    return emit(.constant, type: type, reference: UInt32(body.constants.count - 1), span: span)
  }

  /// Lays the blocks out; the last block is the exit.
  func finish(exit: Int) -> Body {
    var result = body
    var starts: [Int] = []
    for block in blocks {
      starts.append(result.events.count)
      result.blocks.append(
        Block(
          firstEvent: UInt32(result.events.count), eventCount: UInt32(block.events.count),
          firstEdge: UInt32(result.edges.count), edgeCount: UInt32(block.edges.count), terminator: block.terminator,
          condition: block.condition))
      result.events += block.events
      result.edges += block.edges
    }
    func final(_ value: ValueID) -> ValueID {
      value.isNone ? value : ValueID(starts[homes[value.index].block] + homes[value.index].index)
    }
    result.operands = result.operands.map(final)
    for index in result.blocks.indices { result.blocks[index].condition = final(result.blocks[index].condition) }
    result.entry = BlockID(0)
    result.exit = BlockID(exit)
    return result
  }
}
