import Facts

/// Proves on every path of a function that a smart pointer in the place of a local does what the code does by hand.
///
/// The reference is given up exactly once on each path, nothing is read after that, and nothing is overwritten or left over: then
/// a pointer that is empty once it has given up, and releases what it still holds, changes no count anywhere.
struct LocalFlow {
  private struct State: OptionSet {
    var rawValue: UInt8
    /// Null, or not set yet.
    static let empty = State(rawValue: 1)
    static let holds = State(rawValue: 2)
    static let gone = State(rawValue: 4)
  }

  private let body: Body
  private let uses: [Int: [LocalUse]]
  private let slot: SlotID

  init(body: Body, slot: SlotID, uses: [LocalUse]) {
    self.body = body
    self.slot = slot
    self.uses = Dictionary(grouping: uses, by: \.event)
  }

  func prove(name: Span) throws(LeftRaw) {
    var entering = [State](repeating: [], count: body.blocks.count)
    guard !body.entry.isNone else { throw LeftRaw(reason: "its function's paths are not known", span: name) }
    entering[body.entry.index] = .empty
    var open: [BlockID] = [body.entry]
    while let block = open.popLast() {
      let leaving = try walk(block, entering[block.index])
      let facts = body.blocks[block]
      for edge in body.successors(of: facts) where !edge.isUnreachable {
        var state = leaving
        if let isNull = nullness(on: edge, of: facts), state.contains(.holds) {
          if isNull { state.remove(.holds) } else { state = state.subtracting(.empty) }
          if state.isEmpty { continue }
        }
        let joined = entering[edge.target.index].union(state)
        if joined != entering[edge.target.index] {
          entering[edge.target.index] = joined
          open.append(edge.target)
        }
      }
    }
    if !body.exit.isNone, entering[body.exit.index].contains(.holds) {
      throw LeftRaw(reason: "a path may end while it still holds a reference", span: name)
    }
  }

  private func walk(_ block: BlockID, _ start: State) throws(LeftRaw) -> State {
    var state = start
    for event in body.blocks[block].events {
      for use in uses[event] ?? [] {
        switch use.kind {
        case .takes, .clears:
          guard !state.contains(.holds) else {
            throw LeftRaw(reason: "it is set anew while it may still hold a reference", span: use.span)
          }
          state = use.kind == .takes ? .holds : .empty
        case .gives, .releases:
          guard !state.contains(.gone) else {
            throw LeftRaw(reason: "it may be given up twice", span: use.span)
          }
          state = state.contains(.empty) ? [.gone, .empty] : .gone
        case .looks, .tests:
          guard !state.contains(.gone) else {
            throw LeftRaw(reason: "it is used after it was given up", span: use.span)
          }
        case .ends:
          guard !state.contains(.holds) else {
            throw LeftRaw(reason: "its scope may end while it still holds a reference", span: use.span)
          }
          state = .empty
        }
      }
    }
    return state
  }

  /// Whether the local is null on an edge; `nil` where the edge says nothing of it.
  private func nullness(on edge: Edge, of block: Block) -> Bool? {
    guard edge.kind == .whenTrue || edge.kind == .whenFalse else { return nil }
    var value = block.condition
    var isNullWhenTrue = false
    for _ in 0..<16 {
      guard !value.isNone else { return nil }
      let event = body[value]
      switch event.operation {
      case .not:
        isNullWhenTrue.toggle()
        value = body.operand(0, of: event)
      case .compare where event.comparison == .equal || event.comparison == .notEqual:
        if event.comparison == .equal { isNullWhenTrue.toggle() }
        let (left, right) = (body.operand(0, of: event), body.operand(1, of: event))
        if isNull(right) { value = left } else if isNull(left) { value = right } else { return nil }
      case .convert: value = body.operand(0, of: event)
      case .load:
        let place = body.operand(0, of: event)
        guard !place.isNone, body[place].operation == .slot, body[place].slot == slot else { return nil }
        return isNullWhenTrue == (edge.kind == .whenTrue)
      default: return nil
      }
    }
    return nil
  }

  private func isNull(_ value: ValueID) -> Bool {
    var value = value
    for _ in 0..<8 where !value.isNone {
      let event = body[value]
      switch event.operation {
      case .null: return true
      case .constant: return Int(event.reference) < body.constants.count && body.constants[Int(event.reference)] == 0
      case .convert: value = body.operand(0, of: event)
      default: return false
      }
    }
    return false
  }

  /// Nothing happens after an event but the ends of scopes: a release there can be left to the smart pointer.
  func isLast(_ event: Int) -> Bool {
    guard let first = body.blocks.indices.first(where: { body.blocks[$0].events.contains(event) }) else { return false }
    var seen: Set<Int> = [first]
    var open = [(first, event + 1)]
    paths: while let (number, start) = open.popLast() {
      let block = body.blocks[number]
      for next in start..<max(start, block.events.upperBound) {
        switch body.events[next].operation {
        case .scopeEnd where body.events[next].slot == slot: continue paths
        case .scopeEnd, .constant, .null, .slot, .load, .convert, .string: continue
        case .return: continue
        default: return false
        }
      }
      for edge in body.successors(of: block) where seen.insert(edge.target.index).inserted {
        open.append((edge.target.index, body.blocks[edge.target].events.lowerBound))
      }
    }
    return true
  }
}
