import Facts

/// Builds facts by hand, as the frontend would for a small program in several units.
struct UnitBuilder {
  var facts = FactBase()

  mutating func text(_ string: String) -> TextID { facts.texts.intern(string) }

  mutating func file(_ path: String, isSystem: Bool = false) -> FileID {
    let path = text(path)
    if let known = facts.files.firstIndex(where: { $0.path == path }) { return FileID(known) }
    facts.files.append(SourceFile(path: path, isSystem: isSystem, contentHash: 7, lineStarts: [0, 10, 25]))
    return FileID(facts.files.count - 1)
  }

  mutating func span(_ path: String, _ begin: UInt32) -> Span {
    Span(file: file(path), begin: begin, end: begin + 4)
  }

  mutating func type(_ kind: TypeFact.Kind, _ spelling: String, inner: TypeID = .none, record: RecordID = .none)
    -> TypeID
  {
    let fact = TypeFact(kind: kind, spelling: text(spelling), inner: inner, record: record)
    if let known = facts.types.firstIndex(of: fact) { return TypeID(known) }
    facts.types.append(fact)
    return TypeID(facts.types.count - 1)
  }

  mutating func record(_ name: String, at place: (String, UInt32), isDefined: Bool, fields: [String] = []) -> RecordID {
    let id = RecordID(facts.records.count)
    facts.records.append(
      Record(
        usr: text("c:@S@\(name)"), name: text(name), kind: .structure, isDefined: isDefined,
        span: span(place.0, place.1)))
    for (index, field) in fields.enumerated() {
      let integer = type(.integer, "int")
      facts.fields.append(
        Field(
          usr: text("c:@S@\(name)@FI@\(field)"), name: text(field), record: id, index: UInt32(index), type: integer,
          span: span(place.0, place.1 + 5 * UInt32(index + 1))))
      facts.records[id].fields.append(FieldID(facts.fields.count - 1))
    }
    return id
  }

  /// A function of one parameter whose body, if it has one, calls each of the given functions with it.
  @discardableResult
  mutating func function(
    _ name: String, at place: (String, UInt32), parameter: RecordID, flags: Function.Flags = [],
    alsoDeclaredAt others: [(String, UInt32)] = [], attributes: [String] = [], calls: [FunctionID]? = nil
  ) -> FunctionID {
    let pointee = type(.record, "struct s", record: parameter)
    let pointer = type(.pointer, "struct s *", inner: pointee)
    var function = Function(
      usr: text("c:@F@\(name)"), name: text(name), simpleName: text(name), kind: .free, flags: flags,
      returnType: type(.void, "void"), span: span(place.0, place.1),
      slots: [Slot(kind: .parameter, name: text("p"), type: pointer, span: span(place.0, place.1 + 5))],
      parameterCount: 1)
    function.declarations = [function.span] + others.map { span($0.0, $0.1) }
    function.attributes = attributes.map { text($0) }
    if let calls {
      function.flags.insert(.isDefined)
      var body = Body(blocks: [Block(firstEvent: 0, eventCount: 0)], entry: BlockID(0), exit: BlockID(0))
      body.spans = [span(place.0, place.1 + 8)]
      body.constants = [-1, 1 << 40]
      for callee in calls {
        body.events.append(Event(operation: .slot, type: pointer, reference: 0, span: 0))
        body.operands.append(ValueID(body.events.count - 1))
        body.events.append(
          Event(
            operation: .call, operandCount: 1, reference: callee.rawValue,
            firstOperand: UInt32(body.operands.count - 1), span: 0))
      }
      body.blocks[0].eventCount = UInt32(body.events.count)
      body.blocks[0].edgeCount = 1
      body.edges = [Edge(target: BlockID(0), kind: .case, low: -3, high: 9)]
      function.body = body
    }
    facts.functions.append(function)
    return FunctionID(facts.functions.count - 1)
  }
}

/// Four units over one header: a shared inline function, a record that only some see defined, a static function of the
/// same name in two files, and a function that two programs each define.
func sampleUnits() -> [FactBase] {
  var units: [FactBase] = []
  for (index, name) in ["a", "b", "c", "d"].enumerated() {
    var unit = UnitBuilder()
    let source = "/src/\(name).c"
    // Numbers differ between units: something else comes first in each.
    for extra in 0..<index { _ = unit.type(.integer, "extra\(extra)") }
    let record = unit.record(
      "node", at: ("/src/node.h", index < 2 ? 10 : 3), isDefined: index < 2, fields: index < 2 ? ["next", "count"] : [])
    let declared = unit.function(
      "helper", at: index == 3 ? ("/src/other.h", 40) : ("/src/node.h", 40), parameter: record,
      alsoDeclaredAt: index == 2 ? [("/src/other.h", 40)] : [], attributes: index == 1 ? ["nonnull", "cold"] : [])
    let local = unit.function("log", at: (source, 5), parameter: record, flags: .isInternal, calls: [declared])
    let shared = unit.function(
      "inline_free", at: ("/src/node.h", 60), parameter: record, flags: .isInline,
      calls: index == 3 ? [declared, declared] : [declared])
    unit.function("use_\(name)", at: (source, 50), parameter: record, calls: [declared, local, shared])
    if index < 2 { unit.function("main", at: (source, 90), parameter: record, calls: [shared]) }
    if index == 2 { unit.function("helper", at: (source, 120), parameter: record, calls: []) }
    if index == 1 {
      unit.facts.globals.append(
        Global(
          usr: unit.text("c:@list"), name: unit.text("list"), type: unit.type(.integer, "int"),
          span: unit.span(source, 70),
          isStaticLocal: false, isInternal: false, isDefined: true))
    }
    units.append(unit.facts)
  }
  return units
}

func link(_ units: [FactBase]) -> FactBase {
  var linker = Linker()
  for unit in units { linker.add(unit) }
  return linker.finish()
}
