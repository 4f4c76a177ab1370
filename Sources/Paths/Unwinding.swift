import Facts

/// What an exception ends on its way out of a function: the locals that were constructed and not destroyed yet.
///
/// Clang's graph has no edge for each call that may throw, so it is read off the calls that the compiler adds at the ends of
/// scopes: who has such a call has it on this way too.
struct Unwinding: Sendable {
  /// By slot: the function that the compiler calls at the end of its scope.
  private var ender: [Int: FunctionID] = [:]
  /// By block: the slots that are alive where it begins.
  private var alive: BitRows
  private let slotCount: Int

  init(_ body: Body, slotCount: Int, order: [BlockID]) {
    self.slotCount = slotCount
    alive = BitRows(rows: body.blocks.count, columns: slotCount)
    for event in body.events {
      if let slot = Self.ended(by: event, body), slot < slotCount { ender[slot] = event.function }
    }
    guard !ender.isEmpty else { return }
    var isChanged = true
    while isChanged {
      isChanged = false
      for id in order {
        var slots = row(id.index)
        for number in body.blocks[id.index].events { apply(body.events[number], body, &slots) }
        for edge in body.successors(of: body.blocks[id.index]) where !edge.target.isNone && edge.kind != .exceptional {
          for slot in slots where !alive[edge.target.index, slot] {
            alive.insert(edge.target.index, slot)
            isChanged = true
          }
        }
      }
    }
    markHandlers(body, order)
  }

  /// What a handler's exception has not ended was alive wherever it may come from.
  private mutating func markHandlers(_ body: Body, _ order: [BlockID]) {
    var common: [Int: Set<Int>] = [:]
    for id in order {
      for edge in body.successors(of: body.blocks[id.index]) where edge.kind == .exceptional && !edge.target.isNone {
        let slots = row(id.index)
        common[edge.target.index] = common[edge.target.index]?.intersection(slots) ?? slots
      }
    }
    for (block, slots) in common { for slot in slots { alive.insert(block, slot) } }
  }

  /// The locals that an exception ends that is thrown at an event, the last one first; those of a handler's own frame stay.
  func ended(at event: Int, in block: BlockID, handler: BlockID?, _ body: Body) -> [(slot: SlotID, ender: FunctionID)] {
    guard !ender.isEmpty else { return [] }
    var slots = row(block.index)
    for number in body.blocks[block.index].events where number < event { apply(body.events[number], body, &slots) }
    if let handler { slots.subtract(row(handler.index)) }
    return slots.sorted(by: >).compactMap { slot in ender[slot].map { (SlotID(slot), $0) } }
  }

  private func row(_ block: Int) -> Set<Int> { Set(ender.keys.filter { alive[block, $0] }) }

  private func apply(_ event: Event, _ body: Body, _ slots: inout Set<Int>) {
    if let slot = Self.ended(by: event, body) {
      slots.remove(slot)
    } else if let slot = Self.begun(by: event, body), ender[slot] != nil {
      slots.insert(slot)
    }
  }

  private static func ended(by event: Event, _ body: Body) -> Int? {
    guard event.operation == .call, event.flags.contains(.isImplicit), !event.function.isNone else { return nil }
    return slot(body.operand(0, of: event), body)
  }

  private static func begun(by event: Event, _ body: Body) -> Int? {
    switch event.operation {
    case .call where event.flags.contains(.isConstruction): slot(body.operand(0, of: event), body)
    case .store where event.flags.contains(.isInitialization): slot(body.operand(0, of: event), body)
    default: nil
    }
  }

  private static func slot(_ value: ValueID, _ body: Body) -> Int? {
    guard !value.isNone, body.events[value.index].operation == .slot else { return nil }
    return Int(body.events[value.index].reference)
  }
}
