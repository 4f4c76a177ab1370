import ClangBridge
import Facts

extension BodyLowering {
  mutating func call(_ statement: ClangStatement) -> ValueID {
    let declaration = statement.declaration
    if declaration.isNone { return indirectCall(statement) }
    let callee = lowering.functionID(declaration)
    switch lowering.intrinsic(callee) {
    case .none: break
    case .passesThrough:
      let arguments = statement.operands
      if arguments.count >= 1 {
        for extra in arguments.dropFirst() { _ = value(extra) }
        return value(arguments[0])
      }
    case .atomic(let atomic):
      var operands: [ClangStatement] = statement.kind == .memberCall ? [statement.first] : []
      operands += statement.operands
      return self.atomic(
        atomic, operands: operands.map { operand($0) }, name: lowering.facts[lowering.facts[callee].simpleName],
        at: statement)
    }

    var flags: Event.Flags = []
    var operands: [ValueID] = []
    let kind = lowering.facts[callee].kind
    switch statement.kind {
    case .memberCall:
      if kind != .staticMethod {
        flags.insert(.hasReceiver)
        operands.append(operand(statement.first))
      }
    case .operatorCall:
      flags.insert(.isOperator)
      // The object is the first argument.
      if kind == .method || kind == .closure { flags.insert(.hasReceiver) }
    default: break
    }
    if flags.contains(.hasReceiver), statement.isVirtualCall { flags.insert(.isVirtual) }
    if let assignment = trivialAssignment(statement, callee) { return assignment }
    for argument in statement.operands { operands.append(operand(argument)) }
    let result = emit(
      .call, flags: flags, type: type(statement), reference: callee.rawValue, operands: operands, at: statement)
    return settle(result, of: statement)
  }

  /// A trivial copy of an object is a copy of its bytes: no function runs.
  private mutating func trivialAssignment(_ statement: ClangStatement, _ callee: FunctionID) -> ValueID? {
    guard statement.kind == .operatorCall, !lowering.facts[callee].flags.isDisjoint(with: [.isCopy, .isMove]) else {
      return nil
    }
    guard statement.declaration.functionFlags & ClangFunctionFlagsTrivial.rawValue != 0 else { return nil }
    let arguments = statement.operands
    guard arguments.count == 2 else { return nil }
    let source = operand(arguments[1])
    let target = operand(arguments[0])
    let copy = load(source, type: body[target].type, at: statement)
    emit(.store, flags: .isOperator, type: body[target].type, target, copy, at: statement)
    return target
  }

  private mutating func indirectCall(_ statement: ClangStatement) -> ValueID {
    var operands = [operand(statement.callee)]
    for argument in statement.operands { operands.append(operand(argument)) }
    let signature = signature(of: statement.callee)
    let result = emit(
      .call, flags: .isIndirect, type: type(statement), reference: signature.rawValue, operands: operands,
      at: statement)
    return settle(result, of: statement)
  }

  /// The signature that the called pointer was declared with.
  private mutating func signature(of callee: ClangStatement) -> FunctionID {
    var current = callee
    while !current.isNone {
      switch current.kind {
      case .transparent, .cast: current = current.first
      case .unary: current = current.first
      case .subscript: current = current.first
      // `object->*pointer`
      case .binary where current.operator == .memberPointer: current = current.second
      case .member where current.declaration.kind == .field:
        let field = lowering.fieldID(current.declaration)
        return lowering.facts[field].signature
      case .reference:
        let declaration = current.declaration
        guard declaration.kind == .variable || declaration.kind == .parameter else { return .none }
        if let field = captureFields[declaration.key], !field.isNone { return lowering.facts[field].signature }
        if declaration.isLocal {
          let slot = localSlot(declaration, kind: .local)
          return slots[slot].signature
        }
        let global = lowering.globalID(declaration)
        return lowering.facts[global].signature
      case .call, .memberCall, .operatorCall:
        // A function that returns a function pointer: its declared result may be a typedef.
        return .none
      default: return .none
      }
    }
    return .none
  }

  /// An object that a call returns goes where the graph says; its value is then that place.
  private mutating func settle(_ result: ValueID, of statement: ClangStatement) -> ValueID {
    guard let element = targets[statement.key], statement.isObject else {
      return result
    }
    switch element.target {
    case .none, .returned: return result
    default: break
    }
    let address = targetAddress(element, of: statement)
    initialize(address, with: result, at: statement)
    return address
  }

  /// The place in which the object that a statement makes is built.
  mutating func targetAddress(_ element: ClangElement?, of statement: ClangStatement) -> ValueID {
    if let element {
      switch element.target {
      case .variable where !element.targetDeclaration.isNone && element.targetDeclaration.kind == .variable:
        let declaration = element.targetDeclaration
        if isReference(declaration) { break }
        let address =
          declaration.isLocal
          ? slotAddress(localSlot(declaration, kind: .local), at: statement)
          : globalAddress(declaration, at: statement)
        placed.insert(address.rawValue)
        return address
      case .initializer:
        if let address = initializerTarget(element.targetInitializer, at: statement) {
          placed.insert(address.rawValue)
          return address
        }
      case .new:
        let address = allocation(element.targetStatement)
        placed.insert(address.rawValue)
        return address
      default: break
      }
    }
    let slot = temporary(type: type(statement), at: statement)
    return slotAddress(slot, at: statement)
  }

  private func isReference(_ declaration: ClangDeclaration) -> Bool {
    let kind = declaration.type.kind
    return kind == .lvalueReference || kind == .rvalueReference
  }

  mutating func construct(_ statement: ClangStatement) -> ValueID {
    let arguments = statement.operands
    if statement.isElidable, let source = arguments.first {
      let core = objectCore(source)
      // Built in place: the copy is not made. What is not an object yet, a call's result, is.
      if core.isObject { return value(source) }
    }
    let declaration = statement.declaration
    let bits = declaration.functionFlags
    let element = targets[statement.key]
    if bits & ClangFunctionFlagsTrivial.rawValue != 0 {
      let isCopy = bits & (ClangFunctionFlagsCopy.rawValue | ClangFunctionFlagsMove.rawValue) != 0
      if isCopy, let source = arguments.first { return trivialCopy(statement, source, element) }
      if arguments.isEmpty { return targetAddress(element, of: statement) }
    }
    let values = arguments.map { operand($0) }
    let address = targetAddress(element, of: statement)
    var receiver = address
    if statement.type.kind == .array {
      let array = type(statement)
      receiver = emit(.element, type: lowering.facts[array].inner, address, at: statement)
    }
    var flags: Event.Flags = [.isConstruction, .hasReceiver]
    if let element, element.target == .initializer { flags.insert(.isSubobject) }
    emit(
      .call, flags: flags, reference: lowering.functionID(declaration).rawValue, operands: [receiver] + values,
      at: statement)
    return address
  }

  /// Under the wrappers that a temporary object has.
  func objectCore(_ statement: ClangStatement) -> ClangStatement {
    var current = statement
    while true {
      switch current.kind {
      case .materialize, .bindTemporary: current = current.first
      case .transparent where !current.first.isNone: current = current.first
      case .cast where current.cast == .nothing || (current.cast == .convert && current.isPlace):
        current = current.first
      default: return current
      }
    }
  }

  private mutating func trivialCopy(
    _ statement: ClangStatement, _ source: ClangStatement, _ element: ClangElement?
  ) -> ValueID {
    let from = operand(source)
    // What is not built anywhere in particular, an argument for one, is just the copy.
    let copy = load(from, type: type(statement), at: statement)
    guard let element, element.target == .variable || element.target == .initializer || element.target == .new else {
      return copy
    }
    let address = targetAddress(element, of: statement)
    initialize(address, with: copy, at: statement)
    return address
  }

  mutating func inheritedConstruct(_ statement: ClangStatement) -> ValueID {
    // The constructor that was named passes its own parameters on to the base's.
    var operands = [targetAddress(targets[statement.key], of: statement)]
    let count = Int(lowering.facts[pending.function].parameterCount)
    for index in 0..<count {
      let address = slotAddress(SlotID(index), at: statement)
      let isObject = lowering.facts[slots[index].type].kind == .record
      operands.append(isObject ? address : load(address, type: slots[index].type, at: statement))
    }
    emit(
      .call, flags: [.isConstruction, .hasReceiver, .isSubobject],
      reference: lowering.functionID(statement.declaration).rawValue, operands: operands, at: statement)
    return operands[0]
  }

  mutating func materialize(_ statement: ClangStatement) -> ValueID {
    let source = value(statement.first)
    if source.isNone { return opaque("temporary", type: type(statement), at: statement) }
    if elided[statement.key] != PointerTable.absent { return source }
    // An object has an address of its own already.
    if statement.type.kind == .record { return source }
    let slot = temporary(type: type(statement), at: statement)
    let address = slotAddress(slot, at: statement)
    initialize(address, with: source, at: statement)
    return address
  }

  mutating func bindTemporary(_ statement: ClangStatement) -> ValueID {
    let source = operand(statement.first)
    if elided[statement.key] != PointerTable.absent { return source }
    if placed.contains(source.rawValue) { return source }
    if body[source].operation == .slot {
      temporaries[statement.key] = body[source].reference
      return source
    }
    let slot = temporary(type: type(statement), at: statement)
    temporaries[statement.key] = slot.rawValue
    let address = slotAddress(slot, at: statement)
    initialize(address, with: source, at: statement)
    return address
  }

  /// The storage of a `new`, made where the graph has it: before the constructor's arguments.
  mutating func allocation(_ statement: ClangStatement) -> ValueID {
    let known = results[statement.key]
    if known != PointerTable.absent { return ValueID(known) }
    var flags: Event.Flags = []
    if statement.isArray { flags.insert(.isArray) }
    if statement.mayFail { flags.insert(.mayFail) }
    let operands = statement.operands.map { operand($0) }
    let allocator = statement.declaration
    let function = allocator.isNone ? FunctionID.none : lowering.functionID(allocator)
    let result = emit(
      .new, flags: flags, type: type(statement), reference: function.rawValue, operands: operands, at: statement)
    results[statement.key] = result.rawValue
    return result
  }

  mutating func new(_ statement: ClangStatement) -> ValueID {
    if inlineDepth > 0 { results[statement.key] = PointerTable.absent }
    let address = allocation(statement)
    let initializer = statement.first
    guard !initializer.isNone else { return address }
    let initial = value(initializer)
    if !initial.isNone, initial != address, !placed.contains(initial.rawValue) {
      initialize(address, with: initial, at: statement)
    }
    return address
  }

  mutating func delete(_ statement: ClangStatement) -> ValueID {
    var flags: Event.Flags = []
    if statement.isArray { flags.insert(.isArray) }
    let destructor = statement.declaration
    var function = FunctionID.none
    if !destructor.isNone {
      function = lowering.functionID(destructor)
      if lowering.facts[function].flags.contains(.isVirtual) { flags.insert(.isVirtual) }
    }
    let object = operand(statement.first)
    emit(.delete, flags: flags, reference: function.rawValue, object, at: statement)
    return .none
  }
}
