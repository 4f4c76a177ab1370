import ClangBridge
import Facts

extension UnitLowering {
  func recordID(_ declaration: ClangDeclaration) -> RecordID {
    let canonical = declaration.canonical
    let known = recordIDs[canonical.key]
    if known != PointerTable.absent { return RecordID(known) }
    let id = RecordID(facts.records.count)
    recordIDs[canonical.key] = id.rawValue
    let flags = declaration.recordFlags
    let usr = flags & ClangRecordFlagsClosure.rawValue != 0 ? closureUSR(declaration) : usr(declaration)
    var record = Record(usr: usr, name: qualifiedName(declaration), kind: recordKind(flags))
    record.isAbstract = flags & ClangRecordFlagsAbstract.rawValue != 0
    facts.records.append(record)
    let definition = declaration.recordDefinition
    // What is declared and nowhere defined is told by every unit alike: which header declares it first depends on what
    // each of them includes.
    if definition.isNone || !isLoweredElsewhere(definition) { pendingRecords.append((declaration, id)) }
    return id
  }

  private func recordKind(_ flags: UInt32) -> Record.Kind {
    if flags & ClangRecordFlagsClosure.rawValue != 0 { return .closure }
    if flags & ClangRecordFlagsUnion.rawValue != 0 { return .union }
    return flags & ClangRecordFlagsClass.rawValue != 0 ? .class : .structure
  }

  /// A lambda's record has no name: its place tells it from others.
  private func closureUSR(_ declaration: ClangDeclaration) -> TextID {
    let place = unit.nameSpan(declaration)
    let path = place.file == 0 ? request.mainFile : path(ofFile: place.file)
    return facts.texts.intern("\(unit.usr(declaration).string)@\(path)@\(place.begin)")
  }

  /// Fills in what a stub leaves out. System records keep to what a user of them sees: bases and arguments.
  func complete(_ declaration: ClangDeclaration, _ id: RecordID) {
    let definition = declaration.recordDefinition
    guard !definition.isNone else { return completeDeclared(declaration, id) }
    let source = definition
    let isSystem = unit.isSystem(source)
    facts.records[id].span = span(unit.nameSpan(source))
    facts.records[id].pattern = span(unit.patternSpan(source))
    facts.records[id].attributes = attributes(source)
    completeArguments(declaration, id)
    guard !definition.isDependent else { return }
    facts.records[id].isDefined = true
    let bases = gather(ClangBase(record: source, isVirtual: false)) { source.bases(into: $0, capacity: $1) }
    facts.records[id].bases = bases.filter { !$0.record.isNone }.map {
      Record.Base(record: recordID($0.record), isVirtual: $0.isVirtual)
    }
    if request.wantsSymbols { noteSymbols(of: source, bases.map(\.record).filter { !$0.isNone }, id) }
    let destructor = unit.destructor(of: source)
    if !destructor.isNone { facts.records[id].destructor = functionID(destructor) }
    if isSystem { return }
    let fields = gather(source) { source.fields(into: $0, capacity: $1) }
    facts.records[id].fields = fields.map { fieldID($0, in: id) }
    nameCaptures(of: source)
  }

  /// One that no definition was seen of. It stands where the first by path declares it; an instantiation that nothing
  /// needs has no place of its own.
  private func completeDeclared(_ declaration: ClangDeclaration, _ id: RecordID) {
    completeArguments(declaration, id)
    let all = gather(declaration) { declaration.redeclarations(into: $0, capacity: $1) }
    facts.records[id].attributes = mergedAttributes(all)
    guard declaration.recordTemplate.isNone else { return }
    facts.records[id].span = span(unit.nameSpan(first(of: all) ?? declaration))
  }

  private func completeArguments(_ declaration: ClangDeclaration, _ id: RecordID) {
    let template = declaration.recordTemplate
    guard !template.isNone else { return }
    facts.records[id].template = qualifiedName(template)
    facts.records[id].templateArguments = (0..<declaration.templateArgumentCount).map { index in
      let argument = unit.templateArgument(of: declaration, at: index)
      switch argument.kind {
      case .type: return .type(typeID(argument.type))
      case .function: return .function(functionID(argument.function))
      case .integer: return .integer(argument.integer)
      case .other: return .other(facts.texts.intern(argument.spelling.string))
      }
    }
  }

  func fieldID(_ declaration: ClangDeclaration) -> FieldID {
    let known = fieldIDs[declaration.key]
    if known != PointerTable.absent { return FieldID(known) }
    let record = declaration.record
    return fieldID(declaration, in: record.isNone ? .none : recordID(record))
  }

  func fieldID(_ declaration: ClangDeclaration, in record: RecordID) -> FieldID {
    let known = fieldIDs[declaration.key]
    if known != PointerTable.absent { return FieldID(known) }
    let id = FieldID(facts.fields.count)
    fieldIDs[declaration.key] = id.rawValue
    // Fields and globals have no bare declarations: their place is part of what they are known by.
    facts.fields.append(
      Field(
        usr: .none, name: name(declaration), record: record, index: declaration.fieldIndex, type: .none,
        span: span(unit.nameSpan(declaration))))
    // A field's USR is its record's and its name; unnamed ones are told apart by their place in the record.
    let base = record.isNone ? "" : facts[facts[record].usr]
    let field = facts[id]
    let suffix = facts[field.name].isEmpty ? "\(field.index)" : facts[field.name]
    facts.fields[id].usr = facts.texts.intern("\(base)@FI@\(suffix)")
    facts.fields[id].type = typeID(declaration.type)
    facts.fields[id].attributes = attributes(declaration)
    facts.fields[id].signature = signature(of: declaration, usr: facts[id].usr, name: facts[id].name)
    recordLayout(of: declaration, .variable)
    if request.wantsSymbols { noteBytes(of: declaration, id) }
    return id
  }

  /// Clang's closure fields have no names: they get the captured variables'.
  private func nameCaptures(of closure: ClangDeclaration) {
    guard closure.recordFlags & ClangRecordFlagsClosure.rawValue != 0 else { return }
    let none = ClangDeclaration(address: nil)
    let captures = gather(ClangCapture(variable: none, field: none, isByReference: false)) {
      closure.captures(into: $0, capacity: $1)
    }
    for capture in captures where !capture.field.isNone {
      let id = fieldID(capture.field)
      facts.fields[id].name = capture.variable.isNone ? facts.texts.intern("this") : name(capture.variable)
      if !capture.variable.isNone { facts.fields[id].span = nameSpan(capture.field) }
    }
  }

  func globalID(_ declaration: ClangDeclaration) -> GlobalID {
    let canonical = declaration.canonical
    let known = globalIDs[canonical.key]
    if known != PointerTable.absent { return GlobalID(known) }
    let id = GlobalID(facts.globals.count)
    globalIDs[canonical.key] = id.rawValue
    // The definition knows more of the type than a header does: an array's length.
    let definition = declaration.variableDefinition
    let source = definition.isNone ? canonical : definition
    var global = Global(
      usr: usr(declaration), name: qualifiedName(declaration), type: .none, span: span(unit.nameSpan(canonical)),
      isStaticLocal: declaration.isStaticLocal)
    global.isDefined = !definition.isNone && !isLoweredElsewhere(definition)
    facts.globals.append(global)
    facts.globals[id].type = typeID(source.type)
    let redeclarations = gather(declaration) { declaration.redeclarations(into: $0, capacity: $1) }
    facts.globals[id].attributes = mergedAttributes(redeclarations)
    facts.globals[id].declarations = sorted(redeclarations.map { nameSpan($0) })
    facts.globals[id].signature = signature(of: source, usr: facts[id].usr, name: facts[id].name)
    for other in redeclarations { recordLayout(of: other, .variable) }
    return id
  }
}
