import Disciplines
import Facts

/// What a value may be, as far as references go.
struct ResolvedSource {
  var source: Arrival.Source
  var reference: Int32 = -1
}

extension BodyReader {
  /// Whether a value is a reference to a known object, whatever it was converted to since.
  func isReference(_ value: ValueID) -> Bool {
    var value = value
    for _ in 0..<32 {
      guard !value.isNone else { return false }
      let event = body[value]
      if table.shape(of: event.type) == .reference, !isPlaceAddress(event) { return true }
      if event.operation == .load, isUntypedParameter(body.operand(0, of: event)) { return true }
      guard event.operation == .convert || isBase(event) else { return false }
      value = body.operand(0, of: event)
    }
    return false
  }

  /// A `void *` by which a known object is passed.
  private func isUntypedParameter(_ address: ValueID) -> Bool {
    guard !address.isNone, body[address].operation == .slot, table.shape(of: body[address].type) == .other else {
      return false
    }
    return !table.slot(of: body[address].slot, in: id).isNone
  }

  /// The first member of a counted object, if it is counted itself, is the same object under its base's type: C's way to derive.
  func isBase(_ event: Event) -> Bool {
    guard event.operation == .field, !event.field.isNone else { return false }
    let field = facts[event.field]
    guard field.index == 0, !field.type.isNone, facts[field.type].kind == .record,
      let inner = facts[field.type].record.optional, index.disciplineOfRecord[inner.index] != nil
    else { return false }
    return index.disciplineOfRecord[field.record.index] != nil && facts[field.record].bases.isEmpty
  }

  /// `slot`, `field` and the like compute an address, and their type is that of the place. So does a call that returns a `T *&`.
  func isPlaceAddress(_ event: Event) -> Bool {
    switch event.operation {
    case .slot, .global, .field, .element: return true
    case .call:
      guard !event.function.isNone, let type = facts[event.function].returnType.optional else { return false }
      return facts[type].isReference && table.shape(of: event.type) == .reference
    default: return false
    }
  }

  /// All that a value may be: more than one where a condition chose.
  mutating func resolve(_ value: ValueID, into found: inout [ResolvedSource], depth: Int = 0) {
    guard !value.isNone, depth < 64 else { return found.append(ResolvedSource(source: .unknown)) }
    let event = body[value]
    switch event.operation {
    case .null: found.append(ResolvedSource(source: .null))
    case .constant: found.append(ResolvedSource(source: .null))
    case .convert: resolve(body.operand(0, of: event), into: &found, depth: depth + 1)
    case .select:
      for operand in body.operands(of: event) { resolve(operand, into: &found, depth: depth + 1) }
    case .new: add(.made, named: name(of: value), value, to: &found)
    case .load: resolveLoad(event, value, into: &found)
    case .field where isBase(event): resolve(body.operand(0, of: event), into: &found, depth: depth + 1)
    case .global: add(.standIn, named: name(of: value), value, to: &found)
    case .slot, .field, .element, .arithmetic, .increment, .decrement:
      add(.borrowed, named: name(of: value), value, to: &found)
    case .call:
      if let argument = passedThrough(by: event) {
        resolve(argument, into: &found, depth: depth + 1)
      } else {
        resolveCall(event, value, into: &found)
      }
    default: found.append(ResolvedSource(source: .unknown))
    }
  }

  private mutating func add(
    _ kind: Reference.Kind, root: ClaimSlotID = .none, named name: Int32, _ value: ValueID,
    to found: inout [ResolvedSource]
  ) {
    let reference = reference(named: name, root: root, kind: kind, event: value.index)
    found.append(ResolvedSource(source: .reference, reference: reference))
  }

  private mutating func resolveLoad(_ event: Event, _ value: ValueID, into found: inout [ResolvedSource]) {
    let address = body.operand(0, of: event)
    let slot = slot(ofPlace: address)
    if !slot.isNone, isReferencePlace(address) {
      return add(.place, root: slot, named: name(of: value), value, to: &found)
    }
    if !address.isNone, body[address].operation == .slot, !function.thisSlot.isNone,
      body[address].slot == function.thisSlot
    {
      return add(.borrowed, named: name(of: value), value, to: &found)
    }
    // A `T &` stands for an object that somebody else keeps.
    let isObjectReference = !event.type.isNone && facts[event.type].isReference
    let isRecord = !event.type.isNone && facts[event.type].kind == .record
    add(isObjectReference || isRecord ? .borrowed : .opaque, named: name(of: value), value, to: &found)
  }

  private mutating func resolveCall(_ event: Event, _ value: ValueID, into found: inout [ResolvedSource]) {
    let callee = callee(of: event)
    let meaning = index.meaning(of: callee)
    if meaning?.result == .null, meaning?.authority != .conventional {
      return found.append(ResolvedSource(source: .null))
    }
    let slot = callee.isNone ? ClaimSlotID.none : table.slotOfReturn[callee.index]
    if !callee.isNone, graph.returnsStandIns[callee.index] {
      return add(.standIn, root: slot, named: name(of: value), value, to: &found)
    }
    if !slot.isNone { return add(.result, root: slot, named: name(of: value), value, to: &found) }
    switch meaning?.result {
    case .new, .retainedArgument: add(.made, named: name(of: value), value, to: &found)
    case .borrowed, .borrowedFrom, .heldBy, .argument: add(.borrowed, named: name(of: value), value, to: &found)
    case .floating, .grownArgument, .restOfArgument, .unspecified, .null, nil:
      let isObjectReference =
        !event.type.isNone && (facts[event.type].isReference || facts[event.type].kind == .record)
      add(isObjectReference ? .borrowed : .opaque, named: name(of: value), value, to: &found)
    }
  }

  /// The function that a call reaches by name, or the signature that its function pointer promises.
  func callee(of event: Event) -> FunctionID {
    guard event.function.isNone else { return event.function }
    guard event.flags.contains(.isIndirect) else { return .none }
    return PlaceSignatures(facts: facts, function: function, body: body).signature(ofValue: body.operand(0, of: event))
  }

  // MARK: Places

  /// Whether what lies at an address is a reference, not an array of them or something else.
  func isReferencePlace(_ address: ValueID) -> Bool {
    guard !address.isNone else { return false }
    let event = body[address]
    if isPlaceAddress(event) { return table.shape(of: event.type) == .reference || isUntypedParameter(address) }
    guard !event.type.isNone else { return false }
    // A pointer to an array of references leads to its elements: only `element` comes down to one of them.
    let type = facts[event.type]
    guard type.kind == .pointer || type.isReference, !type.inner.isNone else { return false }
    return table.shape(of: type.inner) == .reference
  }

  /// The slot of the place at an address; `none` for a place that is no slot or is out of sight.
  func slot(ofPlace address: ValueID, depth: Int = 0) -> ClaimSlotID {
    guard !address.isNone, depth < 32 else { return .none }
    let event = body[address]
    switch event.operation {
    case .slot:
      guard !event.slot.isNone else { return .none }
      return table.holdsReferences(event.type) || isUntypedParameter(address)
        ? table.slot(of: event.slot, in: id) : .none
    case .field:
      // The parts of what a container holds are not told apart from what other containers hold.
      if isPartOfElement(event) { return self.slot(leadingToElements: body.operand(0, of: event), depth: depth + 1) }
      guard !event.field.isNone, !table.slotOfField[event.field.index].isNone else { return .none }
      return table.holdsReferences(event.type) ? table.slotOfField[event.field.index] : .none
    case .global:
      guard !event.global.isNone, table.holdsReferences(event.type) else { return .none }
      return table.slotOfGlobal[event.global.index]
    case .element:
      let base = body.operand(0, of: event)
      guard !base.isNone else { return .none }
      return isPlaceAddress(body[base])
        ? slot(ofPlace: base, depth: depth + 1) : slot(pointedToBy: base, depth: depth + 1)
    default: return slot(pointedToBy: address, depth: depth + 1)
    }
  }

  /// The slot of the places that a `T **` or `T *&` value leads to.
  func slot(pointedToBy value: ValueID, depth: Int = 0) -> ClaimSlotID {
    guard !value.isNone, depth < 32 else { return .none }
    let event = body[value]
    switch event.operation {
    case .slot, .global, .field, .element: return slot(ofPlace: value, depth: depth + 1)
    case .convert, .arithmetic: return slot(pointedToBy: body.operand(0, of: event), depth: depth + 1)
    case .load:
      let address = body.operand(0, of: event)
      guard !address.isNone else { return .none }
      let place = body[address]
      switch place.operation {
      case .slot:
        guard !place.slot.isNone else { return .none }
        let slot = table.slot(of: place.slot, in: id)
        if !slot.isNone { return slot }
        guard let stored = placeStored(in: place.slot) else { return .none }
        return self.slot(pointedToBy: stored, depth: depth + 1)
      case .field: return place.field.isNone ? .none : table.slotOfField[place.field.index]
      case .global: return place.global.isNone ? .none : table.slotOfGlobal[place.global.index]
      default: return .none
      }
    case .call: return self.slot(leadingToElements: value, depth: depth + 1)
    default: return .none
    }
  }

  /// Where an argument is the address of a place that holds a reference (`&x`, or `x` for a `T *&`), that address.
  func referencePlace(atAddress value: ValueID) -> ValueID? {
    var value = value
    for _ in 0..<32 {
      guard !value.isNone else { return nil }
      let event = body[value]
      if isPlaceAddress(event) { return table.shape(of: event.type) == .reference ? value : nil }
      // An out-parameter handed on.
      if event.operation == .load, table.shape(of: event.type) == .place {
        return isReferencePlace(value) ? value : nil
      }
      guard event.operation == .convert else { return nil }
      value = body.operand(0, of: event)
    }
    return nil
  }
}
