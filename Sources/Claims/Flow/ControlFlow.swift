import Facts

/// The order in which a body's blocks are walked: each before those that it leads to, loops aside.
struct ControlFlow {
  /// Reachable blocks, in reverse post-order.
  private(set) var order: [BlockID] = []
  /// By block: its place in `order`, -1 for what cannot be reached.
  private(set) var rank: [Int32] = []

  init(_ body: Body) {
    guard !body.entry.isNone, !body.blocks.isEmpty else { return }
    rank = [Int32](repeating: -1, count: body.blocks.count)
    var state = [UInt8](repeating: 0, count: body.blocks.count)
    var path: [(block: BlockID, edge: Int)] = [(body.entry, 0)]
    state[body.entry.index] = 1
    var postorder: [BlockID] = []
    postorder.reserveCapacity(body.blocks.count)
    while let (block, edge) = path.last {
      let edges = body.successors(of: body.blocks[block])
      if edge < edges.count {
        path[path.count - 1].edge += 1
        let target = edges[edges.startIndex + edge].target
        if !target.isNone, state[target.index] == 0 {
          state[target.index] = 1
          path.append((target, 0))
        }
        continue
      }
      path.removeLast()
      postorder.append(block)
    }
    order = postorder.reversed()
    for (number, block) in order.enumerated() { rank[block.index] = Int32(number) }
  }

  func hasLoop(_ body: Body) -> Bool {
    order.contains { block in
      body.successors(of: body.blocks[block]).contains { edge in
        !edge.target.isNone && rank[edge.target.index] >= 0 && rank[edge.target.index] <= rank[block.index]
      }
    }
  }
}
