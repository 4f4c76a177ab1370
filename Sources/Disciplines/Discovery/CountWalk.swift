import Facts

/// Walks a body with a concrete number in its count, so that `--n == 0`, `n-- == 1`, `if (0 != --n) return` and a helper's
/// verdict are all the same thing: an end that is reached from one and not from two.
struct CountWalk {
  private struct State {
    var block: BlockID
    var count: Int64?
    var slots: [SlotID: CountValue]
    var values: [Int: (value: CountValue, order: Int)]
    var order: Int
    var hasEnded: Bool
  }

  private let counting: Counting
  private let view: BodyView
  private let place: CountPlace
  private let start: Int64
  private let isObjectNull: Bool
  private var transfer = CountTransfer()

  /// A count's functions are short; what needs more is a data structure.
  private static let mostStates = 600
  private static let mostSteps = 12_000

  private init(_ counting: Counting, view: BodyView, place: CountPlace, start: Int64, isObjectNull: Bool) {
    self.counting = counting
    self.view = view
    self.place = place
    self.start = start
    self.isObjectNull = isObjectNull
  }

  static func transfer(
    of view: BodyView, place: CountPlace, from start: Int64, isObjectNull: Bool = false, counting: Counting
  ) -> CountTransfer {
    var walk = CountWalk(counting, view: view, place: place, start: start, isObjectNull: isObjectNull)
    walk.run()
    return walk.transfer
  }

  private mutating func run() {
    guard !view.body.entry.isNone else { return }
    var pending = [
      State(block: view.body.entry, count: start, slots: [:], values: [:], order: 0, hasEnded: false)
    ]
    var visits: [VisitKey: Int] = [:]
    var work = 0
    var steps = 0
    while var state = pending.popLast() {
      work += 1
      guard work < Self.mostStates else {
        transfer.isCut = true
        return
      }
      let key = VisitKey(block: state.block, count: state.count, hasEnded: state.hasEnded)
      guard visits[key, default: 0] < 4 else { continue }
      visits[key, default: 0] += 1
      let block = view.body.blocks[state.block.index]
      steps += Int(block.eventCount)
      guard steps < Self.mostSteps else {
        transfer.isCut = true
        return
      }
      var returned = false
      for index in block.events {
        step(index, &state)
        if view.body.events[index].operation == .return { returned = true }
      }
      if block.isNoReturn { continue }
      if state.block == view.body.exit || returned {
        transfer.finals.insert(state.count)
        if !state.hasEnded { transfer.survives = true }
        continue
      }
      follow(block, from: state, into: &pending)
    }
  }

  private struct VisitKey: Hashable {
    var block: BlockID
    var count: Int64?
    var hasEnded: Bool
  }

  private func follow(_ block: Block, from state: State, into pending: inout [State]) {
    let condition = block.condition.optional.flatMap { state.values[$0.index]?.value } ?? .unknown
    let edges = view.body.successors(of: block)
    var takesCase = false
    for edge in edges where !edge.isUnreachable && !edge.target.isNone {
      var isTaken = true
      switch edge.kind {
      case .always: break
      case .exceptional: isTaken = false
      case .whenTrue: isTaken = condition.truth != false
      case .whenFalse: isTaken = condition.truth != true
      case .case:
        if case .number(let number) = condition {
          isTaken = number >= edge.low && number <= edge.high
          takesCase = takesCase || isTaken
        }
      case .default:
        if case .number(let number) = condition {
          isTaken = !edges.contains { $0.kind == .case && number >= $0.low && number <= $0.high }
        }
      }
      guard isTaken else { continue }
      var next = state
      next.block = edge.target
      pending.append(next)
    }
  }

  // MARK: events

  private mutating func step(_ index: Int, _ state: inout State) {
    let event = view.body.events[index]
    func operand(_ position: Int) -> CountValue {
      let value = view.body.operand(position, of: event)
      return value.isNone ? .unknown : state.values[value.index]?.value ?? .unknown
    }
    if !state.hasEnded, counting.destruction.ends(place.root, at: event, in: view), !isCounted(event) {
      if place.path.isEmpty, counting.maySpare(place.root, at: event, in: view) { transfer.survives = true }
      end(at: index, &state)
    }
    var result = CountValue.unknown
    switch event.operation {
    case .constant:
      if Int(event.reference) < view.body.constants.count {
        result = .number(view.body.constants[Int(event.reference)])
      }
    case .null: result = .number(0)
    case .string, .function, .slot, .global, .new: result = .address
    case .field, .element: result = isPlace(ValueID(index)) ? .address : .address
    case .convert:
      result = operand(0)
      if event.flags.contains(.isTruth) { result = result.truth.map { .number($0 ? 1 : 0) } ?? .unknown }
    case .not: result = operand(0).truth.map { .number($0 ? 0 : 1) } ?? .unknown
    case .compare: result = compared(operand(0), operand(1), event.comparison)
    case .arithmetic: result = computed(operand(0), operand(1), event)
    case .select: result = selected(event, state)
    case .load: result = loaded(event, index, state)
    case .store: store(operand(1), event, &state)
    case .increment, .decrement: result = count(event, operand(1), &state)
    case .call: result = call(event, index, &state)
    case .return:
      let value = view.body.operand(0, of: event)
      if !value.isNone { transfer.returns.insert(isObject(value) ? .object : operand(0)) }
    default: break
    }
    if result == .unknown || result == .address, isObject(ValueID(index)) {
      result = isObjectNull ? .number(0) : .object
    }
    state.order += 1
    state.values[index] = (result, state.order)
  }

  private mutating func end(at index: Int, _ state: inout State) {
    transfer.ends = transfer.ends ?? index
    transfer.touches = true
    state.hasEnded = true
  }

  /// A call whose callee counts in this very place is followed as such: it may or may not end the object.
  private func isCounted(_ event: Event) -> Bool {
    guard event.operation == .call, !event.function.isNone else { return false }
    return counting.innerPlace(of: place, at: event, in: view) != nil
  }

  private func isPlace(_ value: ValueID) -> Bool {
    let origin = view.origin(of: value)
    return origin.root == place.root && origin.path == place.path && origin.isCertain
  }

  private func isObject(_ value: ValueID) -> Bool {
    switch view.body[value].operation {
    case .load, .convert, .call, .select, .slot: break
    default: return false
    }
    let origin = view.origin(of: value)
    return origin.root == place.root && origin.path.isEmpty
  }

  private mutating func loaded(_ event: Event, _ index: Int, _ state: State) -> CountValue {
    let address = view.body.operand(0, of: event)
    guard !address.isNone else { return .unknown }
    if isPlace(address), !isObject(ValueID(index)) {
      transfer.touches = true
      return state.count.map { .number($0) } ?? .unknown
    }
    let source = view.body[address]
    if source.operation == .slot { return state.slots[source.slot] ?? .unknown }
    if view.origin(of: address).root == place.root, !view.origin(of: address).path.isEmpty { transfer.touches = true }
    return .unknown
  }

  private mutating func store(_ value: CountValue, _ event: Event, _ state: inout State) {
    let address = view.body.operand(0, of: event)
    guard !address.isNone else { return }
    if isPlace(address) {
      transfer.touches = true
      if case .number(let number) = value { state.count = number } else { state.count = nil }
    } else if view.body[address].operation == .slot {
      state.slots[view.body[address].slot] = value
    }
  }

  private mutating func count(_ event: Event, _ amount: CountValue, _ state: inout State) -> CountValue {
    let address = view.body.operand(0, of: event)
    guard !address.isNone else { return .unknown }
    var step: Int64? = 1
    if event.operandCount > 1 {
      if case .number(let number) = amount { step = number } else { step = nil }
    }
    let change = step.map { event.operation == .increment ? $0 : -$0 }
    if isPlace(address) {
      transfer.touches = true
      return changeCount(by: change, yieldsOld: event.flags.contains(.yieldsOld), &state)
    }
    guard view.body[address].operation == .slot else { return .unknown }
    let slot = view.body[address].slot
    guard case .number(let old)? = state.slots[slot], let change else {
      state.slots[slot] = .unknown
      return .unknown
    }
    state.slots[slot] = .number(old &+ change)
    return .number(event.flags.contains(.yieldsOld) ? old : old &+ change)
  }

  private func changeCount(by change: Int64?, yieldsOld: Bool, _ state: inout State) -> CountValue {
    let old = state.count
    state.count = old.flatMap { old in change.map { old &+ $0 } }
    return (yieldsOld ? old : state.count).map { .number($0) } ?? .unknown
  }

  // MARK: calls

  private mutating func call(_ event: Event, _ index: Int, _ state: inout State) -> CountValue {
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
    handOver(event, index, state)
    return .unknown
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
      if counting.touchesNull(event, inner, in: view, place: place) { transfer.touches = true }
      return .unknown
    }
    transfer.touches = true
    guard let count = state.count, let inside = counting.transfer(at: event, in: view, inner, from: count) else {
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
    }
  }

  // MARK: values

  private func compared(_ left: CountValue, _ right: CountValue, _ comparison: Event.Comparison?) -> CountValue {
    switch (left, right) {
    case (.number(let left), .number(let right)):
      switch comparison {
      case .equal?: return .number(left == right ? 1 : 0)
      case .notEqual?: return .number(left != right ? 1 : 0)
      case .less?: return .number(left < right ? 1 : 0)
      case .lessOrEqual?: return .number(left <= right ? 1 : 0)
      case .greater?: return .number(left > right ? 1 : 0)
      case .greaterOrEqual?: return .number(left >= right ? 1 : 0)
      case .threeWay?, nil: return .unknown
      }
    case (.object, .number(0)), (.number(0), .object), (.address, .number(0)), (.number(0), .address):
      if comparison == .equal { return .number(0) }
      if comparison == .notEqual { return .number(1) }
      return .unknown
    default: return .unknown
    }
  }

  private func computed(_ left: CountValue, _ right: CountValue, _ event: Event) -> CountValue {
    guard case .number(let left) = left else { return .unknown }
    guard event.operandCount > 1 else {
      switch UInt8(truncatingIfNeeded: event.reference) {
      case UInt8(ascii: "-"): return .number(0 &- left)
      case UInt8(ascii: "~"): return .number(~left)
      default: return .unknown
      }
    }
    guard case .number(let right) = right else { return .unknown }
    switch UInt8(truncatingIfNeeded: event.reference) {
    case UInt8(ascii: "+"): return .number(left &+ right)
    case UInt8(ascii: "-"): return .number(left &- right)
    case UInt8(ascii: "&"): return .number(left & right)
    case UInt8(ascii: "|"): return .number(left | right)
    case UInt8(ascii: "^"): return .number(left ^ right)
    case UInt8(ascii: "*"): return .number(left &* right)
    default: return .unknown
    }
  }

  /// The operand that was computed last is the one whose way was taken.
  private func selected(_ event: Event, _ state: State) -> CountValue {
    let computed = view.body.operands(of: event).compactMap { $0.isNone ? nil : state.values[$0.index] }
    return computed.max { $0.order < $1.order }?.value ?? .unknown
  }
}
