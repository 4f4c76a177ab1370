import ClangBridge
import Facts

/// Lowers one parsed unit: keeps the tables and what each of Clang's pointers became in them.
///
/// Belongs to one thread, and lives as long as the parse.
final class UnitLowering {
  let unit: ClangUnit
  let request: UnitRequest
  let isCPlusPlus: Bool
  var facts = FactBase()

  var functionIDs = PointerTable(capacity: 1024)
  var recordIDs = PointerTable(capacity: 512)
  var fieldIDs = PointerTable(capacity: 512)
  var globalIDs = PointerTable()
  var typeIDs = PointerTable(capacity: 1024)
  var typeFacts: [TypeFact: TypeID] = [:]
  var signatureIDs = PointerTable()
  var fileIDs: [Int32: FileID] = [:]
  var filePaths: [TextID: FileID] = [:]
  var intrinsics: [Intrinsic] = []
  /// Functions and records that need no second visit.
  var visited = PointerTable(capacity: 1024)
  /// Functions whose bodies are lowered or will be.
  var queuedBodies = PointerTable(capacity: 512)
  var pendingRecords: [(declaration: ClangDeclaration, id: RecordID)] = []
  var pendingBodies: [PendingBody] = []
  var blockFields: [BlockCapture: FieldID] = [:]
  var symbols = UnitSymbols()
  var enumerations: [Enumeration] = []
  var lastMacro: (span: (Int32, UInt32), name: TextID)?
  var seenLayouts: Set<DeclarationLayout> = []

  /// A body that was found, to be lowered in its turn.
  struct PendingBody {
    var function: FunctionID
    var declaration: ClangDeclaration
    var body: ClangStatement
    /// Of a closure: the record or block whose captures are its fields.
    var closure: ClangDeclaration
    /// Of an initialiser: the global.
    var global: GlobalID
  }

  init(_ unit: ClangUnit, request: UnitRequest) {
    self.unit = unit
    self.request = request
    isCPlusPlus = unit.isCPlusPlus
  }

  func run() {
    var index = 0
    // Looking may make Clang read more of a precompiled header: the list is asked anew each time.
    while index < unit.declarationCount {
      visit(unit.declaration(at: index), isOwn: true)
      drain()
      index += 1
    }
    drain()
  }

  /// Works off what visiting has found; it finds more itself.
  private func drain() {
    while true {
      if let record = pendingRecords.popLast() {
        complete(record.declaration, record.id)
      } else if let body = pendingBodies.popLast() {
        lower(body)
      } else {
        return
      }
    }
  }

  /// Looks at a declaration and at what it contains. `isOwn` where Clang said that this unit brings it, though it
  /// may continue something out of a precompiled header.
  func visit(_ declaration: ClangDeclaration, isOwn: Bool) {
    let kind = declaration.kind
    if kind == .other || kind == .field || kind == .parameter || kind == .binding || kind == .enumerator { return }
    if !isOwn, declaration.isPrecompiled { return }
    guard visited.insert(declaration.key) else { return }
    if kind == .scope {
      for member in gather(declaration, { declaration.members(into: $0, capacity: $1) }) {
        visit(member, isOwn: false)
      }
      return
    }
    if unit.isSystem(declaration) || declaration.isDependent { return }
    switch kind {
    case .function, .method, .constructor, .destructor, .conversion: visitFunction(declaration)
    case .variable: visitVariable(declaration)
    case .record: visitRecord(declaration, isOwn: isOwn)
    case .typedef:
      if !declaration.signatureType.isNone { _ = signature(ofTypedef: declaration) }
    case .enumeration: if request.collectsEnumerations { visitEnumeration(declaration) }
    default: break
    }
  }

  private func visitFunction(_ declaration: ClangDeclaration) {
    let id = functionID(declaration)
    let body = declaration.body
    guard !body.isNone, !declaration.isDependent else { return }
    let flags = declaration.functionFlags
    // A lambda's operator is lowered where the lambda stands.
    if flags & ClangFunctionFlagsLambdaOperator.rawValue != 0 { return }
    queueBody(
      PendingBody(
        function: id, declaration: declaration, body: body, closure: ClangDeclaration(address: nil), global: .none))
  }

  func queueBody(_ body: PendingBody) {
    // Not the body's own address: instantiations share what they have in common with their pattern.
    guard queuedBodies.insert(UInt(body.function.rawValue) + 1) else { return }
    pendingBodies.append(body)
  }

  private func visitRecord(_ declaration: ClangDeclaration, isOwn: Bool) {
    let id = recordID(declaration)
    guard declaration.recordFlags & ClangRecordFlagsDefined.rawValue != 0 else { return }
    if isOwn, declaration.isPrecompiled { pendingRecords.append((declaration, id)) }
    for member in gather(declaration, { declaration.members(into: $0, capacity: $1) }) {
      visit(member, isOwn: false)
    }
  }

  private func visitVariable(_ declaration: ClangDeclaration) {
    guard !declaration.isLocal else { return }
    let id = globalID(declaration)
    guard !declaration.isStaticLocal else { return }
    let initializer = declaration.initializer
    guard !initializer.isNone, !isPlainNumber(declaration.type) else { return }
    lowerInitializer(of: declaration, id: id, initializer: initializer)
  }

  /// Numbers hold no references: tables of them need no body.
  private func isPlainNumber(_ type: ClangType) -> Bool {
    var shape = unit.shape(of: type)
    while shape.kind == .array { shape = unit.shape(of: shape.inner) }
    switch shape.kind {
    case .boolean, .integer, .floating, .enumeration: return true
    default: return false
    }
  }

  private func lowerInitializer(of declaration: ClangDeclaration, id: GlobalID, initializer: ClangStatement) {
    let global = facts[id]
    let function = FunctionID(facts.functions.count)
    facts.functions.append(
      Function(
        usr: facts.texts.intern(facts[global.usr] + "@initializer"), name: global.name, simpleName: global.name,
        kind: .initializer, flags: [.isImplicit], span: nameSpan(declaration)))
    queueBody(
      PendingBody(
        function: function, declaration: declaration, body: initializer, closure: ClangDeclaration(address: nil),
        global: id))
  }

  func lower(_ pending: PendingBody) {
    var body = BodyLowering(self, pending)
    body.run()
    recordStatements(in: pending.body)
  }
}
