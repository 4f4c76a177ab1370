/// The mirror of `TableEncoding.swift`. The numbers beside `array` are the fewest words that one element takes.
extension FactBase {
  init(from reader: inout WordReader) throws(FactFileError) {
    self.init()
    texts = TextTable(strings: try reader.strings())
    files = try reader.array(wordsEach: 5) { reader throws(FactFileError) in try SourceFile(from: &reader) }
    types = try reader.array(wordsEach: 6) { reader throws(FactFileError) in try TypeFact(from: &reader) }
    records = try reader.array(wordsEach: 17) { reader throws(FactFileError) in try Record(from: &reader) }
    fields = try reader.array(wordsEach: 11) { reader throws(FactFileError) in try Field(from: &reader) }
    globals = try reader.array(wordsEach: 11) { reader throws(FactFileError) in try Global(from: &reader) }
    functions = try reader.array(wordsEach: 22) { reader throws(FactFileError) in try Function(from: &reader) }
    layout = try Layout(from: &reader)
  }
}

extension SourceFile {
  init(from reader: inout WordReader) throws(FactFileError) {
    self.init(
      path: try reader.id(), isSystem: try reader.word() != 0, contentHash: try reader.wide(),
      lineStarts: try reader.words(of: UInt32.self))
  }
}

extension TypeFact {
  init(from reader: inout WordReader) throws(FactFileError) {
    let packed = try reader.word()
    self.init(
      kind: try stored(packed & 0xFF, as: Kind.self), isConst: packed & 0x100 != 0, spelling: try reader.id(),
      inner: try reader.id(), record: try reader.id(), parameters: try reader.ids(), aliases: try reader.ids())
  }
}

extension Record {
  init(from reader: inout WordReader) throws(FactFileError) {
    let packed = try reader.word()
    self.init(
      usr: try reader.id(), name: try reader.id(), kind: try stored(packed & 0xFF, as: Kind.self),
      isDefined: packed & 0x100 != 0, isAbstract: packed & 0x200 != 0, span: try reader.span(),
      bases: try reader.array(wordsEach: 2) { reader throws(FactFileError) in
        Base(record: try reader.id(), isVirtual: try reader.word() != 0)
      },
      fields: try reader.ids(), destructor: try reader.id(), template: try reader.id(),
      templateArguments: try reader.array(wordsEach: 2) { reader throws(FactFileError) in
        try TemplateArgument(from: &reader)
      },
      pattern: try reader.span(), attributes: try reader.ids())
  }
}

extension Record.TemplateArgument {
  init(from reader: inout WordReader) throws(FactFileError) {
    switch try reader.word() {
    case 0: self = .type(try reader.id())
    case 1: self = .function(try reader.id())
    case 2: self = .integer(Int64(bitPattern: try reader.wide()))
    case 3: self = .other(try reader.id())
    case let number: throw .inconsistent("a template argument numbered \(number)")
    }
  }
}

extension Field {
  init(from reader: inout WordReader) throws(FactFileError) {
    self.init(
      usr: try reader.id(), name: try reader.id(), record: try reader.id(), index: try reader.word(),
      type: try reader.id(), span: try reader.span(), signature: try reader.id(), attributes: try reader.ids())
  }
}

extension Global {
  init(from reader: inout WordReader) throws(FactFileError) {
    let packed = try reader.word()
    self.init(
      usr: try reader.id(), name: try reader.id(), type: try reader.id(), span: try reader.span(),
      isStaticLocal: packed & 1 != 0, isInternal: packed & 2 != 0, isDefined: packed & 4 != 0,
      signature: try reader.id(), attributes: try reader.ids())
    declarations = try reader.words(of: Span.self)
  }
}

extension Function {
  init(from reader: inout WordReader) throws(FactFileError) {
    let packed = try reader.word()
    let flags = Flags(rawValue: try reader.word())
    self.init(
      usr: try reader.id(), name: try reader.id(), simpleName: try reader.id(),
      kind: try stored(packed & 0xFF, as: Kind.self), flags: flags, record: try reader.id(), type: try reader.id(),
      returnType: try reader.id(), span: try reader.span(), declarations: try reader.words(of: Span.self),
      overrides: try reader.ids(), pattern: try reader.span(), attributes: try reader.ids())
    parameterCount = try reader.word()
    thisSlot = try reader.id()
    slots = try reader.array(wordsEach: 10) { reader throws(FactFileError) in try Slot(from: &reader) }
    if packed & 0x100 != 0 { body = try Body(from: &reader) }
  }
}

extension Slot {
  init(from reader: inout WordReader) throws(FactFileError) {
    let kind = try stored(try reader.word(), as: Kind.self)
    self.init(
      kind: kind, name: try reader.id(), type: try reader.id(), span: try reader.span())
    signature = try reader.id()
    declarations = try reader.words(of: Span.self)
    attributes = try reader.ids()
  }
}

extension Body {
  init(from reader: inout WordReader) throws(FactFileError) {
    self.init(entry: try reader.id(), exit: try reader.id())
    blocks = try reader.array(wordsEach: 6) { reader throws(FactFileError) in try Block(from: &reader) }
    edges = try reader.array(wordsEach: 2) { reader throws(FactFileError) in try Edge(from: &reader) }
    events = try reader.array(wordsEach: 5) { reader throws(FactFileError) in try Event(from: &reader) }
    operands = try reader.ids()
    spans = try reader.words(of: Span.self)
    constants = try reader.words(of: Int64.self)
  }
}

extension Block {
  init(from reader: inout WordReader) throws(FactFileError) {
    let packed = try reader.word()
    self.init(
      firstEvent: try reader.word(), eventCount: try reader.word(), firstEdge: try reader.word(),
      edgeCount: try reader.word(), terminator: try stored(packed & 0xFF, as: Terminator.self),
      isNoReturn: packed & 0x100 != 0, isHandler: packed & 0x200 != 0, condition: try reader.id())
  }
}

extension Edge {
  init(from reader: inout WordReader) throws(FactFileError) {
    let packed = try reader.word()
    self.init(
      target: try reader.id(), kind: try stored(packed & 0xFF, as: Kind.self), isUnreachable: packed & 0x100 != 0)
    if packed & 0x200 != 0 {
      low = Int64(bitPattern: try reader.wide())
      high = Int64(bitPattern: try reader.wide())
    }
  }
}

extension Event {
  init(from reader: inout WordReader) throws(FactFileError) {
    let packed = try reader.word()
    let short = packed >> 24
    let operandCount = short == 0xFF ? try reader.word() : short
    guard operandCount <= 0xFFFF else { throw .inconsistent("an event of \(operandCount) operands") }
    self.init(
      operation: try stored(packed & 0x3F, as: Operation.self),
      flags: Flags(rawValue: packed >> 6 & 0x3_FFFF), operandCount: UInt16(operandCount),
      type: try reader.id(), reference: try reader.word(), firstOperand: try reader.word(), span: try reader.word())
  }
}
