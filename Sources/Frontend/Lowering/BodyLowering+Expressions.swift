import ClangBridge
import Facts

extension BodyLowering {
  /// The value of an expression; lowers it if nothing has yet. `none` for what computes nothing.
  mutating func value(_ statement: ClangStatement) -> ValueID {
    guard !statement.isNone else { return .none }
    let known = values[statement.key]
    if known != PointerTable.absent { return known == Self.noValue ? .none : ValueID(known) }
    let value = lowerExpression(statement)
    values[statement.key] = value.isNone ? Self.noValue : value.rawValue
    return value
  }

  /// A value that some event needs: one stands in where there is none.
  mutating func operand(_ statement: ClangStatement) -> ValueID {
    let value = value(statement)
    return value.isNone ? opaque("void", at: statement) : value
  }

  private mutating func lowerExpression(_ statement: ClangStatement) -> ValueID {
    if statement.hasErrors { hasErrors = true }
    switch statement.kind {
    case .transparent: return statement.first.isNone ? opaque("unknown", at: statement) : value(statement.first)
    case .default: return statement.first.isNone ? opaque("default", at: statement) : inline(statement.first)
    case .reference: return address(of: statement.declaration, at: statement)
    case .member: return member(statement)
    case .subscript:
      let base = operand(statement.first)
      let index = operand(statement.second)
      return emit(.element, type: type(statement), base, index, at: statement)
    case .this: return thisValue(at: statement)
    case .integer: return constant(unit.integer(of: statement), type: type(statement), at: statement)
    case .floating:
      return constant(Int64(bitPattern: statement.floating.bitPattern), type: type(statement), at: statement)
    case .string:
      // Of `__FILE__` the length is that of the path by which a header was found: it says nothing of the program.
      return emit(
        .string, type: lowering.typeID(unit.unsizedType(of: statement)), reference: literal(unit.string(of: statement)),
        at: statement)
    case .null: return emit(.null, type: type(statement), at: statement)
    case .zero: return zero(statement)
    case .unary: return unary(statement)
    case .binary: return binary(statement)
    case .conditional: return select(statement, [statement.second, statement.third])
    case .binaryConditional: return select(statement, [statement.first, statement.third])
    case .cast: return cast(statement)
    case .call, .memberCall, .operatorCall: return call(statement)
    case .construct: return construct(statement)
    case .inheritedConstruct: return inheritedConstruct(statement)
    case .materialize: return materialize(statement)
    case .bindTemporary: return bindTemporary(statement)
    case .new: return new(statement)
    case .delete: return delete(statement)
    case .throw:
      let thrown = statement.first.isNone ? nil : operand(statement.first)
      return emit(.throw, thrown, at: statement)
    case .lambda: return lambda(statement)
    case .block: return block(statement)
    case .list: return list(statement)
    case .initializerList:
      return emit(.aggregate, type: type(statement), operand(statement.first), at: statement)
    case .compoundLiteral: return compoundLiteral(statement)
    case .statementExpression:
      return statement.first.isNone ? .none : value(statement.first)
    case .arrayLoop:
      return opaque(
        statement.name.string, type: type(statement), operands: [operand(statement.first)], at: statement)
    case .atomic: return atomicExpression(statement)
    case .pseudoDestructor: return .none
    case .error:
      hasErrors = true
      return opaque("error", type: type(statement), at: statement)
    case .otherExpression, .return, .declaration, .other: return other(statement)
    }
  }

  /// What is not told apart: it saw its operands, and that is all that is said.
  private mutating func other(_ statement: ClangStatement) -> ValueID {
    var operands: [ValueID] = []
    for child in statement.operands where child.isExpression {
      let value = value(child)
      if !value.isNone { operands.append(value) }
    }
    return opaque(statement.name.string, type: type(statement), operands: operands, at: statement)
  }

  mutating func zero(_ statement: ClangStatement) -> ValueID {
    let type = type(statement)
    switch statement.type.kind {
    case .pointer, .null, .memberPointer: return emit(.null, type: type, at: statement)
    case .record, .array: return emit(.aggregate, type: type, at: statement)
    default: return constant(0, type: type, at: statement)
    }
  }

  private mutating func unary(_ statement: ClangStatement) -> ValueID {
    let type = type(statement)
    // `__extension__` may stand before what computes nothing.
    if statement.operator == .plus { return value(statement.first) }
    let operand = operand(statement.first)
    switch statement.operator {
    case .addressOf, .dereference: return operand
    case .not: return emit(.not, type: type, operand, at: statement)
    case .minus: return arithmetic("-", type: type, operand, nil, at: statement)
    case .complement: return arithmetic("~", type: type, operand, nil, at: statement)
    case .preIncrement: return step(.increment, statement, place: operand)
    case .preDecrement: return step(.decrement, statement, place: operand)
    case .postIncrement:
      return emit(.increment, flags: .yieldsOld, type: type, operand, at: statement)
    case .postDecrement:
      return emit(.decrement, flags: .yieldsOld, type: type, operand, at: statement)
    default: return opaque("unary operator", type: type, operands: [operand], at: statement)
    }
  }

  /// `++x` denotes the place in C++; what reads it at once gets the number.
  private mutating func step(
    _ operation: Event.Operation, _ statement: ClangStatement, place: ValueID, by amount: ValueID? = nil
  ) -> ValueID {
    let result = emit(operation, type: type(statement), place, amount, at: statement)
    guard statement.isPlace else { return result }
    results[statement.key] = result.rawValue
    return place
  }

  func arithmeticCode(_ operation: ClangOperator) -> Character {
    switch operation {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .remainder: "%"
    case .shiftLeft: "<"
    case .shiftRight: ">"
    case .and: "&"
    case .or: "|"
    case .xor: "^"
    default: "?"
    }
  }

  private mutating func arithmetic(
    _ code: Character, type: TypeID, _ left: ValueID, _ right: ValueID?, at statement: ClangStatement
  ) -> ValueID {
    if statement.type.kind == .integer, let right, written(left) != nil, written(right) != nil {
      // `sizeof(table) / sizeof(table[0])` is a number as good as one that is written as such.
      return constant(unit.integer(of: statement), type: type, at: statement)
    }
    return emit(.arithmetic, type: type, reference: UInt32(code.asciiValue ?? 0), left, right, at: statement)
  }

  /// The integer that the code says.
  private func written(_ value: ValueID) -> Int64? {
    guard !value.isNone else { return nil }
    let source = body[body.unconverted(value)]
    guard source.operation == .constant, !source.type.isNone, lowering.facts[source.type].kind == .integer else {
      return nil
    }
    return body.constants[Int(source.reference)]
  }

  private mutating func binary(_ statement: ClangStatement) -> ValueID {
    let operation = statement.operator
    switch operation {
    case .logicalAnd, .logicalOr: return select(statement, [statement.first, statement.second], .isTruth)
    case .comma:
      _ = value(statement.first)
      return value(statement.second)
    case .assign: return assign(statement)
    default: break
    }
    if statement.isCompound { return compoundAssign(statement, operation) }
    let left = operand(statement.first)
    let right = operand(statement.second)
    if let comparison = comparison(operation) {
      let flags: Event.Flags = statement.first.type.isUnsigned ? .isUnsigned : []
      return emit(
        .compare, flags: flags, type: type(statement), reference: comparison.rawValue, left, right, at: statement)
    }
    if operation == .memberPointer {
      return opaque("member pointer", type: type(statement), operands: [left, right], at: statement)
    }
    return arithmetic(arithmeticCode(operation), type: type(statement), left, right, at: statement)
  }

  private func comparison(_ operation: ClangOperator) -> Event.Comparison? {
    switch operation {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .threeWay: .threeWay
    default: nil
    }
  }

  private mutating func assign(_ statement: ClangStatement) -> ValueID {
    let right = operand(statement.second)
    let left = operand(statement.first)
    emit(.store, type: type(statement), left, right, at: statement)
    guard statement.isPlace else { return right }
    results[statement.key] = right.rawValue
    return left
  }

  private mutating func compoundAssign(_ statement: ClangStatement, _ operation: ClangOperator) -> ValueID {
    let right = operand(statement.second)
    let left = operand(statement.first)
    if operation == .add { return step(.increment, statement, place: left, by: right) }
    if operation == .subtract { return step(.decrement, statement, place: left, by: right) }
    let old = load(left, type: type(statement), at: statement)
    let new = arithmetic(arithmeticCode(operation), type: type(statement), old, right, at: statement)
    emit(.store, type: type(statement), left, new, at: statement)
    guard statement.isPlace else { return new }
    results[statement.key] = new.rawValue
    return left
  }

  /// One of several, whichever way was taken. Arms that never arrive (they throw) are left out.
  private mutating func select(
    _ statement: ClangStatement, _ arms: [ClangStatement], _ flags: Event.Flags = []
  ) -> ValueID {
    var operands: [ValueID] = []
    for arm in arms { collectArm(arm, into: &operands) }
    if operands.isEmpty { return .none }
    // Both arms built the same object in the same place.
    let first = body[operands[0]]
    if operands.count > 1, first.operation == .slot,
      operands.allSatisfy({ body[$0].operation == .slot && body[$0].reference == first.reference })
    {
      let address = slotAddress(first.slot, at: statement)
      if operands.allSatisfy({ placed.contains($0.rawValue) }) { placed.insert(address.rawValue) }
      return address
    }
    if statement.type.kind == .void { return .none }
    let result = emit(.select, flags: flags, type: type(statement), operands: operands, at: statement)
    if operands.allSatisfy({ placed.contains($0.rawValue) }) { placed.insert(result.rawValue) }
    return result
  }

  /// Of `a && b && c` only the whole is a value for Clang: what is inside is the way through the graph.
  private mutating func collectArm(_ arm: ClangStatement, into operands: inout [ValueID]) {
    var current = arm
    while current.kind == .transparent, !current.first.isNone { current = current.first }
    let isLogical =
      current.kind == .binary && (current.operator == .logicalAnd || current.operator == .logicalOr)
    if isLogical, values[current.key] == PointerTable.absent {
      collectArm(current.first, into: &operands)
      collectArm(current.second, into: &operands)
      return
    }
    let value = armValue(arm)
    if !value.isNone, body[value].operation != .throw { operands.append(value) }
  }

  /// An arm has been lowered in its own block. One that was not is in no block that is reached: to lower it here
  /// would run it.
  private mutating func armValue(_ arm: ClangStatement) -> ValueID {
    if inlineDepth > 0 { return value(arm) }
    var current = arm
    while true {
      let known = values[current.key]
      if known != PointerTable.absent { return known == Self.noValue ? .none : ValueID(known) }
      guard current.kind == .transparent, !current.first.isNone else { break }
      current = current.first
    }
    switch current.kind {
    case .integer, .null, .string, .floating, .reference, .this, .zero: return value(arm)
    default: return isLowered(current) ? value(arm) : .none
    }
  }

  /// Its parts are there, only the wrapper (a cast) is not.
  private func isLowered(_ statement: ClangStatement) -> Bool {
    guard statement.kind == .cast || statement.kind == .materialize || statement.kind == .bindTemporary else {
      return values[statement.key] != PointerTable.absent
    }
    return values[statement.first.key] != PointerTable.absent || isLowered(statement.first)
  }

  private mutating func cast(_ statement: ClangStatement) -> ValueID {
    let source = statement.first
    switch statement.cast {
    case .nothing: return value(source)
    case .toVoid:
      _ = value(source)
      return .none
    case .null:
      return emit(.null, type: type(statement), at: statement)
    case .load:
      let address = operand(source)
      if let number = assignedNumber(source) { return number }
      return load(address, type: type(statement), at: statement)
    case .toTruth: return convert(statement, .isTruth)
    case .up: return convert(statement, .isUpcast)
    case .down: return convert(statement, .isDowncast)
    case .checked: return convert(statement, [.isDowncast, .isChecked])
    case .convert: return convert(statement, [])
    }
  }

  private mutating func convert(_ statement: ClangStatement, _ flags: Event.Flags) -> ValueID {
    let source = operand(statement.first)
    if flags.isEmpty, statement.type.kind == .integer, let written = written(source) {
      // `(uint32_t)-1` is another number than the one that is written.
      let number = unit.integer(of: statement)
      if number != written { return constant(number, type: type(statement), at: statement) }
    }
    let flags = statement.isExplicitCast ? flags.union(.isExplicit) : flags
    return emit(.convert, flags: flags, type: type(statement), source, at: statement)
  }

  /// What has just been put into a place, for who reads the place in the same breath: `while ((p = next()))`.
  private func assignedNumber(_ statement: ClangStatement) -> ValueID? {
    var current = statement
    while current.kind == .transparent, !current.first.isNone { current = current.first }
    let known = results[current.key]
    return known == PointerTable.absent ? nil : ValueID(known)
  }

  /// `{a, b}`: of one number or pointer the value itself.
  private mutating func list(_ statement: ClangStatement) -> ValueID {
    let elements = statement.operands
    switch statement.type.kind {
    case .record, .array, .other, .atomic:
      let operands = elements.map { operand($0) }
      return emit(.aggregate, type: type(statement), operands: operands, at: statement)
    default:
      return elements.isEmpty ? zero(statement) : value(elements[0])
    }
  }

  /// An unnamed variable.
  private mutating func compoundLiteral(_ statement: ClangStatement) -> ValueID {
    let initial = operand(statement.first)
    guard statement.isPlace else { return initial }
    let slot = temporary(type: type(statement), at: statement)
    let address = slotAddress(slot, at: statement)
    initialize(address, with: initial, at: statement)
    return address
  }
}
