import Facts

/// Finds the functions that return addresses of objects which live as long as the program, and nothing else but null: the
/// object that stands for an error, or for none.
///
/// Who returns such a one beside new objects says nothing of who owns the result. Callees come before callers.
enum StandIns {
  static func find(facts: FactBase, components: [[FunctionID]]) -> [Bool] {
    var result = [Bool](repeating: false, count: facts.functions.count)
    for id in components.joined() {
      guard let body = facts[id].body, !facts[id].flags.contains(.hasErrors), !facts[id].flags.contains(.isVirtual),
        !facts[id].returnType.isNone
      else { continue }
      var isFound = false
      var isOther = false
      for event in body.events where event.operation == .return && event.operandCount > 0 {
        switch kind(of: body.operand(0, of: event), body, known: result) {
        case .standIn: isFound = true
        case .null: continue
        case .other: isOther = true
        }
        if isOther { break }
      }
      result[id.index] = isFound && !isOther
    }
    return result
  }

  private enum Kind { case standIn, null, other }

  private static func kind(of value: ValueID, _ body: Body, known: [Bool], depth: Int = 0) -> Kind {
    guard !value.isNone, depth < 16 else { return .other }
    let event = body[value]
    switch event.operation {
    case .global: return .standIn
    case .null: return .null
    case .constant:
      let isZero = Int(event.reference) < body.constants.count && body.constants[Int(event.reference)] == 0
      return isZero ? .null : .other
    case .convert, .field, .element: return kind(of: body.operand(0, of: event), body, known: known, depth: depth + 1)
    case .call: return !event.function.isNone && known[event.function.index] ? .standIn : .other
    case .select:
      var result = Kind.null
      for operand in body.operands(of: event).suffix(2) {
        switch kind(of: operand, body, known: known, depth: depth + 1) {
        case .standIn: result = .standIn
        case .null: continue
        case .other: return .other
        }
      }
      return result
    default: return .other
    }
  }
}
