import Facts

/// Whether a function goes on using a parameter after it has given a reference up.
///
/// Who does so has given up a reference that is not its caller's: one that the object itself, or a list that it is in, held.
struct LaterUses {
  private let facts: FactBase
  private let body: Body
  private let slot: SlotID

  init(of slot: SlotID, in body: Body, _ facts: FactBase) {
    self.facts = facts
    self.body = body
    self.slot = slot
  }

  /// - Parameter step: a call or `delete` that gives the reference up. A count that is taken down in place is looked at again by who
  ///   ends the object, and what was destroyed by hand is still memory to be freed.
  func isUsed(after step: Step) -> Bool {
    let event = body.events[Int(step.event)]
    switch event.operation {
    case .delete: break
    case .call where event.function.isNone || facts[event.function].kind != .destructor: break
    default: return false
    }
    let first = body.blocks[step.block.index].events
    let (isUsed, goesOn) = scan(Int(step.event) + 1..<max(Int(step.event) + 1, first.upperBound))
    if isUsed { return true }
    guard goesOn else { return false }
    var seen: Set<BlockID> = []
    var open = [step.block]
    while let block = open.popLast() {
      for edge in body.successors(of: body.blocks[block.index])
      where !edge.target.isNone && !edge.isUnreachable && edge.kind != .exceptional && seen.insert(edge.target).inserted
      {
        let (isUsed, goesOn) = scan(body.blocks[edge.target.index].events)
        if isUsed { return true }
        if goesOn { open.append(edge.target) }
      }
    }
    return false
  }

  /// A run of events: whether it looks at the object, and whether the parameter still is what it was at its end.
  private func scan(_ events: Range<Int>) -> (isUsed: Bool, goesOn: Bool) {
    for number in events {
      let event = body.events[number]
      switch event.operation {
      case .store:
        let place = body.operand(0, of: event)
        if !place.isNone, body[place].operation == .slot, body[place].slot == slot { return (false, false) }
      case .field, .element, .load, .call, .return:
        if body.operands(of: event).contains(where: { isParameter($0, in: events) }) { return (true, true) }
      default: continue
      }
    }
    return (false, true)
  }

  /// Loaded in the same run, through conversions: not to mere memory.
  private func isParameter(_ value: ValueID, in events: Range<Int>) -> Bool {
    var value = value
    while !value.isNone, events.contains(value.index) {
      let event = body[value]
      switch event.operation {
      case .convert:
        let pointee = event.type.isNone ? TypeID.none : facts[event.type].inner
        if !pointee.isNone, facts[pointee].kind == .void { return false }
        value = body.operand(0, of: event)
      case .load:
        let place = body.operand(0, of: event)
        return !place.isNone && body[place].operation == .slot && body[place].slot == slot
      default: return false
      }
    }
    return false
  }
}
