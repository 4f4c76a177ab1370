/// Sees to it that every index names something, so that later stages may follow them without a look.
///
/// Facts read from disk pass through here: a checksum only says that the bytes are those that were written.
extension FactBase {
  public func validate() throws(FactFileError) {
    for file in files { try check(file.path, texts.strings.count, "a file's path") }
    for (index, type) in types.enumerated() {
      try check(type.spelling, texts.strings.count, "a type's spelling")
      // What is inside stands before what it is in: whoever walks types downwards comes to an end.
      try check(type.inner, index, "a type's inner type")
      try check(type.record, records.count, "a type's record")
      try check(all: type.parameters, index, "a type's parameter")
      try check(all: type.aliases, texts.strings.count, "a type's alias")
    }
    for record in records { try validate(record) }
    for field in fields {
      try check(field.usr, texts.strings.count, "a field's USR")
      try check(field.name, texts.strings.count, "a field's name")
      try check(field.record, records.count, "a field's record")
      try check(field.type, types.count, "a field's type")
      try check(field.signature, functions.count, "a field's signature")
      try check(all: field.attributes, texts.strings.count, "a field's attribute")
      try check(field.span)
    }
    for global in globals {
      try check(global.usr, texts.strings.count, "a global's USR")
      try check(global.name, texts.strings.count, "a global's name")
      try check(global.type, types.count, "a global's type")
      try check(global.signature, functions.count, "a global's signature")
      try check(all: global.attributes, texts.strings.count, "a global's attribute")
      try check(global.span)
      for span in global.declarations { try check(span) }
    }
    for function in functions { try validate(function) }
    for row in layout.declarations { for span in row.spans { try check(span) } }
    for row in layout.statements { for span in row.spans { try check(span) } }
  }

  private func validate(_ record: Record) throws(FactFileError) {
    try check(record.usr, texts.strings.count, "a record's USR")
    try check(record.name, texts.strings.count, "a record's name")
    try check(record.span)
    for base in record.bases { try check(base.record, records.count, "a base") }
    try check(all: record.fields, fields.count, "a record's field")
    try check(record.destructor, functions.count, "a destructor")
    try check(record.template, texts.strings.count, "a template")
    for argument in record.templateArguments {
      switch argument {
      case .type(let type): try check(type, types.count, "a template argument")
      case .function(let function): try check(function, functions.count, "a template argument")
      case .other(let text): try check(text, texts.strings.count, "a template argument")
      case .integer: break
      }
    }
    try check(record.pattern)
    try check(all: record.attributes, texts.strings.count, "a record's attribute")
  }

  private func validate(_ function: Function) throws(FactFileError) {
    try check(function.usr, texts.strings.count, "a function's USR")
    try check(function.name, texts.strings.count, "a function's name")
    try check(function.simpleName, texts.strings.count, "a function's simple name")
    try check(function.record, records.count, "a function's record")
    try check(function.type, types.count, "a function's type")
    try check(function.returnType, types.count, "a function's result")
    try check(function.span)
    for span in function.declarations { try check(span) }
    try check(all: function.overrides, functions.count, "an overridden function")
    try check(function.pattern)
    try check(all: function.attributes, texts.strings.count, "a function's attribute")
    guard Int(function.parameterCount) <= function.slots.count else {
      throw .inconsistent("more parameters than slots")
    }
    try check(function.thisSlot, function.slots.count, "this")
    for slot in function.slots {
      try check(slot.name, texts.strings.count, "a slot's name")
      try check(slot.type, types.count, "a slot's type")
      try check(slot.span)
      for span in slot.declarations { try check(span) }
      try check(slot.signature, functions.count, "a slot's signature")
      try check(all: slot.attributes, texts.strings.count, "a slot's attribute")
    }
    if let body = function.body { try validate(body, slots: function.slots.count) }
  }

  private func validate(_ body: Body, slots: Int) throws(FactFileError) {
    try check(body.entry, body.blocks.count, "an entry")
    try check(body.exit, body.blocks.count, "an exit")
    for block in body.blocks {
      guard Int(block.firstEvent) + Int(block.eventCount) <= body.events.count else {
        throw .inconsistent("a block's events")
      }
      guard Int(block.firstEdge) + Int(block.edgeCount) <= body.edges.count else {
        throw .inconsistent("a block's edges")
      }
      try check(block.condition, body.events.count, "a condition")
    }
    for edge in body.edges { try check(edge.target, body.blocks.count, "an edge's target") }
    for event in body.events {
      guard Int(event.firstOperand) + Int(event.operandCount) <= body.operands.count || event.operandCount == 0 else {
        throw .inconsistent("an event's operands")
      }
      try check(event.type, types.count, "an event's type")
      guard event.span == UInt32.max || Int(event.span) < body.spans.count else {
        throw .inconsistent("an event's span")
      }
      try check(
        Identifier<Event>(event.reference), limit(of: event.operation, body, slots: slots), "an event's reference")
    }
    try check(all: body.operands, body.events.count, "an operand")
    for span in body.spans { try check(span) }
  }

  /// How many things the reference of such an event may name.
  private func limit(of operation: Event.Operation, _ body: Body, slots: Int) -> Int {
    switch operation.referent {
    case .slot: slots
    case .global: globals.count
    case .field: fields.count
    case .function: functions.count
    case .record: records.count
    case .constant: body.constants.count
    case .text: texts.strings.count
    case .plain: Int.max
    }
  }

  private func check(_ span: Span) throws(FactFileError) {
    try check(span.file, files.count, "a span's file")
    try check(span.macro, texts.strings.count, "a span's macro")
  }

  @inline(__always)
  private func check<Entity>(
    _ id: Identifier<Entity>, _ count: Int, _ what: @autoclosure () -> String
  ) throws(FactFileError) {
    guard id.index < count || id.isNone else { throw .inconsistent(what()) }
  }

  @inline(__always)
  private func check<Entity>(
    all ids: [Identifier<Entity>], _ count: Int, _ what: @autoclosure () -> String
  ) throws(FactFileError) {
    for id in ids { try check(id, count, what()) }
  }
}
