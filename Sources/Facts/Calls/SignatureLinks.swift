/// Which functions the program puts into places of which function pointer type.
///
/// A signature is a function without a body that a typedef, field, parameter or variable of a function pointer type promises.
/// What is assigned to it has to keep its promise, so their slots agree.
public struct SignatureLinks: Sendable {
  private let assigned: [FunctionID: [FunctionID]]
  /// Each pair once, in the order of the code.
  public let pairs: [(signature: FunctionID, function: FunctionID)]

  public func functions(assignedTo signature: FunctionID) -> [FunctionID] { assigned[signature] ?? [] }

  public init(facts: FactBase, functionsInOrder: [FunctionID]) {
    var assigned: [FunctionID: [FunctionID]] = [:]
    var pairs: [(signature: FunctionID, function: FunctionID)] = []
    var seen: Set<[FunctionID]> = []
    func link(_ signature: FunctionID, _ function: FunctionID) {
      guard !signature.isNone, !function.isNone, signature != function, seen.insert([signature, function]).inserted
      else { return }
      assigned[signature, default: []].append(function)
      pairs.append((signature, function))
    }
    for id in functionsInOrder {
      let function = facts[id]
      guard let body = function.body else { continue }
      let reader = PlaceSignatures(facts: facts, function: function, body: body)
      for event in body.events {
        switch event.operation {
        case .store:
          for value in reader.functions(in: body.operand(1, of: event)) {
            link(reader.signature(ofPlace: body.operand(0, of: event)), value)
          }
        case .call:
          var callee = event.function
          var first = 0
          if event.flags.contains(.isIndirect) {
            if callee.isNone { callee = reader.signature(ofValue: body.operand(0, of: event)) }
            first = 1
          } else if event.flags.contains(.hasReceiver) {
            first = 1
          }
          guard !callee.isNone else { continue }
          let parameters = facts[callee].parameters
          for (position, argument) in body.operands(of: event).dropFirst(first).enumerated()
          where position < parameters.count && !parameters[position].signature.isNone {
            for value in reader.functions(in: argument) { link(parameters[position].signature, value) }
          }
        case .aggregate, .closure:
          guard let record = reader.record(of: event) else { continue }
          for (value, field) in zip(body.operands(of: event), facts[record].fields) where !facts[field].signature.isNone
          {
            for function in reader.functions(in: value) { link(facts[field].signature, function) }
          }
        default: break
        }
      }
    }
    self.assigned = assigned
    self.pairs = pairs
  }
}

/// Finds, in one body, the function pointer signature of a place or of the value that was loaded from it.
public struct PlaceSignatures {
  let facts: FactBase
  let function: Function
  let body: Body

  public init(facts: FactBase, function: Function, body: Body) {
    self.facts = facts
    self.function = function
    self.body = body
  }

  /// The functions that a value may be: `f`, `&f`, `c ? f : g`, `{f, g}`.
  public func functions(in value: ValueID, depth: Int = 0) -> [FunctionID] {
    guard !value.isNone, depth < 16 else { return [] }
    let event = body[value]
    switch event.operation {
    case .function: return event.function.isNone ? [] : [event.function]
    case .convert: return functions(in: body.operand(0, of: event), depth: depth + 1)
    // A table of functions is an aggregate.
    case .select, .aggregate: return body.operands(of: event).flatMap { functions(in: $0, depth: depth + 1) }
    default: return []
    }
  }

  /// What a called value promises: it was loaded from a place that has a signature.
  public func signature(ofValue value: ValueID, depth: Int = 0) -> FunctionID {
    guard !value.isNone, depth < 16 else { return .none }
    let event = body[value]
    switch event.operation {
    case .load, .convert:
      let place = signature(ofPlace: body.operand(0, of: event), depth: depth + 1)
      return place.isNone ? signature(ofValue: body.operand(0, of: event), depth: depth + 1) : place
    case .function: return event.function
    default: return .none
    }
  }

  public func signature(ofPlace place: ValueID, depth: Int = 0) -> FunctionID {
    guard !place.isNone, depth < 16 else { return .none }
    let event = body[place]
    switch event.operation {
    case .slot: return event.slot.isNone ? .none : function.slots[event.slot].signature
    case .field: return event.field.isNone ? .none : facts[event.field].signature
    case .global: return event.global.isNone ? .none : facts[event.global].signature
    // An element has its array's signature, and what is reached through a reference that of the reference.
    case .element, .load, .convert: return signature(ofPlace: body.operand(0, of: event), depth: depth + 1)
    default: return .none
    }
  }

  /// The record that an aggregate or closure makes.
  public func record(of event: Event) -> RecordID? {
    if event.operation == .closure { return RecordID(event.reference).optional }
    guard !event.type.isNone, facts[event.type].kind == .record else { return nil }
    return facts[event.type].record.optional
  }
}
