/// Makes one program of the facts of its translation units.
///
/// Units may be added in any order, as they finish: which of two units' facts about the same thing is kept depends on
/// their content alone, and `finish` numbers everything anew in an order of its own. So the program's bytes depend
/// neither on the order of the units nor on the threads that read them. A unit's own tables can be freed once it is added.
///
/// ```swift
/// var linker = Linker()
/// for unit in units { linker.add(unit) }
/// let program = linker.finish()
/// ```
public struct Linker: Sendable {
  var texts = TextTable()
  var files: [SourceFile] = []
  var filesByPath: [TextID: FileID] = [:]
  var types: [TypeFact] = []
  var typesByFact: [TypeFact: TypeID] = [:]
  var records = EntityTable<Record>()
  var fields = EntityTable<Field>()
  var globals = EntityTable<Global>()
  var functions = EntityTable<Function>()
  var declarationLayouts: Set<DeclarationLayout> = []
  var statementLayouts: Set<StatementLayout> = []

  public init() {}

  /// Takes in one unit's facts, which must be valid (see `FactBase.validate`).
  public mutating func add(_ unit: FactBase) {
    var mapping = UnitMapping()
    // The empty text and none mean the same: only one of them is kept.
    mapping.texts = unit.texts.strings.map { $0.isEmpty ? .none : texts.intern($0) }
    mapping.files = unit.files.map { add($0, path: mapping.text($0.path)) }

    // Every entity gets its number before any content is looked at, since contents refer to one another in circles.
    mapping.records = unit.records.map { records.id(of: Self.key(of: $0, mapping)) }
    mapping.fields = unit.fields.map { fields.id(of: Self.key(of: $0, mapping)) }
    mapping.globals = unit.globals.map { globals.id(of: Self.key(of: $0, mapping)) }
    mapping.functions = unit.functions.map { functions.id(of: Self.key(of: $0, in: unit, mapping)) }
    mapping.types.reserveCapacity(unit.types.count)
    for type in unit.types { mapping.types.append(intern(mapping.typeFact(type))) }

    for (index, record) in unit.records.enumerated() { merge(mapping.map(record), into: mapping.records[index]) }
    for (index, field) in unit.fields.enumerated() { merge(mapping.map(field), into: mapping.fields[index]) }
    for (index, global) in unit.globals.enumerated() { merge(mapping.map(global), into: mapping.globals[index]) }
    for (index, function) in unit.functions.enumerated() {
      let id = mapping.functions[index]
      if mergeReference(to: function, &mapping, into: id) { continue }
      merge(mapping.map(function, withBody: mayReplaceBody(of: id, by: function)), into: id)
    }
    add(unit.layout, &mapping)
  }

  private mutating func add(_ file: SourceFile, path: TextID) -> FileID {
    if let known = filesByPath[path] {
      // A header is the user's to change if any unit reads it as such.
      files[known].isSystem = files[known].isSystem && file.isSystem
      // A unit that has a header precompiled does not see its text. And where a file changed while units were read, one
      // of the two contents is kept, always the same one.
      let isFuller = !file.lineStarts.isEmpty && files[known].lineStarts.isEmpty
      let isAsFull = file.lineStarts.isEmpty == files[known].lineStarts.isEmpty
      if isFuller || isAsFull && file.contentHash < files[known].contentHash {
        files[known].contentHash = file.contentHash
        files[known].lineStarts = file.lineStarts
      }
      return known
    }
    let id = FileID(files.count)
    var file = file
    file.path = path
    files.append(file)
    filesByPath[path] = id
    return id
  }

  private mutating func intern(_ fact: TypeFact) -> TypeID {
    if let known = typesByFact[fact] { return known }
    let id = TypeID(types.count)
    types.append(fact)
    typesByFact[fact] = id
    return id
  }

  private static func key(of record: Record, _ mapping: UnitMapping) -> EntityKey {
    let usr = mapping.text(record.usr)
    guard !usr.isNone else {
      return EntityKey(unnamedAt: mapping.place(record.span), name: mapping.text(record.name), spelling: .none)
    }
    return EntityKey(usr: usr, file: record.isDefined ? mapping.file(record.span.file) : .none)
  }

  private static func key(of field: Field, _ mapping: UnitMapping) -> EntityKey {
    let usr = mapping.text(field.usr)
    guard !usr.isNone else {
      return EntityKey(unnamedAt: mapping.place(field.span), name: mapping.text(field.name), spelling: .none)
    }
    return EntityKey(usr: usr, file: mapping.file(field.span.file))
  }

  private static func key(of global: Global, _ mapping: UnitMapping) -> EntityKey {
    let usr = mapping.text(global.usr)
    guard !usr.isNone else {
      return EntityKey(unnamedAt: mapping.place(global.span), name: mapping.text(global.name), spelling: .none)
    }
    return EntityKey(usr: usr, file: global.isInternal ? mapping.file(global.span.file) : .none)
  }

  static func isDefinition(_ function: Function) -> Bool {
    function.flags.contains(.isDefined) || function.body != nil
  }

  private static func key(of function: Function, in unit: FactBase, _ mapping: UnitMapping) -> EntityKey {
    let usr = mapping.text(function.usr)
    guard !usr.isNone else {
      let spelling = function.type.isNone ? TextID.none : mapping.text(unit[function.type].spelling)
      return EntityKey(unnamedAt: mapping.place(function.span), name: mapping.text(function.name), spelling: spelling)
    }
    let isKnownByFile = isDefinition(function) || function.flags.contains(.isInternal)
    return EntityKey(usr: usr, file: isKnownByFile ? mapping.file(function.span.file) : .none)
  }
}

extension UnitMapping {
  /// Where a span begins, in the linker's numbers.
  fileprivate func place(_ span: Span) -> Span { Span(file: file(span.file), begin: span.begin, end: span.end) }
}
