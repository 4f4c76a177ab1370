import Facts

/// What functions do with the pointers that they are given, and whether what they return can be null: read off the bodies,
/// carried from callee to caller until nothing changes.
struct PointerUse {
  /// By function and parameter.
  private(set) var parameters: [[Use]]
  /// By function; nil where there is no body.
  private(set) var mayReturnNull: [Bool?]

  struct Use: Hashable {
    var hasBody = false
    /// Compared with null: the function is ready for it.
    var isTested = false
    /// Used as an address although nobody tests it.
    var isDereferenced = false
    /// Stored where it outlives the call.
    var isKept = false
    /// Stored in what another parameter points to.
    var keptIn: Set<Int> = []
    /// Called, of a pointer to a function.
    var isCalled = false

    var outlivesCall: Bool { isKept || !keptIn.isEmpty }

    var nullability: Nullability {
      isTested ? .nullable : isDereferenced ? .nonnull : .unspecified
    }
  }

  private struct Passing {
    var function: Int
    var parameter: Int
    var isItself: Bool
    var callee: Int
    var calleeParameter: Int
    var holders: [PointerBodyReader.Holder]
  }

  init(_ facts: FactBase) {
    parameters = facts.functions.map { Array(repeating: Use(), count: $0.parameters.count) }
    mayReturnNull = Array(repeating: nil, count: facts.functions.count)
    var passings: [Passing] = []
    var returned: [(function: Int, callee: Int)] = []
    for (number, function) in facts.functions.enumerated() {
      guard let body = function.body else { continue }
      var reader = PointerBodyReader(facts: facts, function: function, body: body)
      reader.run()
      for (index, use) in reader.uses.enumerated() { parameters[number][index] = use }
      for passing in reader.passings {
        passings.append(
          Passing(
            function: number, parameter: passing.parameter, isItself: passing.isItself, callee: passing.callee,
            calleeParameter: passing.calleeParameter, holders: passing.holders))
      }
      guard !function.returnType.isNone, facts[function.returnType].kind == .pointer else { continue }
      mayReturnNull[number] = reader.returnsNull
      returned += reader.returnedCalls.map { (number, $0) }
    }
    settle(passings, returned, facts)
  }

  private mutating func settle(
    _ passings: [Passing], _ returned: [(function: Int, callee: Int)], _ facts: FactBase
  ) {
    var changes = true
    while changes {
      changes = false
      for passing in passings where passing.calleeParameter < parameters[passing.callee].count {
        let callee = parameters[passing.callee][passing.calleeParameter]
        var use = parameters[passing.function][passing.parameter]
        use.isKept = use.isKept || callee.isKept
        use.isCalled = use.isCalled || callee.isCalled
        for holder in callee.keptIn {
          switch passing.holders.indices.contains(holder) ? passing.holders[holder] : .other {
          // It dies with the frame.
          case .local: break
          case .parameter(let own): use.keptIn.insert(own)
          case .other: use.isKept = true
          }
        }
        if !use.isTested, passing.isItself {
          use.isDereferenced = use.isDereferenced || callee.isDereferenced && !callee.isTested
        }
        if use != parameters[passing.function][passing.parameter] {
          parameters[passing.function][passing.parameter] = use
          changes = true
        }
      }
      for (function, callee) in returned where mayReturnNull[function] == false {
        // What has no body, such as `malloc`, may return anything.
        if mayReturnNull[callee] ?? !facts.functions[callee].attributes.contains(where: {
          facts[$0] == "returns_nonnull"
        }) {
          mayReturnNull[function] = true
          changes = true
        }
      }
    }
  }
}

/// Reads one body for `PointerUse`.
struct PointerBodyReader {
  struct Passing {
    var parameter: Int
    /// Nothing else was stored in it before.
    var isItself: Bool
    var callee: Int
    var calleeParameter: Int
    /// By argument: whose memory it leads to.
    var holders: [Holder]
  }

  enum Holder: Hashable { case local, parameter(Int), other }

  private let facts: FactBase
  private let function: Function
  private let body: Body
  /// By slot: the one value that is ever stored in it; none where there are several.
  private var onlyStore: [ValueID?]
  private var storeCount: [Int]
  private var stores: [[ValueID]]

  private(set) var uses: [PointerUse.Use]
  private(set) var passings: [Passing] = []
  private(set) var returnsNull = false
  private(set) var returnedCalls: [Int] = []

  init(facts: FactBase, function: Function, body: Body) {
    self.facts = facts
    self.function = function
    self.body = body
    onlyStore = Array(repeating: nil, count: function.slots.count)
    storeCount = Array(repeating: 0, count: function.slots.count)
    stores = Array(repeating: [], count: function.slots.count)
    uses = Array(repeating: PointerUse.Use(hasBody: true), count: function.parameters.count)
  }

  mutating func run() {
    for event in body.events where event.operation == .store {
      guard let slot = body.slot(at: body.operand(0, of: event)) else { continue }
      storeCount[slot] += 1
      onlyStore[slot] = body.operand(1, of: event)
      stores[slot].append(body.operand(1, of: event))
    }
    for event in body.events { read(event) }
    // In C a pointer decides by itself, without a comparison or a conversion.
    for block in body.blocks where !block.condition.isNone { test(block.condition) }
    // A test anywhere speaks for the whole function: what it guards is not looked at.
    for index in uses.indices where uses[index].isTested { uses[index].isDereferenced = false }
  }

  private mutating func read(_ event: Event) {
    switch event.operation {
    case .compare:
      let (left, right) = (body.operand(0, of: event), body.operand(1, of: event))
      if body.isNull(right) { test(left) }
      if body.isNull(left) { test(right) }
    case .not: test(body.operand(0, of: event))
    case .convert where event.flags.contains(.isTruth): test(body.operand(0, of: event))
    // A load or a store is one through the parameter's value, not of the parameter's own slot.
    case .field, .element, .load: noteDereference(body.operand(0, of: event))
    case .store:
      noteDereference(body.operand(0, of: event))
      switch holder(body.operand(0, of: event)) {
      case .local: break
      case .parameter(let other): note(body.operand(1, of: event)) { $0.keptIn.insert(other) }
      case .other: note(body.operand(1, of: event)) { $0.isKept = true }
      }
    case .call: readCall(event)
    case .return: returns(body.operand(0, of: event), depth: 0)
    case .closure, .aggregate:
      for operand in body.operands(of: event) { note(operand) { $0.isKept = true } }
    default: break
    }
  }

  private mutating func readCall(_ event: Event) {
    var arguments = Array(body.operands(of: event))
    if event.flags.contains(.isIndirect) {
      if let called = arguments.first { note(called) { $0.isCalled = true } }
      return
    }
    guard event.reference != UInt32.max else { return }
    if event.flags.contains(.hasReceiver), !arguments.isEmpty { arguments.removeFirst() }
    let holders = arguments.map { holder($0) }
    for (position, argument) in arguments.enumerated() {
      guard let parameter = parameter(argument, depth: 0) else { continue }
      passings.append(
        Passing(
          parameter: parameter, isItself: stores[parameter].isEmpty, callee: event.function.index,
          calleeParameter: position, holders: holders))
    }
  }

  private mutating func returns(_ value: ValueID, depth: Int) {
    guard !value.isNone, depth < 16 else {
      if depth >= 16 { returnsNull = true }
      return
    }
    let event = body[value]
    switch event.operation {
    case .new: if event.flags.contains(.mayFail) { returnsNull = true }
    case .string, .function, .global, .slot, .field, .element: break
    case .call:
      if event.flags.contains(.isIndirect) || event.reference == UInt32.max {
        returnsNull = true
      } else {
        returnedCalls.append(event.function.index)
      }
    case .convert: returns(body.operand(0, of: event), depth: depth + 1)
    case .select: for operand in body.operands(of: event) { returns(operand, depth: depth + 1) }
    case .load:
      guard let slot = body.slot(at: body.operand(0, of: event)) else {
        returnsNull = true
        return
      }
      // A parameter comes back: that of a method on an object is there.
      if slot < function.parameters.count, stores[slot].isEmpty { return }
      if stores[slot].isEmpty { returnsNull = true }
      for stored in stores[slot] { returns(stored, depth: depth + 1) }
    default: returnsNull = true
    }
  }

  /// To whose memory an address belongs: a local's own, or what a parameter points to.
  private func holder(_ value: ValueID) -> Holder {
    var value = value
    for _ in 0..<8 {
      if value.isNone { return .other }
      let event = body[value]
      switch event.operation {
      case .slot: return .local
      case .field, .element, .convert: value = body.operand(0, of: event)
      case .load:
        if let parameter = parameter(value, depth: 0) { return .parameter(parameter) }
        guard let slot = body.slot(at: body.operand(0, of: event)), storeCount[slot] == 1, let stored = onlyStore[slot]
        else {
          return .other
        }
        value = stored
      default: return .other
      }
    }
    return .other
  }

  private mutating func test(_ value: ValueID) { note(value) { $0.isTested = true } }

  private mutating func note(_ value: ValueID, _ change: (inout PointerUse.Use) -> Void) {
    guard let parameter = parameter(value, depth: 0) else { return }
    change(&uses[parameter])
  }

  /// What a parameter that is stored to points to may be another object.
  private mutating func noteDereference(_ value: ValueID) {
    guard let parameter = parameter(value, depth: 0), stores[parameter].isEmpty else { return }
    uses[parameter].isDereferenced = true
  }

  /// The parameter whose value this is.
  private func parameter(_ value: ValueID, depth: Int) -> Int? {
    guard !value.isNone, depth < 8 else { return nil }
    let event = body[value]
    switch event.operation {
    case .convert: return parameter(body.operand(0, of: event), depth: depth + 1)
    case .load:
      guard let slot = body.slot(at: body.operand(0, of: event)) else { return nil }
      if slot < function.parameters.count { return slot }
      guard storeCount[slot] == 1, let stored = onlyStore[slot] else { return nil }
      return parameter(stored, depth: depth + 1)
    default: return nil
    }
  }
}
