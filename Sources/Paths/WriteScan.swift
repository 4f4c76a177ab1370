import Facts

/// What the text of one function writes, and whom it calls.
struct FunctionWrites {
  /// Whose a place is.
  enum Root {
    /// Made by the function itself: its locals, and what it has just allocated.
    case fresh
    /// The object that it is called on.
    case own
    case other
  }

  struct Site {
    /// All that may run there.
    var targets: [FunctionID]
    /// Whose the object is on which it is called. One that is made or destroyed by the call is nobody else's.
    var root: Root
  }

  var own: FieldSet
  var others: FieldSet
  var sites: [Site] = []
}

/// Reads out of bodies which fields are written where.
struct WriteScan {
  let facts: FactBase
  let overrides: OverrideIndex
  let signatures: SignatureLinks
  /// By field; -1 for those that nobody asks about.
  let columns: [Int32]
  /// Of a set of fields, in words.
  let width: Int
  /// By function that is called virtually or stands for a pointer's type: what may run.
  private(set) var joint: [FunctionID: [FunctionID]] = [:]

  mutating func writes(of id: FunctionID) -> FunctionWrites {
    var result = FunctionWrites(own: FieldSet(width: width), others: FieldSet(width: width))
    let function = facts[id]
    guard let body = function.body else { return result }
    for event in body.events {
      noteFields(of: event, function, body, &result)
      switch event.operation {
      case .call: noteCall(event, function, body, &result)
      case .delete:
        guard let destructor = event.function.optional else { continue }
        result.sites.append(
          .init(targets: event.flags.contains(.isVirtual) ? targets(of: destructor) : [destructor], root: .fresh))
      default: continue
      }
    }
    return result
  }

  /// Whoever stores into a field writes it, and whoever gets its address may.
  private func noteFields(of event: Event, _ function: Function, _ body: Body, _ result: inout FunctionWrites) {
    if event.operation == .load || event.operation == .field { return }
    for (position, operand) in body.operands(of: event).enumerated() where !operand.isNone {
      let place = body[operand]
      if event.operation == .store, position == 0 { noteRecord(at: operand, function, body, &result) }
      guard place.operation == .field, !place.field.isNone else { continue }
      note(place.field, root(of: operand, function, body), &result)
    }
  }

  private func note(_ field: FieldID, _ root: FunctionWrites.Root, _ result: inout FunctionWrites) {
    let column = Int(columns[field.index])
    guard column >= 0 else { return }
    switch root {
    case .fresh: break
    case .own: result.own.insert(column)
    case .other: result.others.insert(column)
    }
  }

  /// A record that is written as a whole, or of which the address goes where nobody sees what is done to it.
  private func noteRecord(at value: ValueID, _ function: Function, _ body: Body, _ result: inout FunctionWrites) {
    let value = body.unconverted(value)
    guard !value.isNone, let type = body[value].type.optional else { return }
    var record = facts[type].kind == .record ? facts[type].record : RecordID.none
    if record.isNone, facts[type].kind == .pointer || facts[type].isReference, let inner = facts[type].inner.optional,
      !facts[inner].isConst
    {
      record = facts[inner].record
    }
    guard !record.isNone else { return }
    noteFields(of: record, root(of: value, function, body), &result)
  }

  private func noteFields(
    of record: RecordID, _ root: FunctionWrites.Root, depth: Int = 0, _ result: inout FunctionWrites
  ) {
    guard root != .fresh, depth < 8 else { return }
    for field in facts[record].fields {
      note(field, root, &result)
      guard let type = facts[field].type.optional, facts[type].kind == .record, let inner = facts[type].record.optional
      else { continue }
      noteFields(of: inner, root, depth: depth + 1, &result)
    }
    for base in facts[record].bases where !base.record.isNone {
      noteFields(of: base.record, root, depth: depth + 1, &result)
    }
  }

  private mutating func noteCall(
    _ event: Event, _ function: Function, _ body: Body, _ result: inout FunctionWrites
  ) {
    var operands = body.operands(of: event)
    var callee = event.function
    if event.flags.contains(.isIndirect) {
      if callee.isNone, let pointer = operands.first {
        callee = PlaceSignatures(facts: facts, function: function, body: body).signature(ofValue: pointer)
      }
      operands = operands.dropFirst()
    }
    var targets: [FunctionID] = []
    if !callee.isNone {
      let isJoint = event.flags.contains(.isVirtual) || facts[callee].kind == .signature
      targets = isJoint ? self.targets(of: callee) : [callee]
      var root = FunctionWrites.Root.other
      if event.flags.contains(.hasReceiver), let receiver = operands.first {
        root = self.root(of: receiver, function, body)
        // A base or member begins and ends with its object.
        let isBeginOrEnd = event.flags.contains(.isConstruction) || facts[callee].kind == .destructor
        if isBeginOrEnd, root == .other { root = .fresh }
      }
      result.sites.append(.init(targets: targets, root: root))
    }
    guard targets.allSatisfy({ facts[$0].kind == .signature }) || targets.contains(where: isUnseen) else { return }
    // Whoever is not there to be read may write into what it is given.
    for operand in operands where !operand.isNone { noteRecord(at: operand, function, body, &result) }
  }

  /// What has no body here and may have one elsewhere.
  private func isUnseen(_ function: FunctionID) -> Bool {
    facts[function].body == nil && facts[function].kind != .signature
      && facts[function].flags.isDisjoint(with: [.isPure, .isDeleted])
  }

  private mutating func targets(of callee: FunctionID) -> [FunctionID] {
    if let known = joint[callee] { return known }
    var found = overrides.targets(ofVirtualCallTo: callee)
    found += signatures.functions(assignedTo: callee).filter { !found.contains($0) }
    joint[callee] = found
    return found
  }

  /// Whose object an address leads into.
  private func root(of address: ValueID, _ function: Function, _ body: Body) -> FunctionWrites.Root {
    var value = address
    for _ in 0..<64 where !value.isNone {
      let event = body[value]
      switch event.operation {
      case .field, .element, .convert: value = body.operand(0, of: event)
      case .slot: return isInPlace(event.slot, function) ? .fresh : .other
      case .new: return .fresh
      case .load:
        let source = body.unconverted(body.operand(0, of: event))
        let isThis = !source.isNone && body[source].operation == .slot && body[source].slot == function.thisSlot
        return isThis && !function.thisSlot.isNone ? .own : .other
      default: return .other
      }
    }
    return .other
  }

  private func isInPlace(_ slot: SlotID, _ function: Function) -> Bool {
    guard !slot.isNone, let type = function.slots[slot].type.optional else { return false }
    return facts[type].kind == .record || facts[type].kind == .array
  }
}
