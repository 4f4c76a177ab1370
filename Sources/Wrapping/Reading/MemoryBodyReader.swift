import Facts

/// Reads one body for `MemoryUse`.
struct MemoryBodyReader {
  enum Value {
    case null
    case call(Event)
    /// What a field of a local struct holds.
    case localPart(FieldID)
    case parameterPart(Part)
    case other
  }

  let id: FunctionID
  let body: Body
  let returnedValues: [Value]
  /// What goes into fields.
  let storedValues: [(field: FieldID, value: Value)]
  /// Each with the parameters that go to it, by argument.
  let calls: [(event: Event, arguments: [Int?])]

  init(id: FunctionID, function: Function, body: Body, facts: FactBase) {
    self.id = id
    self.body = body
    let slots = SlotValues(body, parameterCount: function.parameters.count)
    let returnsPointer = !function.returnType.isNone && facts[function.returnType].kind == .pointer
    let returns = returnsPointer ? body.events.filter { $0.operation == .return } : []
    returnedValues = returns.flatMap { slots.values(behind: body.operand(0, of: $0), isReturned: true) }
    storedValues = body.events.flatMap { event -> [(FieldID, Value)] in
      let address = body.operand(0, of: event)
      guard event.operation == .store, !address.isNone, body[address].operation == .field else { return [] }
      return slots.values(behind: body.operand(1, of: event), isReturned: false).map { (body[address].field, $0) }
    }
    calls = body.events.filter { $0.operation == .call }.map { event in
      (event, body.arguments(of: event).map { slots.parameter(behind: $0) })
    }
  }

  /// Fields that get what is no result of a call: a parameter, an array of its own.
  var fieldsOfOtherValues: [FieldID] {
    storedValues.compactMap { field, value in if case .other = value { field } else { nil } }
  }

  /// Fields that get what other fields hold.
  var fieldsOfFields: [(field: FieldID, source: FieldID)] {
    storedValues.compactMap { field, value in
      switch value {
      case .localPart(let source): (field, source)
      case .parameterPart(let part): (field, part.field)
      case .null, .call, .other: nil
      }
    }
  }

  /// The one field that it returns, or null.
  var returnedPart: Part? {
    var found: Part?
    for value in returnedValues {
      switch value {
      case .null: break
      case .parameterPart(let part):
        if let found, found != part { return nil }
        found = part
      default: return nil
      }
    }
    return found
  }

  /// The address of a local is passed there.
  func isLocal(argument position: Int, of event: Event) -> Bool {
    let arguments = body.arguments(of: event)
    guard arguments.indices.contains(position) else { return false }
    let address = body.unconverted(arguments[position])
    return !address.isNone && body[address].operation == .slot
  }
}

/// What the local variables of a body may hold.
private struct SlotValues {
  private let body: Body
  private let parameterCount: Int
  private var stores: [Int: [ValueID]] = [:]
  /// Somebody else has what they hold.
  private var shared: Set<Int> = []

  init(_ body: Body, parameterCount: Int) {
    self.body = body
    self.parameterCount = parameterCount
    for event in body.events where event.operation == .store {
      let value = body.operand(1, of: event)
      if let slot = body.slot(at: body.operand(0, of: event)) {
        stores[slot, default: []].append(value)
      } else if let slot = body.slot(loadedBy: value) {
        shared.insert(slot)
      }
    }
  }

  func parameter(behind value: ValueID) -> Int? {
    body.slot(loadedBy: value).flatMap { $0 < parameterCount ? $0 : nil }
  }

  /// - Parameter isReturned: what a local holds goes to the caller, and so must go nowhere else.
  func values(behind value: ValueID, isReturned: Bool) -> [MemoryBodyReader.Value] {
    var found: [MemoryBodyReader.Value] = []
    func add(_ value: ValueID, _ depth: Int) {
      let value = body.unconverted(value)
      guard depth < 8, !value.isNone else { return found.append(.other) }
      let event = body[value]
      switch event.operation {
      case .null: found.append(.null)
      case .select: for operand in body.operands(of: event) { add(operand, depth + 1) }
      case .call: found.append(.call(event))
      case .load:
        let address = body.operand(0, of: event)
        if let part = part(at: address) { return found.append(part) }
        guard let slot = body.slot(at: address), slot >= parameterCount, let stored = stores[slot],
          !(isReturned && shared.contains(slot))
        else { return found.append(.other) }
        for value in stored { add(value, depth + 1) }
      default: found.append(.other)
      }
    }
    add(value, 0)
    return found
  }

  private func part(at address: ValueID) -> MemoryBodyReader.Value? {
    guard !address.isNone, body[address].operation == .field else { return nil }
    let field = body[address].field
    let object = body.operand(0, of: body[address])
    if let slot = body.slot(at: object) { return slot < parameterCount ? nil : .localPart(field) }
    return body.slot(loadedBy: object).flatMap {
      $0 < parameterCount ? .parameterPart(Part(parameter: $0, field: field)) : nil
    }
  }
}
