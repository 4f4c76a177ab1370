import ClangBridge
import Facts

extension BodyLowering {
  mutating func lambda(_ statement: ClangStatement) -> ValueID {
    let closure = statement.declaration
    let record = lowering.recordID(closure)
    let operands = statement.operands.map { operand($0) }
    let function = closure.callOperator
    if !function.isNone, !function.isDependent {
      let id = lowering.functionID(function)
      if !function.body.isNone {
        lowering.queueBody(
          UnitLowering.PendingBody(
            function: id, declaration: function, body: function.body, closure: closure, global: .none))
      }
    }
    return emit(
      .closure, type: type(statement), reference: record.rawValue, operands: operands, at: statement)
  }

  /// Clang has no record for a block's captures: one is made.
  mutating func block(_ statement: ClangStatement) -> ValueID {
    let block = statement.declaration
    let id = lowering.blockFunction(block, span: lowering.span(unit.span(of: statement)))
    let none = ClangDeclaration(address: nil)
    var operands: [ValueID] = []
    for capture in gather(
      ClangCapture(variable: none, field: none, isByReference: false), { block.captures(into: $0, capacity: $1) })
    {
      if capture.variable.isNone {
        operands.append(thisValue(at: statement))
      } else {
        let place = address(of: capture.variable, at: statement)
        operands.append(
          capture.isByReference
            ? place : load(place, type: lowering.typeID(capture.variable.type), at: statement))
      }
    }
    lowering.queueBody(
      UnitLowering.PendingBody(function: id, declaration: block, body: block.body, closure: block, global: .none))
    return emit(
      .closure, type: type(statement), reference: lowering.facts[id].record.rawValue, operands: operands,
      at: statement)
  }
}

extension UnitLowering {
  /// The function of a block, and the record of its captures.
  func blockFunction(_ block: ClangDeclaration, span: Span) -> FunctionID {
    let known = functionIDs[block.key]
    if known != PointerTable.absent { return FunctionID(known) }
    let path = span.isNone ? request.mainFile : facts[facts[span.file].path]
    let usr = facts.texts.intern("block@\(path)@\(span.begin)")
    let name = facts.texts.intern("block")
    let record = RecordID(facts.records.count)
    recordIDs[block.key] = record.rawValue
    facts.records.append(Record(usr: usr, name: name, kind: .closure, isDefined: true, span: span))
    let none = ClangDeclaration(address: nil)
    let captures = gather(ClangCapture(variable: none, field: none, isByReference: false)) {
      block.captures(into: $0, capacity: $1)
    }
    for (index, capture) in captures.enumerated() {
      let fieldName = capture.variable.isNone ? facts.texts.intern("this") : self.name(capture.variable)
      let id = FieldID(facts.fields.count)
      facts.fields.append(
        Field(
          usr: facts.texts.intern("\(facts[usr])@FI@\(facts[fieldName])"), name: fieldName, record: record,
          index: UInt32(index), type: capture.variable.isNone ? .none : typeID(capture.variable.type), span: span))
      facts.records[record].fields.append(id)
      blockFields[BlockCapture(block: block.key, variable: capture.variable.key)] = id
    }
    let id = FunctionID(facts.functions.count)
    functionIDs[block.key] = id.rawValue
    var function = Function(
      usr: facts.texts.intern("\(facts[usr])@operator"), name: name, simpleName: name, kind: .closure,
      flags: [.isInternal], record: record, span: span)
    function.returnType = typeID(block.returnType)
    function.parameterCount = UInt32(block.parameterCount)
    facts.functions.append(function)
    for index in 0..<block.parameterCount {
      let slot = parameter(block.parameter(at: index), others: [], of: function.usr, index: index)
      facts.functions[id].slots.append(slot)
    }
    return id
  }

  func blockField(of block: ClangDeclaration, variable: ClangDeclaration) -> FieldID {
    blockFields[BlockCapture(block: block.key, variable: variable.key)] ?? .none
  }
}

/// What tells a block's fields apart.
struct BlockCapture: Hashable {
  var block: UInt
  var variable: UInt
}
