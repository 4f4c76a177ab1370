import Disciplines
import Facts

/// Turns single events into steps and arrivals.
extension BodyReader {
  mutating func readEvent(_ event: Event) {
    switch event.operation {
    case .slot: mention(event.slot)
    case .store: readStore(event)
    case .call:
      noteCall(event)
      readCount(event)
      readCall(event)
    case .return: readReturn(event)
    case .delete: addSteps(.release, toAllIn: body.operand(0, of: event))
    case .aggregate, .closure: readAggregate(event)
    case .increment, .decrement: readCount(event)
    case .compare: readComparison(event)
    case .throw: addObstacles(.thrown, toAllIn: body.operands(of: event))
    case .opaque: addObstacles(.notModelled, toAllIn: body.operands(of: event))
    default: break
    }
  }

  private mutating func readComparison(_ event: Event) {
    guard event.comparison == .equal || event.comparison == .notEqual else { return }
    let slots = [body.operand(0, of: event), body.operand(1, of: event)].map { loadedSlot($0) }
    if !slots[0].isNone, !slots[1].isNone, slots[0] != slots[1] {
      graph.comparedSlots.insert(FlowGraph.pair(slots[0], slots[1]))
    }
  }

  /// The parameter or local that a reference was loaded from.
  private func loadedSlot(_ value: ValueID) -> ClaimSlotID {
    var value = value
    for _ in 0..<8 {
      guard !value.isNone else { return .none }
      let event = body[value]
      guard event.operation != .convert else {
        value = body.operand(0, of: event)
        continue
      }
      let address = body.operand(0, of: event)
      guard event.operation == .load, !address.isNone, body[address].operation == .slot, isReferencePlace(address)
      else { return .none }
      return slot(ofPlace: address)
    }
    return .none
  }

  private mutating func mention(_ slot: SlotID) {
    guard !slot.isNone else { return }
    let claimSlot = table.slot(of: slot, in: id)
    if !claimSlot.isNone { graph.isMentioned[claimSlot.index] = true }
  }

  /// All references that a value may be, each with a step.
  private mutating func addSteps(_ kind: Step.Kind, toAllIn value: ValueID) {
    guard isReference(value) else { return }
    var found: [ResolvedSource] = []
    resolve(value, into: &found)
    for one in found where one.reference >= 0 { addStep(kind, to: one.reference) }
  }

  private mutating func addObstacles(_ obstacle: Obstacle, toAllIn values: ArraySlice<ValueID>) {
    for value in values {
      if let place = referencePlace(atAddress: value) { addAddressTaken(place) }
      guard isReference(value) else { continue }
      var found: [ResolvedSource] = []
      resolve(value, into: &found)
      for one in found where one.reference >= 0 { addObstacle(obstacle, to: one.reference) }
    }
  }

  /// Somebody has the address and may do what they like with the place.
  mutating func addAddressTaken(_ place: ValueID) {
    let slot = slot(ofPlace: place)
    guard !slot.isNone else { return }
    let reference = reference(heldBy: place, slot: slot)
    addObstacle(.addressTaken, to: reference)
    addStep(.define, to: reference, arrival: addArrival(.unknown, at: slot))
  }

  /// What a value may be goes to a slot, or, where there is none, out of sight.
  mutating func transfer(_ value: ValueID, to slot: ClaimSlotID, isInitial: Bool = false, otherwise obstacle: Obstacle?)
    -> Int32
  {
    var found: [ResolvedSource] = []
    resolve(value, into: &found)
    var last: Int32 = -1
    for one in found {
      guard !slot.isNone else {
        if let obstacle, one.reference >= 0 { addObstacle(obstacle, to: one.reference) }
        continue
      }
      let arrival = addArrival(one.source, at: slot, reference: one.reference, isInitial: isInitial)
      if one.reference >= 0 { addStep(.transfer, to: one.reference, sink: slot, arrival: arrival) }
      // `given : nullptr` says as much as `given`.
      if last < 0 || one.source != .null { last = arrival }
    }
    return last
  }

  private mutating func readStore(_ event: Event) {
    let address = body.operand(0, of: event)
    let value = body.operand(1, of: event)
    guard isReferencePlace(address) else {
      // A reference that is kept as something else is out of sight; a new name for a place is not.
      if isReference(value) {
        _ = transfer(value, to: .none, otherwise: .storedOutOfSight)
      } else if let place = referencePlace(atAddress: value), !isNamedPlace(address) {
        addAddressTaken(place)
      }
      return
    }
    let slot = slot(ofPlace: address)
    let isInitial = event.flags.contains(.isInitialization)
    let arrival = transfer(value, to: slot, isInitial: isInitial, otherwise: .storedOutOfSight)
    guard !slot.isNone else { return }
    let isNull = arrival >= 0 && graph.arrivals[Int(arrival)].source == .null
    addStep(isNull ? .clear : .define, to: reference(heldBy: address, slot: slot), arrival: arrival)
  }

  /// A local that stands for the one place whose address is stored to it.
  private func isNamedPlace(_ address: ValueID) -> Bool {
    guard !address.isNone, body[address].operation == .slot else { return false }
    return placeStored(in: body[address].slot) != nil
  }

  private mutating func readReturn(_ event: Event) {
    let value = body.operand(0, of: event)
    guard !value.isNone else { return }
    let slot = table.slotOfReturn[id.index]
    if !slot.isNone {
      _ = transfer(value, to: slot, otherwise: nil)
    } else if isReference(value) {
      // `T &` results show the object; anything else hides it.
      let isObject = !function.returnType.isNone && facts[function.returnType].isReference
      if !isObject { _ = transfer(value, to: .none, otherwise: .untyped) }
    }
  }

  private mutating func readAggregate(_ event: Event) {
    let reader = PlaceSignatures(facts: facts, function: function, body: body)
    guard let record = reader.record(of: event) else {
      return addObstacles(.storedOutOfSight, toAllIn: body.operands(of: event))
    }
    for (value, field) in zip(body.operands(of: event), facts[record].fields) {
      let slot = table.slotOfField[field.index]
      if !slot.isNone, table.slots[slot].isContainer {
        readContainer(value, goesTo: slot)
      } else if let place = referencePlace(atAddress: value) {
        // A capture by reference: the closure's field is the variable under another name.
        let local = self.slot(ofPlace: place)
        guard !local.isNone, !slot.isNone else {
          addAddressTaken(place)
          continue
        }
        let reference = reference(heldBy: place, slot: local)
        addStep(.transfer, to: reference, sink: slot, arrival: addArrival(.reference, at: slot, reference: reference))
        addStep(.define, to: reference, arrival: addArrival(.filled, at: local, from: slot))
      } else if isReference(value) {
        _ = transfer(value, to: slot, isInitial: true, otherwise: .storedOutOfSight)
      }
    }
  }

  /// A count that is changed in place: what a retain macro comes down to.
  private mutating func readCount(_ event: Event) {
    guard let change = index.countChange(by: event, in: body),
      var address = index.counted(at: change.address, in: body)
    else { return }
    let kind = change.isRetain ? Step.Kind.retain : .release
    // The count may lie in a base or member of the object.
    for _ in 0..<16 {
      guard !address.isNone else { break }
      if isReference(address) { return addSteps(kind, toAllIn: address) }
      guard body[address].operation == .field || body[address].operation == .convert else { break }
      address = body.operand(0, of: body[address])
    }
  }
}
