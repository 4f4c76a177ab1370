import ClangBridge
import Facts

extension BodyLowering {
  /// Blocks in an order in which a value stands before its uses, as far as loops let it.
  mutating func lower(_ graph: ClangGraph) {
    let count = graph.blockCount
    var shapes: [ClangBlockShape] = []
    var successors: [[ClangSuccessor]] = []
    shapes.reserveCapacity(count)
    successors.reserveCapacity(count)
    for number in 0..<UInt32(count) {
      let shape = graph.block(number)
      shapes.append(shape)
      successors.append((0..<shape.successorCount).map { graph.successor(of: number, at: $0) })
      if shape.terminator == .try {
        for thrower in gather(ClangStatement.none, { shape.terminatorStatement.throwers(into: $0, capacity: $1) }) {
          throwers[thrower.key] = number
        }
      }
    }
    let order = reversePostOrder(from: graph.entry, successors)
    var position = [UInt32](repeating: 0, count: count)
    for (index, number) in order.enumerated() { position[Int(number)] = UInt32(index) }

    body.entry = BlockID(position[Int(graph.entry)])
    body.exit = BlockID(position[Int(graph.exit)])
    for number in order {
      lowerBlock(graph, number, shapes, successors[Int(number)], position)
    }
  }

  /// From the entry, and then what is not reached from it: handlers, and code after a return.
  private func reversePostOrder(from entry: UInt32, _ successors: [[ClangSuccessor]]) -> [UInt32] {
    var isSeen = [Bool](repeating: false, count: successors.count)
    func postOrder(from root: UInt32) -> [UInt32] {
      var result: [UInt32] = []
      var stack: [(block: UInt32, next: Int)] = [(root, 0)]
      isSeen[Int(root)] = true
      while let top = stack.last {
        let ways = successors[Int(top.block)]
        if top.next == ways.count {
          result.append(top.block)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        // The last way first: in the reversed order the first one then comes first.
        let target = ways[ways.count - 1 - top.next].block
        if target >= 0, !isSeen[Int(target)] {
          isSeen[Int(target)] = true
          stack.append((UInt32(target), 0))
        }
      }
      return result.reversed()
    }
    var order = postOrder(from: entry)
    // Clang numbers blocks from the end backwards.
    for number in successors.indices.reversed() where !isSeen[number] {
      order.append(contentsOf: postOrder(from: UInt32(number)))
    }
    return order
  }

  private mutating func lowerBlock(
    _ graph: ClangGraph, _ number: UInt32, _ shapes: [ClangBlockShape], _ successors: [ClangSuccessor],
    _ position: [UInt32]
  ) {
    let shape = shapes[Int(number)]
    var block = Block(firstEvent: UInt32(body.events.count), eventCount: 0)
    if shape.label == .catch {
      block.isHandler = true
      lowerHandler(shape)
    }
    var dispatch: UInt32?
    for index in 0..<shape.elementCount {
      let element = graph.element(of: number, at: index)
      if !throwers.isEmpty, let target = throwers[element.statement.key] { dispatch = target }
      lower(element)
    }
    block.terminator = terminator(shape.terminator)
    block.isNoReturn = shape.isNoReturn
    if !pending.global.isNone, !shape.isNoReturn, successors.contains(where: { $0.block == Int32(graph.exit) }) {
      storeGlobal()
    }
    if !shape.condition.isNone { block.condition = conditionValue(shape.condition) }
    block.eventCount = UInt32(body.events.count) - block.firstEvent
    block.firstEdge = UInt32(body.edges.count)
    addEdges(of: shape, successors, shapes, position, isThrowing: endsInThrow(block))
    if let dispatch, !successors.contains(where: { $0.block == Int32(dispatch) }) {
      body.edges.append(Edge(target: BlockID(position[Int(dispatch)]), kind: .exceptional))
    }
    block.edgeCount = UInt32(body.edges.count) - block.firstEdge
    body.blocks.append(block)
  }

  private func endsInThrow(_ block: Block) -> Bool {
    body.events[Int(block.firstEvent)...].contains { $0.operation == .throw }
  }

  private mutating func addEdges(
    of shape: ClangBlockShape, _ successors: [ClangSuccessor], _ shapes: [ClangBlockShape], _ position: [UInt32],
    isThrowing: Bool
  ) {
    for (index, successor) in successors.enumerated() where successor.block >= 0 {
      var edge = Edge(
        target: BlockID(position[Int(successor.block)]), isUnreachable: successor.isUnreachable)
      switch shape.terminator {
      case .branch, .loop, .logical:
        if !shape.condition.isNone, successors.count == 2 { edge.kind = index == 0 ? .whenTrue : .whenFalse }
      case .switch:
        let target = shapes[Int(successor.block)]
        edge.kind = target.label == .case ? .case : .default
        if target.label == .case {
          edge.low = target.low
          edge.high = target.high
        }
      case .try: edge.kind = .exceptional
      default: if isThrowing { edge.kind = .exceptional }
      }
      body.edges.append(edge)
    }
  }

  private func terminator(_ kind: ClangTerminatorKind) -> Block.Terminator {
    switch kind {
    case .branch: .branch
    case .loop: .loop
    case .switch: .switch
    case .goto: .goto
    case .try: .try
    case .logical: .logical
    case .either: .either
    case .none: .none
    }
  }

  private mutating func lowerHandler(_ shape: ClangBlockShape) {
    guard !shape.exception.isNone else { return }
    let slot = localSlot(shape.exception, kind: .exception)
    let span = spanIndex(slots[slot].span)
    let address = emit(.slot, type: slots[slot].type, reference: slot.rawValue, spanIndex: span)
    let caught = emit(.opaque, type: slots[slot].type, reference: text("exception"), spanIndex: span)
    emit(.store, flags: .isInitialization, type: slots[slot].type, address, caught, spanIndex: span)
  }

  /// The deciding value: of `a && b`, whose halves are in two blocks, that of this block's half.
  private mutating func conditionValue(_ statement: ClangStatement) -> ValueID {
    var current = statement
    while true {
      let known = values[current.key]
      if known != PointerTable.absent { return known == Self.noValue ? .none : ValueID(known) }
      let kind = current.kind
      if kind == .transparent, !current.first.isNone {
        current = current.first
      } else if kind == .binary, current.operator == .logicalAnd || current.operator == .logicalOr {
        current = current.second
      } else {
        return current.isExpression ? value(current) : .none
      }
    }
  }

  mutating func lower(_ element: ClangElement) {
    switch element.kind {
    case .statement:
      if element.target != .none || !element.elidedBinding.isNone || !element.elidedMaterialization.isNone {
        targets[element.statement.key] = element
        if !element.elidedBinding.isNone { elided[element.elidedBinding.key] = 1 }
        if !element.elidedMaterialization.isNone { elided[element.elidedMaterialization.key] = 1 }
      }
      if element.statement.isExpression {
        if !isOnlyAName(element.statement) { _ = value(element.statement) }
      } else {
        lowerStatement(element.statement)
      }
    case .initializer: lowerInitializer(element.initializer)
    case .allocation: _ = allocation(element.statement)
    case .lifetimeEnd:
      let slot = slotIDs[element.declaration.key]
      if slot != PointerTable.absent {
        emit(.scopeEnd, reference: slot, spanIndex: endSpan(element))
      }
    case .variableDestructor, .temporaryDestructor, .fieldDestructor, .baseDestructor: lowerDestructor(element)
    case .cleanup: lowerCleanup(element)
    case .nothing: break
    }
  }

  /// What computes nothing by itself is lowered by who needs it: a called function's name is no use of its address.
  private func isOnlyAName(_ statement: ClangStatement) -> Bool {
    switch statement.kind {
    case .transparent: true
    case .cast: statement.cast == .nothing
    case .reference, .member:
      switch statement.declaration.kind {
      case .function, .method, .constructor, .destructor, .conversion: true
      default: false
      }
    default: false
    }
  }

  /// Where a scope is left: its closing brace, or the statement that jumps out of it.
  mutating func endSpan(_ element: ClangElement) -> UInt32 {
    guard !element.statement.isNone else { return spanIndex(pending.body) }
    var span = lowering.span(unit.span(of: element.statement))
    if element.statement.kind == .other, span.end > span.begin, !span.isFromMacro { span.begin = span.end - 1 }
    return spanIndex(span)
  }
}
