import Disciplines
import Facts

/// Follows references into containers and out of them again, through iterators and whatever else the containers' own methods
/// give: their bodies are not read, but all that they can lead to is what the container holds.
extension BodyReader {
  /// The slot of the elements that a container, an iterator or a reference to either leads to.
  func slot(leadingToElements value: ValueID, depth: Int) -> ClaimSlotID {
    guard !value.isNone, depth < 32 else { return .none }
    let event = body[value]
    switch event.operation {
    case .slot:
      guard !event.slot.isNone else { return .none }
      let slot = table.slot(of: event.slot, in: id)
      if table.shape(of: event.type) == .container { return slot }
      guard let stored = placeStored(in: event.slot) else { return .none }
      return self.slot(leadingToElements: stored, depth: depth + 1)
    case .field:
      if isPartOfElement(event) { return slot(leadingToElements: body.operand(0, of: event), depth: depth + 1) }
      return table.shape(of: event.type) == .container ? slot(ofPlace: value, depth: depth + 1) : .none
    case .global: return table.shape(of: event.type) == .container ? slot(ofPlace: value, depth: depth + 1) : .none
    case .convert: return slot(leadingToElements: body.operand(0, of: event), depth: depth + 1)
    case .load:
      let address = body.operand(0, of: event)
      guard !address.isNone else { return .none }
      let shape = table.shape(of: event.type)
      if shape == .place || shape == .readOnlyPlace { return slot(pointedToBy: value, depth: depth + 1) }
      return body[address].operation == .slot ? slot(leadingToElements: address, depth: depth + 1) : .none
    case .call:
      guard isOfContainers(event.function) else { return .none }
      return slot(leadingToElements: body.operand(0, of: event), depth: depth + 1)
    default: return .none
    }
  }

  /// A member of a class of the system's, such as a pair's.
  func isPartOfElement(_ event: Event) -> Bool {
    guard event.operation == .field, let record = event.field.isNone ? nil : facts[event.field].record.optional else {
      return false
    }
    return !facts[record].template.isNone && isSystem(record)
  }

  func isSystem(_ record: RecordID) -> Bool {
    !facts[record].span.isNone && facts[facts[record].span.file].isSystem
  }

  /// The system's own, whose body nobody reads: a container's or an iterator's method, or a function on them.
  private func isOfContainers(_ function: FunctionID) -> Bool {
    guard !function.isNone else { return false }
    let callee = facts[function]
    return callee.body == nil && callee.flags.contains(.isSystem) && callee.kind != .constructor
  }

  /// Reads a call to a container's method. False for what is none.
  mutating func readContainerCall(_ event: Event) -> Bool {
    guard event.flags.contains(.hasReceiver), !event.function.isNone, !event.flags.contains(.isIndirect),
      let record = facts[event.function].record.optional, let use = index.containerOfRecord[record],
      facts[event.function].body == nil
    else { return false }
    let name = facts[facts[event.function].simpleName]
    let elements = slot(leadingToElements: body.operand(0, of: event), depth: 0)
    if use.container.putting.contains(name) {
      for argument in body.operands(of: event).dropFirst() { put(argument, into: elements) }
    } else if use.container.taking.contains(name), !elements.isNone {
      for (number, reference) in graph.references.enumerated().dropFirst(firstReference)
      where reference.root == elements && reference.kind == .place {
        addStep(.clear, to: Int32(number))
      }
    }
    return true
  }

  /// A container goes to a function, or into a closure, which may look at what is in it, take it out or put something in.
  mutating func readContainer(_ container: ValueID, goesTo slot: ClaimSlotID) {
    let elements = self.slot(leadingToElements: container, depth: 0)
    guard !elements.isNone, elements != slot else { return }
    let reference = reference(heldBy: container, slot: elements)
    if table.slots[slot].kind == .param {
      addStep(.transfer, to: reference, sink: slot, arrival: addArrival(.reference, at: slot, reference: reference))
    } else {
      addStep(.transfer, to: reference, sink: slot)
      addStep(.define, to: reference, arrival: addArrival(.filled, at: elements, from: slot))
    }
  }

  private mutating func put(_ argument: ValueID, into elements: ClaimSlotID, depth: Int = 0) {
    guard !argument.isNone, depth < 5 else { return }
    if let place = referencePlace(atAddress: argument) {
      let held = slot(ofPlace: place)
      let reference = reference(heldBy: place, slot: held)
      guard !elements.isNone else { return addObstacle(.storedOutOfSight, to: reference) }
      addStep(
        .transfer, to: reference, sink: elements, arrival: addArrival(.reference, at: elements, reference: reference))
      return
    }
    if isReference(argument) {
      _ = transfer(argument, to: elements, otherwise: .storedOutOfSight)
      return
    }
    // A pair that is put together for the call.
    let event = body[argument]
    switch event.operation {
    case .convert, .load: put(body.operand(0, of: event), into: elements, depth: depth + 1)
    case .aggregate:
      for part in body.operands(of: event) { put(part, into: elements, depth: depth + 1) }
    case .call where isOfContainers(event.function):
      for part in body.operands(of: event) { put(part, into: elements, depth: depth + 1) }
    case .slot:
      for other in body.events {
        let target = body.operand(0, of: other)
        guard !target.isNone, body[target].operation == .slot, body[target].slot == event.slot else { continue }
        if other.operation == .store {
          put(body.operand(1, of: other), into: elements, depth: depth + 1)
        } else if other.operation == .call, other.flags.contains(.isConstruction) {
          for part in body.operands(of: other).dropFirst() { put(part, into: elements, depth: depth + 1) }
        }
      }
    default: return
    }
  }
}
