import Disciplines
import Facts

/// The parameters of type `void *` that hand over a known object: what they are at once turned into says which.
///
/// This is how C passes objects to callbacks and tables of functions. They are slots like others, but for being listed.
struct UntypedParameters {
  /// By function and position: the type under which the function looks at what it is given.
  private var types: [FunctionID: [Int: TypeID]] = [:]

  init(facts: FactBase, index: DisciplineIndex, shapes: [TypeShape], signatures: SignatureLinks) {
    for (number, function) in facts.functions.enumerated() {
      guard let body = function.body, function.parameters.contains(where: { Self.isUntyped($0.type, facts) }) else {
        continue
      }
      types[FunctionID(number)] = Self.conversions(in: body, of: function, facts, index, shapes)
    }
    // What is put into a pointer to a function says what the pointer is called with.
    for (signature, function) in signatures.pairs {
      for (position, type) in types[function] ?? [:]
      where position < Int(facts[signature].parameterCount)
        && Self.isUntyped(facts[signature].slots[position].type, facts)
      {
        if types[signature]?[position] == nil { types[signature, default: [:]][position] = type }
      }
    }
  }

  func type(of position: Int, in function: FunctionID) -> TypeID? { types[function]?[position] }

  private static func isUntyped(_ type: TypeID, _ facts: FactBase) -> Bool {
    guard !type.isNone, facts[type].kind == .pointer, let inner = facts[type].inner.optional else { return false }
    return facts[inner].kind == .void
  }

  /// Of each such parameter the one kind of object that it is turned into; of several there is no saying.
  private static func conversions(
    in body: Body, of function: Function, _ facts: FactBase, _ index: DisciplineIndex, _ shapes: [TypeShape]
  ) -> [Int: TypeID]? {
    var found: [Int: TypeID] = [:]
    var disputed: Set<Int> = []
    for event in body.events where event.operation == .convert && !event.type.isNone {
      guard let value = body.operand(0, of: event).optional, body[value].operation == .load,
        let address = body.operand(0, of: body[value]).optional, body[address].operation == .slot
      else { continue }
      let position = body[address].slot.index
      guard position < Int(function.parameterCount), isUntyped(function.slots[position].type, facts),
        facts[event.type].kind == .pointer, !isUntyped(event.type, facts)
      else { continue }
      let isReference = shapes[event.type.index] == .reference
      let discipline = isReference ? index.discipline(pointedToBy: event.type, in: facts) : nil
      let known = found[position].map { index.discipline(pointedToBy: $0, in: facts) }
      if !isReference || known != nil && known != discipline { disputed.insert(position) }
      if found[position] == nil, isReference { found[position] = event.type }
    }
    for position in disputed { found[position] = nil }
    return found.isEmpty ? nil : found
  }
}
