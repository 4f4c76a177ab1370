import Disciplines
import Facts

/// Finds the functions that give back one of their parameters as it came, perhaps as another type.
///
/// A call to one is another name for its argument. Callees come before callers, so a cast within a cast is found.
enum PassThrough {
  static func find(facts: FactBase, index: DisciplineIndex, components: [[FunctionID]]) -> [Int16] {
    var result = [Int16](repeating: -1, count: facts.functions.count)
    for (number, _) in facts.functions.enumerated() {
      if case .argument(let position)? = index.meaning(of: FunctionID(number))?.result {
        result[number] = Int16(clamping: position)
      }
    }
    for id in components.joined() where result[id.index] < 0 {
      // What is known to retain or to make something does not merely give it back.
      switch index.meaning(of: id)?.result {
      case .new, .floating, .grownArgument, .restOfArgument, .retainedArgument: continue
      case .borrowed, .borrowedFrom, .heldBy, .argument, .null, .unspecified, nil: break
      }
      guard let body = facts[id].body, !facts[id].flags.contains(.hasErrors) else { continue }
      if let position = parameter(returnedBy: facts[id], body, facts: facts, index: index, known: result) {
        result[id.index] = Int16(clamping: position)
      }
    }
    return result
  }

  private static func parameter(
    returnedBy function: Function, _ body: Body, facts: FactBase, index: DisciplineIndex, known: [Int16]
  ) -> Int? {
    var found: SlotID?
    let locals = valuesOfLocals(function, body)
    func slot(behind value: ValueID, _ body: Body, known: [Int16]) -> SlotID? {
      self.slot(behind: value, body, known: known, locals: locals)
    }
    for event in body.events where event.operation == .return && event.operandCount > 0 {
      guard let slot = slot(behind: body.operand(0, of: event), body, known: known), found == nil || found == slot
      else { return nil }
      found = slot
    }
    guard let found, found.index < Int(function.parameterCount) else { return nil }
    for event in body.events {
      // One whose count is changed is not either.
      if let change = index.countChange(by: event, in: body),
        self.slot(ofCounted: change.address, body, index: index, known: known, locals: locals) == found
      {
        return nil
      }
      switch event.operation {
      case .store:
        // A parameter that is given another value is not given back as it came.
        let place = body[body.operand(0, of: event)]
        if place.operation == .slot, place.slot == found { return nil }
      case .delete:
        if slot(behind: body.operand(0, of: event), body, known: known) == found { return nil }
      case .call:
        // Nor one that is retained or given up by a call.
        guard let meaning = index.meaning(of: event.function) else { continue }
        let hasReceiver = event.flags.contains(.hasReceiver)
        for (position, argument) in body.operands(of: event).enumerated()
        where slot(behind: argument, body, known: known) == found {
          let effect =
            hasReceiver && position == 0
            ? meaning.receiver
            : meaning.effect(
              onArgument: hasReceiver ? position - 1 : position,
              parameterCount: Int(facts[event.function].parameterCount))
          if effect != .borrows && effect != .keeps { return nil }
        }
      default: break
      }
    }
    return found.index
  }

  /// The slot whose object's count lies at an address.
  private static func slot(
    ofCounted address: ValueID, _ body: Body, index: DisciplineIndex, known: [Int16], locals: [SlotID: ValueID]
  ) -> SlotID? {
    guard var value = index.counted(at: address, in: body) else { return nil }
    for _ in 0..<16 {
      guard !value.isNone else { return nil }
      if let slot = slot(behind: value, body, known: known, locals: locals) { return slot }
      guard body[value].operation == .field || body[value].operation == .convert else { return nil }
      value = body.operand(0, of: body[value])
    }
    return nil
  }

  /// What the locals that are set once, and whose addresses nobody has, were set to: `Child *child = cast(parent);`.
  private static func valuesOfLocals(_ function: Function, _ body: Body) -> [SlotID: ValueID] {
    let returnsLocal = body.events.contains { event in
      guard event.operation == .return, let value = body.operand(0, of: event).optional else { return false }
      return body[value].operation == .load && body[body.operand(0, of: body[value])].operation == .slot
    }
    guard returnsLocal else { return [:] }
    var values: [SlotID: ValueID] = [:]
    var others: Set<SlotID> = []
    for event in body.events {
      for (position, operand) in body.operands(of: event).enumerated() where !operand.isNone {
        guard body[operand].operation == .slot else { continue }
        let slot = body[operand].slot
        switch event.operation {
        case .store where position == 0:
          if values.updateValue(body.operand(1, of: event), forKey: slot) != nil { others.insert(slot) }
        case .load, .scopeEnd: continue
        default: others.insert(slot)
        }
      }
    }
    return values.filter { !others.contains($0.key) && $0.key.index >= Int(function.parameterCount) }
  }

  private static func slot(
    behind value: ValueID, _ body: Body, known: [Int16], locals: [SlotID: ValueID]
  ) -> SlotID? {
    var value = value
    for _ in 0..<32 {
      guard !value.isNone else { return nil }
      let event = body[value]
      switch event.operation {
      case .convert: value = body.operand(0, of: event)
      case .load:
        let place = body[body.operand(0, of: event)]
        guard place.operation == .slot else { return nil }
        guard let stored = locals[place.slot] else { return place.slot }
        value = stored
      case .call:
        guard !event.function.isNone, !event.flags.contains(.isIndirect), known[event.function.index] >= 0
        else { return nil }
        let first = event.flags.contains(.hasReceiver) ? 1 : 0
        value = body.operand(Int(known[event.function.index]) + first, of: event)
      default: return nil
      }
    }
    return nil
  }
}
