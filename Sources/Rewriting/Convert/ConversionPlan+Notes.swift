import Claims
import Facts

/// Which text is about which slot, to tell later whose fault an error is.
extension ConversionPlan {
  mutating func note(_ slot: ClaimSlotID, _ claimed: ClaimSlot, in facts: FactBase) {
    var type = claimed.type
    while !type.isNone, facts[type].record.isNone { type = facts[type].inner }
    if !type.isNone { classOfSlot[slot] = CountedDefinitions.lastName(of: facts[facts[facts[type].record].name]) }
    if claimed.kind == .field { fields.insert(slot) }
    if !claimed.function.isNone {
      let function = facts[facts[claimed.function].name]
      ownSlots[function, default: []].insert(slot)
      if claimed.kind == .local { variables[function, default: []].insert(slot) }
    }
    switch claimed.kind {
    case .return, .param, .outParam:
      slotsOfWord[facts[facts[claimed.function].simpleName], default: []].insert(slot)
    case .field, .global: slotsOfWord[claimed.word(in: facts), default: []].insert(slot)
    case .local, .element: break
    }
  }

  mutating func note(_ change: TextChange, in facts: FactBase) {
    let path = facts[facts[change.file].path]
    for slot in change.slots { mentions[path, default: []].append((change.range.lowerBound, slot)) }
  }

  mutating func note(_ reading: FunctionReading, in facts: FactBase, isConverted: (ClaimSlotID) -> Bool) {
    let name = facts[facts[reading.function].name]
    for flow in reading.flows {
      var involved: [(Span, ClaimSlotID)] = []
      if case .slot(let slot) = flow.sink { involved.append((flow.span, slot)) }
      for arm in flow.arms {
        switch arm.origin {
        case .place(let slot, _), .call(let slot): involved.append((arm.originSpan, slot))
        case .fresh, .null, .other: break
        }
      }
      for (span, slot) in involved where isConverted(slot) && !span.isNone {
        mentions[facts[facts[span.file].path], default: []].append((Int(span.begin), slot))
        slotsOfFunction[name, default: []].insert(slot)
      }
    }
  }

  /// By a function's name: those that it calls.
  static func callees(of readings: [FunctionReading], in facts: FactBase) -> [String: Set<String>] {
    var callees: [TextID: Set<TextID>] = [:]
    for reading in readings {
      let name = facts[reading.function].name
      for event in reading.body.events where event.operation == .call && !event.flags.contains(.isIndirect) {
        if !event.function.isNone { callees[name, default: []].insert(facts[event.function].name) }
      }
    }
    return Dictionary(callees.map { (facts[$0.key], Set($0.value.map { facts[$0] })) }) { $0.union($1) }
  }
}
