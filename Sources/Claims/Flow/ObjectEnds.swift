import Facts

/// Finds destructors and the methods that they call on their own object: what is released there is released with the object.
enum ObjectEnds {
  static func find(facts: FactBase) -> [Bool] {
    var ends = [Bool](repeating: false, count: facts.functions.count)
    var open: [FunctionID] = []
    for (number, function) in facts.functions.enumerated() where function.kind == .destructor {
      ends[number] = true
      open.append(FunctionID(number))
    }
    while let id = open.popLast() {
      guard let body = facts[id].body else { continue }
      for event in body.events where event.operation == .call && event.flags.contains(.hasReceiver) {
        guard !event.function.isNone, !ends[event.function.index], isThis(body.operand(0, of: event), body, facts[id])
        else { continue }
        ends[event.function.index] = true
        open.append(event.function)
      }
    }
    return ends
  }

  private static func isThis(_ value: ValueID, _ body: Body, _ function: Function) -> Bool {
    var value = value
    for _ in 0..<16 {
      guard !value.isNone else { return false }
      let event = body[value]
      switch event.operation {
      case .slot: return !function.thisSlot.isNone && event.slot == function.thisSlot
      case .load, .convert: value = body.operand(0, of: event)
      default: return false
      }
    }
    return false
  }
}
