import Facts

/// A body's events as a reader would tell them: only those with an effect, each with its operands written out.
///
/// * `p := x` begins a life, `p <- x` stores; `*p` loads from the place `p`; `a.f` is a field, `a[i]` an element;
/// * `f(a, b)` calls; a receiver comes before the name: `a.f(b)`, `a->f(b)` when virtual; `(p)(a)` calls through `p`;
/// * `up(x)`, `down(x)`, `checked(x)`, `as(x)` convert; `a|b` is one of two;
/// * a block's decision is `if x`, `switch x {1, 2...3, default}`.
struct EffectText {
  let facts: FactBase
  let function: Function
  let body: Body

  init?(_ facts: FactBase, _ function: Function) {
    guard let body = function.body else { return nil }
    self.facts = facts
    self.function = function
    self.body = body
  }

  /// What happens on each line of the file, in order.
  func lines(in file: FileID) -> [(line: Int, text: String)] {
    var result: [(line: Int, text: String)] = []
    for block in body.blocks {
      if block.isHandler { result.append((0, "handler")) }
      for index in block.events {
        let event = body.events[index]
        guard let text = effect(event) else { continue }
        result.append((line(of: event, in: file), text))
      }
      if let text = decision(block) {
        result.append((block.condition.isNone ? 0 : line(of: body[block.condition], in: file), text))
      }
    }
    // What has no place of its own belongs to what comes after it.
    for index in result.indices.reversed() where result[index].line == 0 {
      result[index].line = index + 1 < result.count ? result[index + 1].line : 0
    }
    return result
  }

  private func line(of event: Event, in file: FileID) -> Int {
    let span = body.span(of: event)
    guard !span.isNone, span.file == file else { return -1 }
    return facts[file].position(of: span.begin).line
  }

  private func decision(_ block: Block) -> String? {
    switch block.terminator {
    case .branch, .loop, .logical: return block.condition.isNone ? nil : "if \(value(block.condition))"
    case .switch:
      let ways = body.successors(of: block).map { edge in
        switch edge.kind {
        case .case: edge.low == edge.high ? "\(edge.low)" : "\(edge.low)...\(edge.high)"
        default: "\(edge.kind)"
        }
      }
      return "switch \(value(block.condition)) {\(ways.joined(separator: ", "))}"
    default: return nil
    }
  }

  private func effect(_ event: Event) -> String? {
    let operands = body.operands(of: event).map { value($0) }
    switch event.operation {
    case .store:
      let sign = event.flags.contains(.isInitialization) ? ":=" : "<-"
      return "\(operands[0]) \(sign) \(operands[1])"
        + words(event, [(.isAtomic, "atomic"), (.isSubobject, "subobject")])
    case .call, .new, .increment, .decrement, .closure: return expression(event)
    case .delete:
      return "delete\(event.flags.contains(.isArray) ? "[]" : "") \(operands[0])"
        + (event.reference == UInt32.max ? "" : " with \(name(event.function))")
        + words(event, [(.isVirtual, "virtual")])
    case .return: return (["return"] + operands).joined(separator: " ")
    case .throw: return (["throw"] + operands).joined(separator: " ")
    case .scopeEnd: return "end \(slot(event))"
    case .opaque: return expression(event)
    default: return nil
    }
  }

  private func value(_ id: ValueID) -> String { id.isNone ? "none" : expression(body[id]) }

  private func expression(_ event: Event) -> String {
    let operands = body.operands(of: event).map { value($0) }
    switch event.operation {
    case .slot: return slot(event)
    case .global: return facts[facts[event.global].name]
    case .field:
      let name = facts[facts[event.field].name]
      return "\(operands[0]).\(name.isEmpty ? "#\(facts[event.field].index)" : name)"
    case .element: return "\(operands[0])[\(operands.count > 1 ? operands[1] : "each")]"
    case .load: return (event.flags.contains(.isAtomic) ? "atomic*" : "*") + operands[0]
    case .null: return "null"
    case .constant: return "\(body.constants[Int(event.reference)])"
    case .string: return "text"
    case .function: return "&\(name(event.function))"
    case .convert: return conversion(event, operands[0])
    case .compare: return "(\(operands[0]) \(event.comparison.map { "\($0)" } ?? "?") \(operands[1]))"
    case .not: return "!\(operands[0])"
    case .arithmetic:
      let sign = Unicode.Scalar(event.reference).map { String(Character($0)) } ?? "?"
      return operands.count == 1 ? "\(sign)\(operands[0])" : "(\(operands[0]) \(sign) \(operands[1]))"
    case .select: return "(\(operands.joined(separator: "|")))"
    case .increment, .decrement:
      let sign = event.operation == .increment ? "++" : "--"
      return (["\(sign)\(operands[0])"] + operands.dropFirst()).joined(separator: " by ")
        + words(event, [(.isAtomic, "atomic"), (.yieldsOld, "old")])
    case .call: return call(event, operands)
    case .new:
      let arguments = operands.isEmpty ? "" : "(\(operands.joined(separator: ", ")))"
      let allocator = event.reference == UInt32.max ? "" : " by \(name(event.function))"
      return "new\(event.flags.contains(.isArray) ? "[]" : "")\(arguments)\(allocator)"
        + words(event, [(.mayFail, "may fail")])
    case .aggregate: return "{\(operands.joined(separator: ", "))}"
    case .closure: return "closure(\(operands.joined(separator: ", ")))"
    case .opaque: return "<\(([facts[event.text]] + operands).joined(separator: " "))>"
    case .store, .delete, .return, .throw, .scopeEnd: return "\(event.operation)"
    }
  }

  private func call(_ event: Event, _ operands: [String]) -> String {
    let tags = words(
      event, [(.isConstruction, "construct"), (.isImplicit, "implicit"), (.isSubobject, "subobject")])
    if event.flags.contains(.isIndirect) {
      let signature = event.reference == UInt32.max ? "" : " as \(name(event.function))"
      return "(\(operands[0]))(\(operands.dropFirst().joined(separator: ", ")))\(signature)" + tags
    }
    guard event.flags.contains(.hasReceiver) else {
      return "\(name(event.function))(\(operands.joined(separator: ", ")))" + tags
    }
    let arrow = event.flags.contains(.isVirtual) ? "->" : "."
    return
      "\(operands[0])\(arrow)\(facts[facts[event.function].simpleName])(\(operands.dropFirst().joined(separator: ", ")))"
      + tags
  }

  private func conversion(_ event: Event, _ operand: String) -> String {
    if event.flags.contains(.isTruth) { return "?\(operand)" }
    if event.flags.contains(.isChecked) { return "checked(\(operand))" }
    if event.flags.contains(.isUpcast) { return "up(\(operand))" }
    if event.flags.contains(.isDowncast) { return "down(\(operand))" }
    return event.flags.contains(.isExplicit) ? "as(\(operand))" : operand
  }

  private func words(_ event: Event, _ names: [(Event.Flags, String)]) -> String {
    let present = names.filter { event.flags.contains($0.0) }.map(\.1)
    return present.isEmpty ? "" : " [\(present.joined(separator: " "))]"
  }

  private func name(_ id: FunctionID) -> String { facts[facts[id].name] }

  private func slot(_ event: Event) -> String {
    let slot = function.slots[event.slot]
    let name = facts[slot.name]
    if !name.isEmpty { return name }
    switch slot.kind {
    case .this: return "this"
    case .temporary: return "temporary"
    default: return "unnamed"
    }
  }
}
