/// From the indices of one `FactBase` to those of another.
///
/// Linking maps every fact twice: from its unit's numbers to the linker's, and from those to the program's canonical ones.
protocol FactMapping {
  mutating func text(_ id: TextID) -> TextID
  mutating func file(_ id: FileID) -> FileID
  mutating func type(_ id: TypeID) -> TypeID
  mutating func record(_ id: RecordID) -> RecordID
  mutating func field(_ id: FieldID) -> FieldID
  mutating func global(_ id: GlobalID) -> GlobalID
  mutating func function(_ id: FunctionID) -> FunctionID
}

extension FactMapping {
  mutating func texts(_ ids: [TextID]) -> [TextID] {
    // Most lists are empty, and an empty array costs nothing when it is the same one.
    guard !ids.isEmpty else { return ids }
    return ids.map { text($0) }
  }

  mutating func span(_ span: Span) -> Span {
    guard !span.isNone else { return span }
    return Span(file: file(span.file), begin: span.begin, end: span.end, macro: text(span.macro))
  }

  mutating func spans(_ spans: [Span]) -> [Span] {
    guard !spans.isEmpty else { return spans }
    return spans.map { span($0) }
  }

  mutating func typeFact(_ fact: TypeFact) -> TypeFact {
    TypeFact(
      kind: fact.kind, isConst: fact.isConst, spelling: text(fact.spelling), inner: type(fact.inner),
      record: record(fact.record), parameters: fact.parameters.isEmpty ? [] : fact.parameters.map { type($0) },
      aliases: texts(fact.aliases))
  }

  mutating func map(_ record: Record) -> Record {
    Record(
      usr: text(record.usr), name: text(record.name), kind: record.kind, isDefined: record.isDefined,
      isAbstract: record.isAbstract, span: span(record.span),
      bases: record.bases.map { Record.Base(record: self.record($0.record), isVirtual: $0.isVirtual) },
      fields: record.fields.map { field($0) }, destructor: function(record.destructor),
      template: text(record.template),
      templateArguments: record.templateArguments.map { argument in
        switch argument {
        case .type(let id): .type(type(id))
        case .function(let id): .function(function(id))
        case .integer: argument
        case .other(let id): .other(text(id))
        }
      },
      pattern: span(record.pattern), attributes: texts(record.attributes))
  }

  mutating func map(_ field: Field) -> Field {
    Field(
      usr: text(field.usr), name: text(field.name), record: record(field.record), index: field.index,
      type: type(field.type), span: span(field.span), signature: function(field.signature),
      attributes: texts(field.attributes))
  }

  mutating func map(_ global: Global) -> Global {
    var mapped = global
    mapped.usr = text(global.usr)
    mapped.name = text(global.name)
    mapped.type = type(global.type)
    mapped.span = span(global.span)
    mapped.signature = function(global.signature)
    mapped.attributes = texts(global.attributes)
    mapped.declarations = spans(global.declarations)
    return mapped
  }

  mutating func map(_ function: Function, withBody: Bool = true) -> Function {
    Function(
      usr: text(function.usr), name: text(function.name), simpleName: text(function.simpleName), kind: function.kind,
      flags: function.flags, record: record(function.record), type: type(function.type),
      returnType: type(function.returnType), span: span(function.span), declarations: spans(function.declarations),
      overrides: function.overrides.isEmpty ? [] : function.overrides.map { self.function($0) },
      pattern: span(function.pattern), attributes: texts(function.attributes),
      slots: function.slots.map { map($0) }, parameterCount: function.parameterCount, thisSlot: function.thisSlot,
      body: withBody ? function.body.map { map($0) } : nil)
  }

  mutating func map(_ slot: Slot) -> Slot {
    Slot(
      kind: slot.kind, name: text(slot.name), type: type(slot.type), span: span(slot.span),
      declarations: spans(slot.declarations), signature: function(slot.signature), attributes: texts(slot.attributes))
  }

  mutating func map(_ body: Body) -> Body {
    var mapped = body
    // Hot: nearly all of a program's facts are events. Mapped in place, with nothing allocated for each.
    for index in mapped.events.indices {
      let event = mapped.events[index]
      mapped.events[index].type = type(event.type)
      guard event.reference != UInt32.max else { continue }
      switch event.operation.referent {
      case .slot, .constant, .plain: break
      case .global: mapped.events[index].reference = global(event.global).rawValue
      case .field: mapped.events[index].reference = field(event.field).rawValue
      case .function: mapped.events[index].reference = function(event.function).rawValue
      case .record: mapped.events[index].reference = record(RecordID(event.reference)).rawValue
      case .text: mapped.events[index].reference = text(event.text).rawValue
      }
    }
    for index in mapped.spans.indices { mapped.spans[index] = span(mapped.spans[index]) }
    return mapped
  }
}
