import ClangBridge
import Facts

extension BodyLowering {
  mutating func lowerStatement(_ statement: ClangStatement) {
    switch statement.kind {
    case .return:
      // A `return` of nothing may still name an expression of type void.
      let result = statement.first.isNone ? ValueID.none : value(statement.first)
      emit(.return, result.isNone ? nil : result, at: statement)
    case .declaration: lowerDeclaration(statement)
    case .transparent:
      if !statement.first.isNone, statement.first.isExpression { _ = value(statement.first) }
    default: lowerOther(statement)
    }
  }

  /// Inline assembly and the like.
  private mutating func lowerOther(_ statement: ClangStatement) {
    var operands: [ValueID] = []
    for child in statement.operands where child.isExpression {
      let value = value(child)
      if !value.isNone { operands.append(value) }
    }
    // What sees nothing does nothing that matters: empty statements, labels of handlers.
    if operands.isEmpty { return }
    _ = opaque(statement.name.string, operands: operands, at: statement)
  }

  private mutating func lowerDeclaration(_ statement: ClangStatement) {
    let declaration = statement.declaration
    guard !declaration.isNone, declaration.kind == .variable else { return }
    if declaration.isInvalid { hasErrors = true }
    let initializer = declaration.initializer
    if declaration.isLocal {
      let slot = localSlot(declaration, kind: .local)
      guard !initializer.isNone else { return }
      let initial = value(initializer)
      guard !initial.isNone, !isBuilt(initial, in: .slot, slot.rawValue) else { return }
      initialize(slotAddress(slot, at: statement), with: initial, at: statement)
    } else if declaration.isStaticLocal {
      let global = lowering.globalID(declaration)
      guard !initializer.isNone else { return }
      let initial = value(initializer)
      guard !initial.isNone, !isBuilt(initial, in: .global, global.rawValue) else { return }
      initialize(globalAddress(declaration, at: statement), with: initial, at: statement)
    }
  }

  /// The object stands in its place already.
  func isBuilt(_ value: ValueID, in operation: Event.Operation, _ reference: UInt32) -> Bool {
    guard placed.contains(value.rawValue) else { return false }
    let event = body[value]
    if event.operation == .select {
      return body.operands(of: event).allSatisfy { isBuilt($0, in: operation, reference) }
    }
    return event.operation == operation && event.reference == reference
  }

  /// The object stands where it belongs. What `new` made stands elsewhere: its pointer is still to be stored.
  private func isBuiltInPlace(_ value: ValueID) -> Bool {
    guard placed.contains(value.rawValue) else { return false }
    switch body[value].operation {
    case .new: return false
    case .select: return body.operands(of: body[value]).allSatisfy { isBuiltInPlace($0) }
    default: return true
    }
  }

  // MARK: Constructors' initialisers

  /// The address that an initialiser builds into.
  mutating func initializerTarget(_ initializer: ClangInitializer, at statement: ClangStatement) -> ValueID? {
    switch initializer.kind {
    case .field:
      var address = closureValue(at: statement)
      for field in gather(ClangDeclaration(address: nil), { initializer.fields(into: $0, capacity: $1) }) {
        address = fieldAddress(lowering.fieldID(field), of: address, at: statement)
      }
      return address
    case .base:
      let object = closureValue(at: statement)
      return emit(.convert, flags: .isUpcast, type: lowering.typeID(initializer.base), object, at: statement)
    case .delegation: return closureValue(at: statement)
    }
  }

  mutating func lowerInitializer(_ initializer: ClangInitializer) {
    let expression = initializer.expression
    guard !expression.isNone else { return }
    // A base or delegation is a call, which is lowered where it stands.
    if initializer.kind != .field {
      _ = value(expression)
      return
    }
    let initial = value(expression)
    guard !initial.isNone, !isBuiltInPlace(initial) else { return }
    guard let address = initializerTarget(initializer, at: expression) else { return }
    let span = lowering.span(unit.span(ofInitializer: initializer))
    let index = span.isNone ? spanIndex(expression) : spanIndex(span)
    emit(.store, flags: .isInitialization, type: body[address].type, address, initial, spanIndex: index)
  }

  // MARK: Destructors that run by themselves

  mutating func lowerDestructor(_ element: ClangElement) {
    guard !element.function.isNone else { return }
    let statement = element.statement
    let span =
      element.kind == .variableDestructor ? endSpan(element) : spanIndex(statement.isNone ? pending.body : statement)
    var flags: Event.Flags = [.hasReceiver, .isImplicit]
    let object: ValueID
    switch element.kind {
    case .variableDestructor:
      let declaration = element.declaration
      guard declaration.isLocal else {
        return
      }
      let slot = localSlot(declaration, kind: .local)
      object = throughReference(slotAddress(slot, spanIndex: span), spanIndex: span)
    case .temporaryDestructor:
      let slot = temporaries[statement.key]
      guard slot != PointerTable.absent else { return }
      object = slotAddress(SlotID(slot), spanIndex: span)
    case .fieldDestructor:
      flags.insert(.isSubobject)
      let this = thisAddress(spanIndex: span)
      let field = lowering.fieldID(element.declaration)
      object = emit(
        .field, type: lowering.facts[field].type, reference: field.rawValue, this, spanIndex: span)
    default:
      flags.insert(.isSubobject)
      let this = thisAddress(spanIndex: span)
      object = emit(
        .convert, flags: .isUpcast, type: lowering.typeID(element.declaration.type), this, spanIndex: span)
    }
    var receiver = object
    let type = body[object].type
    if !type.isNone, lowering.facts[type].kind == .array {
      receiver = emit(.element, type: lowering.facts[type].inner, object, spanIndex: span)
    }
    emit(
      .call, flags: flags, reference: lowering.functionID(element.function).rawValue, receiver, spanIndex: span)
  }

  private mutating func slotAddress(_ slot: SlotID, spanIndex: UInt32) -> ValueID {
    emit(.slot, type: slots[slot].type, reference: slot.rawValue, spanIndex: spanIndex)
  }

  private mutating func throughReference(_ address: ValueID, spanIndex: UInt32) -> ValueID {
    let type = body[address].type
    guard !type.isNone, lowering.facts[type].isReference else { return address }
    return emit(.load, type: type, address, spanIndex: spanIndex)
  }

  private mutating func thisAddress(spanIndex: UInt32) -> ValueID {
    let slot = slotAddress(thisSlot, spanIndex: spanIndex)
    return emit(.load, type: slots[thisSlot].type, slot, spanIndex: spanIndex)
  }

  /// `__attribute__((cleanup(f)))`: the function gets the variable's address.
  mutating func lowerCleanup(_ element: ClangElement) {
    guard !element.function.isNone, !element.declaration.isNone else { return }
    let slot = localSlot(element.declaration, kind: .local)
    let span = spanIndex(slots[slot].span)
    let address = slotAddress(slot, spanIndex: span)
    emit(
      .call, flags: .isImplicit, reference: lowering.functionID(element.function).rawValue, address,
      spanIndex: span)
  }
}
