import ClangBridge
import Facts

extension BodyLowering {
  /// The address that a name stands for.
  mutating func address(of declaration: ClangDeclaration, at statement: ClangStatement) -> ValueID {
    switch declaration.kind {
    case .variable, .parameter: return variable(declaration, at: statement)
    case .function, .method, .constructor, .destructor, .conversion:
      let id = lowering.functionID(declaration)
      return emit(.function, type: lowering.facts[id].type, reference: id.rawValue, at: statement)
    case .enumerator:
      return constant(declaration.enumeratorValue, type: lowering.typeID(declaration.type), at: statement)
    case .binding: return binding(declaration, at: statement)
    case .field: return opaque("member pointer", type: type(statement), at: statement)
    case .record, .typedef, .enumeration, .scope, .block, .other:
      return opaque("name", type: type(statement), at: statement)
    }
  }

  private mutating func variable(_ declaration: ClangDeclaration, at statement: ClangStatement) -> ValueID {
    if let field = captureFields[declaration.key], !field.isNone {
      let closure = closureValue(at: statement)
      return throughReference(fieldAddress(field, of: closure, at: statement), at: statement)
    }
    if declaration.isLocal || slotIDs[declaration.key] != PointerTable.absent {
      let slot = localSlot(declaration, kind: .local)
      return throughReference(slotAddress(slot, at: statement), at: statement)
    }
    return throughReference(globalAddress(declaration, at: statement), at: statement)
  }

  mutating func globalAddress(_ declaration: ClangDeclaration, at statement: ClangStatement) -> ValueID {
    let id = lowering.globalID(declaration)
    return emit(.global, type: lowering.facts[id].type, reference: id.rawValue, at: statement)
  }

  /// A place of reference type holds the address of another.
  mutating func throughReference(_ address: ValueID, at statement: ClangStatement) -> ValueID {
    let type = body[address].type
    guard !type.isNone, lowering.facts[type].isReference else { return address }
    return load(address, type: type, at: statement)
  }

  private mutating func binding(_ declaration: ClangDeclaration, at statement: ClangStatement) -> ValueID {
    let variable = declaration.bindingVariable
    if !variable.isNone { return self.variable(variable, at: statement) }
    let expression = declaration.bindingExpression
    guard !expression.isNone else { return opaque("binding", type: type(statement), at: statement) }
    return inline(expression)
  }

  /// Lowers a tree that stands in more than one place.
  mutating func inline(_ statement: ClangStatement) -> ValueID {
    inlineDepth += 1
    let saved = values
    let value = value(statement)
    values = saved
    inlineDepth -= 1
    return value
  }

  mutating func localSlot(_ declaration: ClangDeclaration, kind: Slot.Kind) -> SlotID {
    let known = slotIDs[declaration.key]
    if known != PointerTable.absent { return SlotID(known) }
    let name = lowering.name(declaration)
    var slot = Slot(
      kind: kind, name: name, type: lowering.typeID(declaration.type), span: lowering.nameSpan(declaration))
    slot.attributes = lowering.attributes(declaration)
    if !declaration.signatureType.isNone {
      let usr = lowering.facts[pending.function].usr
      let own = lowering.facts.texts.intern("\(lowering.facts[usr])@local\(slot.span.begin)")
      slot.signature = lowering.signature(of: declaration, usr: own, name: name)
    }
    let id = addSlot(slot)
    slotIDs[declaration.key] = id.rawValue
    lowering.recordLayout(of: declaration, .variable)
    return id
  }

  mutating func member(_ statement: ClangStatement) -> ValueID {
    let declaration = statement.declaration
    switch declaration.kind {
    case .field:
      let object = operand(statement.first)
      return throughReference(
        fieldAddress(lowering.fieldID(declaration), of: object, at: statement), at: statement)
    case .variable:
      // The object is looked at, and not needed.
      _ = value(statement.first)
      return throughReference(globalAddress(declaration, at: statement), at: statement)
    default:
      return address(of: declaration, at: statement)
    }
  }
}
