import Claims
import Facts

/// Parameters that a function gives up by hand only where it will not come back, though they are their caller's otherwise.
///
/// `if (bad) { p->Release(); throw Error(); }`: a smart pointer of the caller's would give up its reference a second time where the
/// stack is unwound.
struct ReleasedBeforeThrow {
  private struct Parameter: Hashable {
    var function: FunctionID
    var position: Int
  }

  private let claims: ClaimSet
  private var parameters: Set<Parameter> = []

  init(_ facts: FactBase, _ claims: ClaimSet, _ primitives: CountingPrimitives) {
    self.claims = claims
    var passedOn: [Parameter: Set<Parameter>] = [:]
    for number in facts.functions.indices {
      let function = FunctionID(number)
      guard let body = facts[function].body else { continue }
      for position in released(by: function, body, facts, primitives) {
        parameters.insert(Parameter(function: function, position: position))
      }
      for event in body.events where event.operation == .call && !event.flags.contains(.isIndirect) {
        guard !event.function.isNone else { continue }
        let first = event.flags.contains(.hasReceiver) ? 1 : 0
        for (place, operand) in body.operands(of: event).dropFirst(first).enumerated() {
          guard let own = parameter(operand, of: function, body, facts) else { continue }
          passedOn[Parameter(function: event.function, position: place), default: []].insert(
            Parameter(function: function, position: own))
        }
      }
    }
    var open = Array(parameters)
    while let next = open.popLast() {
      for caller in passedOn[next] ?? [] where parameters.insert(caller).inserted { open.append(caller) }
      // A call of what it overrides may run it.
      for base in facts[next.function].overrides where !base.isNone {
        let overridden = Parameter(function: base, position: next.position)
        if parameters.insert(overridden).inserted { open.append(overridden) }
      }
    }
  }

  /// What a function shows to one that may give it up so stays raw.
  func refusals(in reading: FunctionReading, _ facts: FactBase) -> [(slot: ClaimSlotID, why: LeftRaw)] {
    reading.flows.flatMap { flow -> [(slot: ClaimSlotID, why: LeftRaw)] in
      let call = reading.body.events[flow.event]
      guard flow.sink == .pointer, call.operation == .call, !call.flags.contains(.isIndirect), !call.function.isNone,
        let position = position(of: flow, in: call, reading.body),
        parameters.contains(Parameter(function: call.function, position: position))
      else { return [] }
      let name = facts[facts[call.function].name]
      return flow.arms.compactMap { arm in
        guard case .place(let slot, _) = arm.origin else { return nil }
        return (slot, LeftRaw(reason: "'\(name)' gives it up before it throws", span: arm.originSpan))
      }
    }
  }

  /// Which argument of a call a flow is.
  private func position(of flow: ReferenceFlow, in call: Event, _ body: Body) -> Int? {
    let first = call.flags.contains(.hasReceiver) ? 1 : 0
    return body.operands(of: call).dropFirst(first).enumerated().first { _, operand in
      flow.arms.contains { $0.value == operand } || flow.span == body.span(of: body[operand])
    }?.offset
  }

  private func released(
    by function: FunctionID, _ body: Body, _ facts: FactBase, _ primitives: CountingPrimitives
  ) -> [Int] {
    var released: Set<Int> = []
    // What it counts on otherwise too is balanced, or taken over.
    var counted: Set<Int> = []
    var returning: [Bool]?
    for (number, block) in body.blocks.enumerated() {
      for event in block.events where body.events[event].operation == .call {
        let call = body.events[event]
        guard !call.flags.contains(.isIndirect), let meaning = primitives.meaning(of: call.function) else { continue }
        let hasReceiver = call.flags.contains(.hasReceiver)
        for (place, operand) in body.operands(of: call).enumerated() {
          guard let position = parameter(operand, of: function, body, facts) else { continue }
          let effect =
            hasReceiver && place == 0 ? meaning.receiver : meaning.arguments[hasReceiver ? place - 1 : place]
          switch effect {
          case .retains, .retainsUnlessNull: counted.insert(position)
          case .releases, .releasesUnlessNull:
            let known = returning ?? facts.blocksThatReturn(in: body)
            returning = known
            if known[number] { counted.insert(position) } else { released.insert(position) }
          default: break
          }
        }
      }
    }
    return released.subtracting(counted).sorted()
  }

  /// Which parameter a value is, if it stays its caller's: what is given to an owner is not.
  private func parameter(_ value: ValueID, of function: FunctionID, _ body: Body, _ facts: FactBase) -> Int? {
    guard let slot = body.slot(loadedBy: value), slot < Int(facts[function].parameterCount),
      claims.claim(of: claims.slot(of: SlotID(slot), in: function)) != .owner
    else { return nil }
    return slot
  }
}

extension FactBase {
  /// Whether what runs in a block does not come back: it throws, or calls what never returns.
  func doesNotReturn(_ block: Block, of body: Body) -> Bool {
    block.isNoReturn || block.events.contains { body.events[$0].operation == .throw }
  }

  /// By block: whether a way leads from it to where its function returns.
  func blocksThatReturn(in body: Body) -> [Bool] {
    var result = Array(repeating: false, count: body.blocks.count)
    guard !body.exit.isNone else { return result }
    var sources: [[Int]] = Array(repeating: [], count: body.blocks.count)
    for (number, block) in body.blocks.enumerated() where !doesNotReturn(block, of: body) {
      for edge in body.successors(of: block) where !edge.isUnreachable && !edge.target.isNone {
        sources[edge.target.index].append(number)
      }
    }
    result[body.exit.index] = true
    var open = [body.exit.index]
    while let next = open.popLast() {
      for source in sources[next] where !result[source] {
        result[source] = true
        open.append(source)
      }
    }
    return result
  }
}
