import Facts

/// What the calls of a body do to the count.
extension CountWalk {
  /// A local that holds the object on this way, and another on others, is ended.
  func endsWhatIsHeld(_ event: Event, _ state: State) -> Bool {
    func isObject(_ value: ValueID) -> Bool { !value.isNone && state.values[value.index]?.value == .object }
    switch event.operation {
    case .delete: return isObject(view.body.operand(0, of: event))
    case .call:
      guard !event.function.isNone, !view.facts.isIndirect(event) else { return false }
      return view.numberedArguments(of: event).contains { position, value in
        isObject(value) && counting.destruction.destroys(position, of: event.function)
      }
    default: return false
    }
  }

  mutating func call(_ event: Event, _ index: Int, _ state: inout State) -> CountValue {
    guard !view.facts.isIndirect(event) else {
      callThroughPointer(event, index, &state)
      return .unknown
    }
    if let rule = counting.program.primitives.counts[event.function] {
      return primitive(rule, event, &state)
    }
    if let inner = counting.innerPlace(of: place, at: event, in: view) {
      return helper(inner, event, index, &state)
    }
    if let value = reading(event, state) { return value }
    handOver(event, index, state)
    return .unknown
  }

  /// A small function that is shown the number, or what it lies in, and answers a question about it: `is_shared(object)`.
  private mutating func reading(_ event: Event, _ state: State) -> CountValue? {
    guard let shown = counting.shownPlace(of: place, at: event, in: view) else { return nil }
    if isObjectNull {
      guard shown.path == place.path else {
        transfer.touches = true
        return nil
      }
      guard let inside = counting.transfer(of: event.function, shown, from: 1, isObjectNull: true) else { return nil }
      if inside.touches { transfer.touches = true }
      return inside.returns.count == 1 ? inside.returns.first : nil
    }
    guard let count = state.count, let inside = counting.transfer(of: event.function, shown, from: count),
      inside.ends == nil, inside.handsOver == nil, inside.final == count
    else { return nil }
    transfer.touches = true
    return inside.returns.count == 1 ? inside.returns.first : .unknown
  }

  private mutating func primitive(_ rule: CountRule, _ event: Event, _ state: inout State) -> CountValue {
    guard let target = view.argument(rule.target, of: event), isPlace(target) else { return .unknown }
    transfer.touches = true
    if case .set(let argument) = rule.amount {
      let value = view.argument(argument, of: event).flatMap { state.values[$0.index]?.value }
      if case .number(let number)? = value { state.count = number } else { state.count = nil }
      return .unknown
    }
    let change = view.change(by: event, primitives: counting.program.primitives)
    let old = state.count
    _ = changeCount(by: change, yieldsOld: false, &state)
    switch rule.yield {
    case .nothing: return .unknown
    case .old: return old.map { .number($0) } ?? .unknown
    case .new: return state.count.map { .number($0) } ?? .unknown
    case .isZero: return state.count.map { .number($0 == 0 ? 1 : 0) } ?? .unknown
    case .isNotZero: return state.count.map { .number($0 == 0 ? 0 : 1) } ?? .unknown
    }
  }

  private mutating func helper(
    _ inner: CountPlace, _ event: Event, _ index: Int, _ state: inout State
  ) -> CountValue {
    if isObjectNull {
      // Whether null is let pass is for the helper to say, unless it is given something inside the object.
      if counting.touchesNull(event, inner, in: view, place: place) {
        transfer.touches = true
        return .unknown
      }
      let inside = counting.transfer(of: event.function, inner, from: 1, isObjectNull: true)
      return inside?.returns.count == 1 ? inside?.returns.first ?? .unknown : .unknown
    }
    transfer.touches = true
    guard let count = state.count,
      let inside = counting.transfer(
        at: event, in: view, inner, from: count, numbers: numbers(givenTo: event, state))
    else {
      state.count = nil
      return .unknown
    }
    if inside.ends != nil { end(at: index, &state) }
    if inside.handsOver != nil { transfer.handsOver = transfer.handsOver ?? index }
    for position in inside.invokes { invoke(position, event, index, &state) }
    state.count = inside.final
    if inside.returns.count == 1, let only = inside.returns.first, only != .object { return only }
    return .unknown
  }

  /// What a small helper is given along with the place: `swap_if(&n, old, old - 1)`.
  private func numbers(givenTo call: Event, _ state: State) -> [Int: Int64] {
    guard let body = view.facts[call.function].body, body.events.count <= Counting.largestQuestion else { return [:] }
    var numbers: [Int: Int64] = [:]
    for (position, value) in view.numberedArguments(of: call) where position >= 0 && !value.isNone {
      if case .number(let number)? = state.values[value.index]?.value, view.body[value].operation != .null {
        numbers[position] = number
      }
    }
    return numbers
  }

  /// The helper calls a function that it is given: here it can be seen which.
  private mutating func invoke(_ position: Int, _ event: Event, _ index: Int, _ state: inout State) {
    guard let value = view.argument(position, of: event) else { return }
    switch view.origin(of: value).root {
    case .function(let function):
      if counting.destruction.destroyed.keys.contains(where: { $0.function == function }) {
        end(at: index, &state)
      } else if counting.program.facts[function].body == nil {
        transfer.handsOver = transfer.handsOver ?? index
      }
    case .parameter(let mine): transfer.invokes.insert(mine)
    default: transfer.handsOver = transfer.handsOver ?? index
    }
  }

  private mutating func callThroughPointer(_ event: Event, _ index: Int, _ state: inout State) {
    let isGiven = view.numberedArguments(of: event).contains { _, value in
      let origin = view.origin(of: value)
      return origin.root == place.root && (origin.path.isEmpty || place.path.starts(with: origin.path))
    }
    guard isGiven else { return }
    if isObjectNull { transfer.touches = true }
    if case .parameter(let position) = view.origin(of: view.body.operand(0, of: event)).root {
      transfer.invokes.insert(position)
    } else {
      transfer.handsOver = transfer.handsOver ?? index
    }
  }

  /// The object goes where nobody can look: an external function, or a method that is not defined here.
  private mutating func handOver(_ event: Event, _ index: Int, _ state: State) {
    let isGiven = view.numberedArguments(of: event).contains { view.isWhole($0.value, place.root) }
    guard isGiven else { return }
    if isObjectNull, event.flags.contains(.hasReceiver), let receiver = view.argument(-1, of: event),
      view.isWhole(receiver, place.root)
    {
      transfer.touches = true
    }
    let targets = counting.program.targets(of: event, in: view)
    if targets.contains(where: { counting.program.facts[$0].body == nil }), !state.hasEnded {
      transfer.handsOver = transfer.handsOver ?? index
    } else if !state.hasEnded {
      transfer.passesOn.insert(index)
    }
  }
}
