extension Linker {
  /// The program: every declaration with its definition, and every table in an order that content alone decides.
  public consuming func finish() -> FactBase {
    var linker = consume self
    return linker.renumbered()
  }

  private mutating func renumbered() -> FactBase {
    let resolution = resolveDeclarations()
    for index in functions.contents.indices { sortLists(ofFunctionAt: index) }
    let order = CanonicalOrder(of: self)
    var mapping = CanonicalMapping(self, resolution, order)

    var program = FactBase()
    program.files.reserveCapacity(order.files.count)
    for id in order.files {
      var file = files[id]
      file.path = mapping.text(file.path)
      program.files.append(file)
    }
    for id in order.records {
      guard var record = records.contents[id.index] else { continue }
      record.attributes = sorted(record.attributes)
      program.records.append(mapping.map(record))
    }
    for id in order.fields {
      guard var field = fields.contents[id.index] else { continue }
      field.attributes = sorted(field.attributes)
      program.fields.append(mapping.map(field))
    }
    for id in order.globals {
      guard var global = globals.contents[id.index] else { continue }
      global.attributes = sorted(global.attributes)
      global.declarations = sorted(global.declarations)
      program.globals.append(mapping.map(global))
    }
    program.functions.reserveCapacity(order.functions.count)
    for id in order.functions {
      guard let function = functions.contents[id.index] else { continue }
      // Freed as it is mapped, so that no body is there twice.
      functions.contents[id.index] = nil
      var mapped = mapping.map(function)
      // Two references to one function may have been two before declarations were resolved.
      mapped.overrides = Array(Set(mapped.overrides)).sorted()
      program.functions.append(mapped)
    }
    program.layout = layout(&mapping)
    program.texts = mapping.canonicalTexts
    program.types = mapping.canonicalTypes
    return program
  }

  /// Lists that were united from several units come in the order of their content. Before texts get their numbers, which
  /// they get in the order in which they are met.
  private mutating func sortLists(ofFunctionAt index: Int) {
    guard var function = functions.contents[index] else { return }
    functions.contents[index] = nil
    function.attributes = sorted(function.attributes)
    function.declarations = sorted(function.declarations)
    for slot in 0..<Int(function.parameterCount) {
      if function.slots[slot].declarations.count + function.slots[slot].attributes.count == 0 { continue }
      let own = function.slots[slot].span
      function.slots[slot].declarations = sorted(function.slots[slot].declarations.filter { $0 != own })
      function.slots[slot].attributes = sorted(function.slots[slot].attributes)
    }
    functions.contents[index] = function
  }

  private func sorted(_ list: [TextID]) -> [TextID] {
    list.count < 2 ? list : list.sorted { texts[$0] < texts[$1] }
  }

  private func sorted(_ list: [Span]) -> [Span] {
    list.count < 2 ? list : list.sorted { precedes($0, $1) }
  }
}

/// From the linker's numbers to the program's. Texts and types get theirs when they are first met, which leaves out
/// those that only dropped facts used.
struct CanonicalMapping: FactMapping {
  private(set) var canonicalTexts = TextTable()
  private(set) var canonicalTypes: [TypeFact] = []
  private var typesByFact: [TypeFact: TypeID] = [:]

  private let sourceTexts: TextTable
  private let sourceTypes: [TypeFact]
  private var texts: [TextID]
  private var types: [TypeID]
  private let files: [UInt32]
  private let records: [UInt32]
  private let fields: [UInt32]
  private let globals: [UInt32]
  private let functions: [UInt32]

  init(_ linker: Linker, _ resolution: DeclarationResolution, _ order: CanonicalOrder) {
    sourceTexts = linker.texts
    sourceTypes = linker.types
    texts = [TextID](repeating: .none, count: linker.texts.strings.count)
    types = [TypeID](repeating: .none, count: linker.types.count)
    files = order.fileRanks
    let recordRanks = CanonicalOrder.ranks(order.records, count: linker.records.keys.count)
    records = resolution.records.map { recordRanks[$0.index] }
    let fieldRanks = CanonicalOrder.ranks(order.fields, count: linker.fields.keys.count)
    fields = resolution.fields.map { fieldRanks[$0.index] }
    let globalRanks = CanonicalOrder.ranks(order.globals, count: linker.globals.keys.count)
    globals = resolution.globals.map { globalRanks[$0.index] }
    let functionRanks = CanonicalOrder.ranks(order.functions, count: linker.functions.keys.count)
    functions = resolution.functions.map { functionRanks[$0.index] }
  }

  mutating func text(_ id: TextID) -> TextID {
    guard !id.isNone else { return .none }
    if let known = texts[id.index].optional { return known }
    let canonical = canonicalTexts.intern(sourceTexts[id])
    texts[id.index] = canonical
    return canonical
  }

  mutating func type(_ id: TypeID) -> TypeID {
    guard !id.isNone else { return .none }
    if let known = types[id.index].optional { return known }
    // Two types that differ only in whether their record was seen defined become one here.
    let fact = typeFact(sourceTypes[id.index])
    let canonical: TypeID
    if let known = typesByFact[fact] {
      canonical = known
    } else {
      canonical = TypeID(canonicalTypes.count)
      canonicalTypes.append(fact)
      typesByFact[fact] = canonical
    }
    types[id.index] = canonical
    return canonical
  }

  func file(_ id: FileID) -> FileID { id.isNone ? .none : FileID(files[id.index]) }
  func record(_ id: RecordID) -> RecordID { id.isNone ? .none : RecordID(records[id.index]) }
  func field(_ id: FieldID) -> FieldID { id.isNone ? .none : FieldID(fields[id.index]) }
  func global(_ id: GlobalID) -> GlobalID { id.isNone ? .none : GlobalID(globals[id.index]) }
  func function(_ id: FunctionID) -> FunctionID { id.isNone ? .none : FunctionID(functions[id.index]) }
}
