import Disciplines
import Facts

/// Makes facts from a small part of C, so that the engine is tried without a compiler: functions over `T *`, `T **` and
/// `int`, locals, fields, `if`, `while`, `goto`, calls.
struct SmallC {
  private(set) var facts = FactBase()
  private var tokens: [Lexer.Token]
  private var position = 0
  private var functions: [String: FunctionID] = [:]
  private var globals: [String: GlobalID] = [:]
  private var fields: [String: FieldID] = [:]
  private var builder = BodyBuilder()
  private var slots: [Slot] = []
  private var names: [String: SlotID] = [:]
  private var labels: [String: Int] = [:]
  private var exit = 0
  private let integer = TypeID(0), record = TypeID(1), pointer = TypeID(2), double = TypeID(3), void = TypeID(4)

  static let fieldNames = ["next", "left", "right", "item"]

  init(_ source: String) {
    tokens = Lexer.tokens(of: source)
    let path = facts.texts.intern("test.c")
    var starts: [UInt32] = [0]
    for (offset, character) in zip(0..., source) where character == "\n" { starts.append(UInt32(offset + 1)) }
    facts.files = [SourceFile(path: path, isSystem: false, contentHash: 0, lineStarts: starts)]
    func text(_ string: String) -> TextID { facts.texts.intern(string) }
    facts.types = [
      TypeFact(kind: .integer, spelling: text("int")),
      TypeFact(kind: .record, spelling: text("T"), record: RecordID(0)),
      TypeFact(kind: .pointer, spelling: text("T *"), inner: TypeID(1)),
      TypeFact(kind: .pointer, spelling: text("T **"), inner: TypeID(2)),
      TypeFact(kind: .void, spelling: text("void")),
    ]
    facts.records = [Record(usr: text("T"), name: text("T"), kind: .structure, isDefined: true)]
    // The first field is a number, as a count would be: a first field stands where its struct stands.
    for (index, name) in zip(0..., ["count"] + Self.fieldNames) {
      let id = FieldID(facts.fields.count)
      facts.fields.append(
        Field(
          usr: text("T::\(name)"), name: text(name), record: RecordID(0), index: UInt32(index),
          type: index == 0 ? integer : pointer, span: .none))
      facts.records[0].fields.append(id)
      fields[name] = id
    }
    while position < tokens.count { parseTopLevel() }
  }

  // MARK: Words

  private var here: String { position < tokens.count ? tokens[position].text : "" }
  private var span: Span {
    guard position < tokens.count else { return .none }
    let begin = UInt32(tokens[position].begin)
    return Span(file: FileID(0), begin: begin, end: begin + UInt32(here.count))
  }

  private mutating func next() -> String {
    defer { position += 1 }
    return here
  }

  private mutating func take(_ text: String) -> Bool {
    guard here == text else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ text: String) {
    precondition(
      take(text), "line \(position < tokens.count ? tokens[position].line : 0): '\(text)' expected, not '\(here)'")
  }

  // MARK: Declarations

  private mutating func parseType() -> TypeID {
    switch next() {
    case "int": return integer
    case "void": return take("*") ? pointer : void
    default:
      guard take("*") else { return record }
      return take("*") ? double : pointer
    }
  }

  private mutating func parseTopLevel() {
    let type = parseType()
    let place = span
    let name = next()
    let text = facts.texts.intern(name)
    guard take("(") else {
      expect(";")
      globals[name] = GlobalID(facts.globals.count)
      facts.globals.append(Global(usr: text, name: text, type: type, span: place))
      return
    }
    slots = []
    names = [:]
    while !take(")") {
      let type = parseType()
      if type == void { continue }
      let place = span
      let name = next()
      names[name] = SlotID(slots.count)
      slots.append(Slot(kind: .parameter, name: facts.texts.intern(name), type: type, span: place))
      _ = take(",")
    }
    let id = functions[name] ?? FunctionID(facts.functions.count)
    if functions[name] == nil {
      functions[name] = id
      facts.functions.append(Function(usr: text, name: text, simpleName: text, kind: .free))
    }
    facts.functions[id].returnType = type
    facts.functions[id].span = place
    facts.functions[id].parameterCount = UInt32(slots.count)
    facts.functions[id].slots = slots
    guard !take(";") else { return }
    builder = BodyBuilder()
    exit = builder.newBlock()
    labels = [:]
    parseBlock()
    builder.jump(to: exit)
    facts.functions[id].slots = slots
    facts.functions[id].body = builder.finish(exit: exit)
  }

  // MARK: Statements

  private mutating func parseBlock() {
    expect("{")
    while !take("}") { parseStatement() }
  }

  private mutating func label(_ name: String) -> Int {
    if let known = labels[name] { return known }
    let block = builder.newBlock()
    labels[name] = block
    return block
  }

  private mutating func parseStatement() {
    if here == "{" { return parseBlock() }
    let place = span
    switch here {
    case "if":
      position += 1
      expect("(")
      let (yes, no, end) = (builder.newBlock(), builder.newBlock(), builder.newBlock())
      parseCondition(yes, no)
      expect(")")
      builder.begin(yes)
      parseStatement()
      builder.jump(to: end)
      builder.begin(no)
      if take("else") { parseStatement() }
      builder.jump(to: end)
      builder.begin(end)
    case "while":
      position += 1
      expect("(")
      let (head, inside, end) = (builder.newBlock(), builder.newBlock(), builder.newBlock())
      builder.jump(to: head)
      builder.begin(head)
      parseCondition(inside, end)
      expect(")")
      builder.begin(inside)
      parseStatement()
      builder.jump(to: head)
      builder.begin(end)
    case "goto":
      position += 1
      builder.jump(to: label(next()))
      expect(";")
      builder.begin(builder.newBlock())
    case "return":
      position += 1
      let operands = here == ";" ? [] : [parseExpression()]
      expect(";")
      _ = builder.emit(.return, operands, span: place)
      builder.jump(to: exit)
      builder.begin(builder.newBlock())
    case "T", "int": parseLocal()
    default:
      if position + 1 < tokens.count, tokens[position + 1].text == ":" {
        let block = label(next())
        position += 1
        builder.jump(to: block)
        builder.begin(block)
        return
      }
      parseAssignment()
      expect(";")
    }
  }

  private mutating func parseLocal() {
    let type = parseType()
    let place = span
    let name = next()
    let slot = SlotID(slots.count)
    names[name] = slot
    slots.append(Slot(kind: .local, name: facts.texts.intern(name), type: type, span: place))
    if take("=") {
      let value = parseExpression()
      let address = builder.emit(.slot, type: type, reference: slot.rawValue, span: place)
      _ = builder.emit(.store, [address, value], flags: .isInitialization, span: place)
    }
    expect(";")
  }

  private mutating func parseAssignment() {
    let start = position
    let place = span
    let isAssignment = tokens[start...].prefix { $0.text != ";" }.contains { $0.text == "=" }
    guard isAssignment else {
      _ = parseExpression()
      return
    }
    let address = parseAddress()
    expect("=")
    _ = builder.emit(.store, [address, parseExpression()], span: place)
  }

  /// `a && b`, `a || b`, or one comparison; goes to one of two blocks.
  private mutating func parseCondition(_ yes: Int, _ no: Int) {
    let first = parseExpression()
    if take("&&") {
      let more = builder.newBlock()
      builder.branch(on: first, more, no)
      builder.begin(more)
      parseCondition(yes, no)
    } else if take("||") {
      let more = builder.newBlock()
      builder.branch(on: first, yes, more)
      builder.begin(more)
      parseCondition(yes, no)
    } else {
      builder.branch(on: first, yes, no)
    }
  }

  // MARK: Expressions

  private mutating func parseExpression() -> ValueID {
    let place = span
    let left = parseUnary()
    let operators: [String: Event.Comparison] = [
      "==": .equal, "!=": .notEqual, "<": .less, "<=": .lessOrEqual, ">": .greater, ">=": .greaterOrEqual,
    ]
    if let comparison = operators[here] {
      position += 1
      return builder.emit(.compare, [left, parseUnary()], type: integer, reference: comparison.rawValue, span: place)
    }
    if ["+", "-", "&", "|"].contains(here), let code = next().utf8.first {
      return builder.emit(.arithmetic, [left, parseUnary()], type: integer, reference: UInt32(code), span: place)
    }
    return left
  }

  private mutating func parseUnary() -> ValueID {
    let place = span
    if take("!") { return builder.emit(.not, [parseUnary()], type: integer, span: place) }
    if take("&") { return parseAddress() }
    if take("-") {
      let inner = parseUnary()
      return builder.emit(.arithmetic, [inner], type: integer, reference: UInt32(UInt8(ascii: "-")), span: place)
    }
    if here == "NULL" {
      position += 1
      return builder.emit(.null, type: pointer, span: place)
    }
    if let number = Int64(here) {
      position += 1
      return builder.constant(number, type: integer, span: place)
    }
    if position + 1 < tokens.count, tokens[position + 1].text == "(" { return parseCall() }
    let address = parseAddress()
    return builder.emit(.load, [address], type: pointer, span: place)
  }

  private mutating func parseCall() -> ValueID {
    let place = span
    let name = next()
    expect("(")
    var operands: [ValueID] = []
    while !take(")") {
      operands.append(parseExpression())
      _ = take(",")
    }
    guard let callee = functions[name] else { preconditionFailure("'\(name)' is not declared") }
    return builder.emit(.call, operands, type: facts[callee].returnType, reference: callee.rawValue, span: place)
  }

  private mutating func parseAddress() -> ValueID {
    let place = span
    if take("*") { return parseUnary() }
    let name = next()
    var address: ValueID
    if let slot = names[name] {
      address = builder.emit(.slot, type: slots[slot.index].type, reference: slot.rawValue, span: place)
    } else if let global = globals[name] {
      address = builder.emit(.global, type: facts[global].type, reference: global.rawValue, span: place)
    } else {
      preconditionFailure("'\(name)' is not declared")
    }
    while true {
      if take("->") {
        let base = builder.emit(.load, [address], type: pointer, span: place)
        guard let field = fields[next()] else { preconditionFailure("no such field") }
        address = builder.emit(.field, [base], type: pointer, reference: field.rawValue, span: place)
      } else if take("[") {
        let base = builder.emit(.load, [address], type: double, span: place)
        let index = parseExpression()
        expect("]")
        address = builder.emit(.element, [base, index], type: pointer, span: place)
      } else {
        return address
      }
    }
  }
}
