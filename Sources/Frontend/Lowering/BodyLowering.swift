import ClangBridge
import Facts

/// Lowers one body: walks Clang's graph, block by block, and turns each element into events.
///
/// Values are kept by the statement that computes them. A statement that the graph leaves out (parentheses,
/// default arguments) is lowered where its value is first asked for.
struct BodyLowering {
  let lowering: UnitLowering
  let pending: UnitLowering.PendingBody
  var body = Body()
  var slots: [Slot]
  var thisSlot = SlotID.none
  var hasErrors = false

  /// Values by statement. `noValue` stands for a statement that has been lowered and computes none.
  var values = PointerTable()
  static let noValue = UInt32.max - 1
  /// Numbers that an assignment or increment computes beside the place that it denotes in C++.
  var results = PointerTable()
  var slotIDs = PointerTable()
  /// Temporaries' slots by the expression that binds or materialises them.
  var temporaries = PointerTable()
  /// Wrappers around what is built elsewhere: no temporary of their own.
  var elided = PointerTable()
  /// Where the object of a construct expression is to be built, if the graph says so.
  var targets: [UInt: ClangElement] = [:]
  /// Values that are places in which an object has been built: they need no store.
  var placed = Set<UInt32>()
  /// What a closure's body calls by name is a field of the closure.
  var captures: [UInt: ClangCapture] = [:]
  var captureFields: [UInt: FieldID] = [:]
  /// Above zero inside a default argument, whose tree is lowered anew for each call.
  var inlineDepth = 0
  var lastSpan: (key: UInt, index: UInt32) = (0, 0)
  /// Statements that may throw inside a `try`, and its dispatch block.
  var throwers: [UInt: UInt32] = [:]

  var unit: ClangUnit { lowering.unit }

  init(_ lowering: UnitLowering, _ pending: UnitLowering.PendingBody) {
    self.lowering = lowering
    self.pending = pending
    slots = lowering.facts[pending.function].slots
  }

  mutating func run() {
    let declaration = pending.declaration
    for index in 0..<Int(lowering.facts[pending.function].parameterCount) {
      slotIDs[declaration.parameter(at: index).key] = UInt32(index)
    }
    declareThis()
    declareCaptures()
    aimAtGlobal()
    let graph = unit.graph(of: declaration, body: pending.body)
    if graph.address == nil {
      lowerWithoutGraph()
    } else {
      lower(graph)
      graph.destroy()
    }
    finish()
  }

  private mutating func declareThis() {
    let type = pending.closure.isNone ? pending.declaration.thisType : ClangType(address: nil)
    if !type.isNone {
      thisSlot = addSlot(Slot(kind: .this, name: .none, type: lowering.typeID(type), span: .none))
    } else if !pending.closure.isNone {
      let type = pending.declaration.thisType
      thisSlot = addSlot(
        Slot(kind: .this, name: .none, type: type.isNone ? .none : lowering.typeID(type), span: .none))
    }
  }

  private mutating func declareCaptures() {
    guard !pending.closure.isNone else { return }
    let none = ClangDeclaration(address: nil)
    for capture in gather(
      ClangCapture(variable: none, field: none, isByReference: false),
      { pending.closure.captures(into: $0, capacity: $1) })
    {
      captures[capture.variable.key] = capture
      captureFields[capture.variable.key] =
        capture.field.isNone
        ? lowering.blockField(of: pending.closure, variable: capture.variable) : lowering.fieldID(capture.field)
    }
  }

  /// The graph of a global's initialiser does not say what it initialises.
  private mutating func aimAtGlobal() {
    guard !pending.global.isNone else { return }
    let core = objectCore(pending.body)
    guard core.isObject || core.kind == .construct else { return }
    let none = ClangDeclaration(address: nil)
    targets[core.key] = ClangElement(
      kind: .statement, statement: core, declaration: none, function: none,
      initializer: ClangInitializer(address: nil), target: .variable, targetDeclaration: pending.declaration,
      targetStatement: .none, targetInitializer: ClangInitializer(address: nil), elidedMaterialization: .none,
      elidedBinding: .none)
  }

  /// What the last block of a global's initialiser does: the value goes to its place.
  mutating func storeGlobal() {
    let statement = pending.body
    let initial = value(statement)
    guard !initial.isNone, !isBuilt(initial, in: .global, pending.global.rawValue) else { return }
    initialize(globalAddress(pending.declaration, at: statement), with: initial, at: statement)
  }

  /// Clang has no graph for it: nothing may be concluded from this body.
  private mutating func lowerWithoutGraph() {
    let span = spanIndex(pending.body)
    emit(.opaque, reference: text("unanalyzable body"), spanIndex: span)
    body.blocks = [
      Block(firstEvent: 0, eventCount: 1, firstEdge: 0, edgeCount: 1), Block(firstEvent: 1, eventCount: 0),
    ]
    body.edges = [Edge(target: BlockID(1))]
    body.entry = BlockID(0)
    body.exit = BlockID(1)
  }

  private mutating func finish() {
    if unit.isCut(pending.body) { hasErrors = true }
    lowering.facts.functions[pending.function.index].slots = slots
    lowering.facts.functions[pending.function.index].thisSlot = thisSlot
    lowering.facts.functions[pending.function.index].body = body
    if hasErrors { lowering.facts.functions[pending.function.index].flags.insert(.hasErrors) }
  }

  mutating func addSlot(_ slot: Slot) -> SlotID {
    slots.append(slot)
    return SlotID(slots.count - 1)
  }

  func text(_ string: String) -> UInt32 { lowering.facts.texts.intern(string).rawValue }

  /// The text of a literal: short ones only, since it is format strings that say something of references.
  func literal(_ text: ClangText) -> UInt32 {
    guard text.count > 0, text.count <= 80 else { return UInt32.max }
    return self.text(text.string)
  }

  func type(_ statement: ClangStatement) -> TypeID { lowering.typeID(statement.type) }
}
