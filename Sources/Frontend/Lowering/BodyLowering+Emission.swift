import ClangBridge
import Facts

extension BodyLowering {
  /// Neighbouring events of one expression share a span.
  mutating func spanIndex(_ statement: ClangStatement) -> UInt32 {
    guard !statement.isNone else { return UInt32.max }
    if lastSpan.key == statement.key { return lastSpan.index }
    let index = spanIndex(lowering.span(unit.span(of: statement)))
    lastSpan = (statement.key, index)
    return index
  }

  mutating func spanIndex(_ span: Span) -> UInt32 {
    if span.isNone { return UInt32.max }
    if let last = body.spans.last, last == span { return UInt32(body.spans.count - 1) }
    body.spans.append(span)
    return UInt32(body.spans.count - 1)
  }

  @discardableResult
  mutating func emit(
    _ operation: Event.Operation, flags: Event.Flags = [], type: TypeID = .none, reference: UInt32 = UInt32.max,
    _ first: ValueID? = nil, _ second: ValueID? = nil, spanIndex: UInt32
  ) -> ValueID {
    var event = Event(
      operation: operation, flags: flags, type: type, reference: reference,
      firstOperand: UInt32(body.operands.count), span: spanIndex)
    if let first {
      body.operands.append(first)
      event.operandCount = 1
      if let second {
        body.operands.append(second)
        event.operandCount = 2
      }
    }
    body.events.append(event)
    return ValueID(body.events.count - 1)
  }

  @discardableResult
  mutating func emit(
    _ operation: Event.Operation, flags: Event.Flags = [], type: TypeID = .none, reference: UInt32 = UInt32.max,
    _ first: ValueID? = nil, _ second: ValueID? = nil, at statement: ClangStatement
  ) -> ValueID {
    let span = spanIndex(statement)
    return emit(operation, flags: flags, type: type, reference: reference, first, second, spanIndex: span)
  }

  @discardableResult
  mutating func emit(
    _ operation: Event.Operation, flags: Event.Flags = [], type: TypeID = .none, reference: UInt32 = UInt32.max,
    operands: [ValueID], at statement: ClangStatement
  ) -> ValueID {
    let event = Event(
      operation: operation, flags: flags, operandCount: UInt16(clamping: operands.count), type: type,
      reference: reference, firstOperand: UInt32(body.operands.count), span: spanIndex(statement))
    body.operands.append(contentsOf: operands.prefix(Int(UInt16.max)))
    body.events.append(event)
    return ValueID(body.events.count - 1)
  }

  mutating func constant(_ value: Int64, type: TypeID, at statement: ClangStatement) -> ValueID {
    body.constants.append(value)
    return emit(.constant, type: type, reference: UInt32(body.constants.count - 1), at: statement)
  }

  mutating func opaque(
    _ name: String, type: TypeID = .none, operands: [ValueID] = [], at statement: ClangStatement
  ) -> ValueID {
    emit(.opaque, type: type, reference: text(name), operands: operands, at: statement)
  }

  mutating func slotAddress(_ slot: SlotID, at statement: ClangStatement) -> ValueID {
    emit(.slot, type: slots[slot].type, reference: slot.rawValue, at: statement)
  }

  mutating func fieldAddress(_ field: FieldID, of object: ValueID, at statement: ClangStatement) -> ValueID {
    emit(.field, type: lowering.facts[field].type, reference: field.rawValue, object, at: statement)
  }

  mutating func load(_ address: ValueID, type: TypeID, at statement: ClangStatement) -> ValueID {
    emit(.load, type: type, address, at: statement)
  }

  mutating func initialize(
    _ address: ValueID, with value: ValueID, flags: Event.Flags = [], at statement: ClangStatement
  ) {
    emit(.store, flags: flags.union(.isInitialization), type: body[address].type, address, value, at: statement)
  }

  /// `this`, as a pointer.
  mutating func thisValue(at statement: ClangStatement) -> ValueID {
    if let capture = captureFields[0], !capture.isNone {
      let closure = closureValue(at: statement)
      let field = fieldAddress(capture, of: closure, at: statement)
      // `[*this]` holds the object itself.
      let type = lowering.facts[capture].type
      return lowering.facts[type].kind == .record ? field : load(field, type: type, at: statement)
    }
    return closureValue(at: statement)
  }

  /// The object that the body runs in: a closure's own, not the one that it captures.
  mutating func closureValue(at statement: ClangStatement) -> ValueID {
    guard !thisSlot.isNone else { return opaque("this", at: statement) }
    let address = slotAddress(thisSlot, at: statement)
    return load(address, type: slots[thisSlot].type, at: statement)
  }

  mutating func temporary(type: TypeID, at statement: ClangStatement) -> SlotID {
    addSlot(Slot(kind: .temporary, name: .none, type: type, span: lowering.span(unit.span(of: statement))))
  }
}
