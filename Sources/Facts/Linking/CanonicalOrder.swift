/// Which entities the program keeps, and in what order: by file, offset and USR, so that the numbers tell nothing of
/// the way in which the facts were read.
struct CanonicalOrder {
  /// The linker's numbers in the program's order.
  var files: [FileID]
  var records: [RecordID]
  var fields: [FieldID]
  var globals: [GlobalID]
  var functions: [FunctionID]
  /// The other way round: by the linker's number, `UInt32.max` for what is not kept.
  var fileRanks: [UInt32]

  init(of linker: Linker) {
    let referenced = linker.referencedFiles()
    files = linker.files.indices.filter { referenced[$0] }.map { FileID($0) }
      .sorted { linker.path(of: $0) < linker.path(of: $1) }
    let ranks = Self.ranks(files, count: linker.files.count)
    fileRanks = ranks

    let signatures = linker.referencedSignatures()
    let uncalled = linker.unreferencedImplicitFunctions()
    func order<Entity>(
      _ table: EntityTable<Entity>, _ span: (Entity) -> Span, isKept: (Int, Entity) -> Bool
    ) -> [Identifier<Entity>] {
      var places: [Place] = []
      for (index, entity) in table.contents.enumerated() {
        guard let entity, isKept(index, entity) else { continue }
        let span = span(entity)
        let rank = span.isNone ? UInt32.max : ranks[span.file.index]
        places.append(Place(file: rank, begin: span.begin, index: UInt32(index)))
      }
      places.sort { left, right in
        if left.file != right.file { return left.file < right.file }
        if left.begin != right.begin { return left.begin < right.begin }
        return linker.precedes(table.keys[Int(left.index)], table.keys[Int(right.index)])
      }
      return places.map { Identifier($0.index) }
    }
    records = order(linker.records, \.span) { _, _ in true }
    fields = order(linker.fields, \.span) { _, _ in true }
    globals = order(linker.globals, \.span) { _, _ in true }
    functions = order(linker.functions, \.span) { index, function in
      if uncalled.contains(UInt32(index)) { return false }
      // A compiler-made signature is there for the slot that has it; one that came with a declaration whose
      // slots were not kept is nobody's.
      return function.kind != .signature || !function.usr.isNone || signatures[index]
    }
  }

  private struct Place {
    var file: UInt32
    var begin: UInt32
    var index: UInt32
  }

  static func ranks<Entity>(_ ids: [Identifier<Entity>], count: Int) -> [UInt32] {
    var ranks = [UInt32](repeating: UInt32.max, count: count)
    for (rank, id) in ids.enumerated() { ranks[id.index] = UInt32(rank) }
    return ranks
  }
}

extension Linker {
  fileprivate func path(of file: FileID) -> String { texts[files[file].path] }

  /// Of keys whose entities stand at the same place.
  fileprivate func precedes(_ left: EntityKey, _ right: EntityKey) -> Bool {
    if left.usr != right.usr { return texts[left.usr] < texts[right.usr] }
    if left.name != right.name { return texts[left.name] < texts[right.name] }
    if left.spelling != right.spelling { return texts[left.spelling] < texts[right.spelling] }
    let files = (left.file.isNone ? "" : path(of: left.file), right.file.isNone ? "" : path(of: right.file))
    return files.0 < files.1
  }

  /// Only files that some fact stands in: which others were read depends on how headers were shared.
  fileprivate func referencedFiles() -> [Bool] {
    var referenced = [Bool](repeating: false, count: files.count)
    func mark(_ span: Span) {
      if !span.isNone { referenced[span.file.index] = true }
    }
    for case let record? in records.contents {
      mark(record.span)
      mark(record.pattern)
    }
    for case let field? in fields.contents { mark(field.span) }
    for case let global? in globals.contents {
      mark(global.span)
      for span in global.declarations { mark(span) }
    }
    for case let function? in functions.contents {
      mark(function.span)
      mark(function.pattern)
      for span in function.declarations { mark(span) }
      for slot in function.slots {
        mark(slot.span)
        for span in slot.declarations { mark(span) }
      }
      for span in function.body?.spans ?? [] { mark(span) }
    }
    for row in declarationLayouts { for span in row.spans { mark(span) } }
    for row in statementLayouts { for span in row.spans { mark(span) } }
    return referenced
  }

  /// What the compiler declared by itself, without a body, and nobody refers to: which units it does so in depends on
  /// what they look at.
  fileprivate func unreferencedImplicitFunctions() -> Set<UInt32> {
    var unreferenced: Set<UInt32> = []
    for (index, function) in functions.contents.enumerated() {
      guard let function, function.body == nil, function.flags.contains(.isImplicit), function.span.isNone else {
        continue
      }
      unreferenced.insert(UInt32(index))
    }
    guard !unreferenced.isEmpty else { return [] }
    func mark(_ id: FunctionID) {
      if !id.isNone { unreferenced.remove(id.rawValue) }
    }
    for case let record? in records.contents {
      mark(record.destructor)
      for case .function(let function) in record.templateArguments { mark(function) }
    }
    for case let function? in functions.contents {
      for base in function.overrides { mark(base) }
      for event in function.body?.events ?? [] where event.operation.referent == .function { mark(event.function) }
    }
    return unreferenced
  }

  fileprivate func referencedSignatures() -> [Bool] {
    var referenced = [Bool](repeating: false, count: functions.contents.count)
    func mark(_ id: FunctionID) {
      if !id.isNone { referenced[id.index] = true }
    }
    for case let field? in fields.contents { mark(field.signature) }
    for case let global? in globals.contents { mark(global.signature) }
    for case let function? in functions.contents { for slot in function.slots { mark(slot.signature) } }
    return referenced
  }
}
