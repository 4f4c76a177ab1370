import Facts

/// Walks a body with a concrete number in its count, so that `--n == 0`, `n-- == 1`, `if (0 != --n) return` and a helper's
/// verdict are all the same thing: an end that is reached from one and not from two.
struct CountWalk {
  struct State {
    var block: BlockID
    var count: Int64?
    var slots: [SlotID: CountValue]
    var values: [Int: (value: CountValue, order: Int)]
    var order: Int
    var hasEnded: Bool
    /// Nothing was done yet but to look, and to say something in words.
    var isIdle = true
    var complains = false

    /// Whether what ends here has refused its work, as a check of what the function was given does: `return_if_fail`.
    var isRefusal: Bool { isIdle && complains }

    /// The locals that hold a yes or a no.
    var answers: [SlotID: Bool] {
      slots.compactMapValues { value in
        guard case .number(let number) = value, number == 0 || number == 1 else { return nil }
        return number == 1
      }
    }
  }

  let counting: Counting
  let view: BodyView
  let place: CountPlace
  let start: Int64
  let isObjectNull: Bool
  private let numbers: [Int: Int64]
  var transfer = CountTransfer()

  /// A count's functions are short; what needs more is a data structure.
  private static let mostStates = 600
  private static let mostSteps = 12_000

  private init(
    _ counting: Counting, view: BodyView, place: CountPlace, start: Int64, isObjectNull: Bool, numbers: [Int: Int64]
  ) {
    self.counting = counting
    self.view = view
    self.place = place
    self.start = start
    self.isObjectNull = isObjectNull
    self.numbers = numbers
  }

  static func transfer(
    of view: BodyView, place: CountPlace, from start: Int64, isObjectNull: Bool, numbers: [Int: Int64],
    counting: Counting
  ) -> CountTransfer {
    var walk = CountWalk(
      counting, view: view, place: place, start: start, isObjectNull: isObjectNull, numbers: numbers)
    walk.run()
    return walk.transfer
  }

  private mutating func run() {
    guard !view.body.entry.isNone else { return }
    var slots: [SlotID: CountValue] = [:]
    for (position, number) in numbers { slots[SlotID(position)] = .number(number) }
    var pending = [
      State(block: view.body.entry, count: start, slots: slots, values: [:], order: 0, hasEnded: false)
    ]
    var visits: [VisitKey: Int] = [:]
    var answers: Set<Answers> = []
    var work = 0
    var steps = 0
    while var state = pending.popLast() {
      work += 1
      guard work < Self.mostStates else {
        transfer.isCut = true
        return
      }
      let key = VisitKey(block: state.block, count: state.count, hasEnded: state.hasEnded)
      // Ways that differ in an answer they carry, as `was_cached`, may end differently however often others came by before.
      let isNew = work < Self.mostStates / 2 && answers.insert(Answers(key: key, slots: state.answers)).inserted
      guard visits[key, default: 0] < 4 || isNew else { continue }
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
        if state.isRefusal, !isObjectNull { continue }
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

  private struct Answers: Hashable {
    var key: VisitKey
    var slots: [SlotID: Bool]
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
    } else if !state.hasEnded, !isObjectNull, endsWhatIsHeld(event, state), !isCounted(event) {
      end(at: index, &state)
    }
    notice(event, &state)
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
    case .opaque: result = compareExchange(event, &state)
    case .return:
      let value = view.body.operand(0, of: event)
      if !value.isNone, !state.isRefusal || isObjectNull {
        transfer.returns.insert(isObject(value) ? .object : operand(0))
      }
    default: break
    }
    if result == .unknown || result == .address, isObject(ValueID(index)) {
      result = isObjectNull ? .number(0) : .object
    }
    state.order += 1
    state.values[index] = (result, state.order)
  }

  private func notice(_ event: Event, _ state: inout State) {
    switch event.operation {
    case .store, .increment, .decrement:
      let address = view.body.operand(0, of: event)
      if address.isNone || view.body[address].operation != .slot { state.isIdle = false }
    case .opaque: if view.facts.isCompareExchange(event) { state.isIdle = false }
    case .new, .delete: state.isIdle = false
    case .call:
      for (_, value) in view.numberedArguments(of: event) {
        if view.body.unconverted(value).optional.map({ view.body[$0].operation == .string }) == true {
          state.complains = true
        }
        let origin = view.origin(of: value)
        if origin.root == place.root, place.path.starts(with: origin.path) { state.isIdle = false }
      }
    default: break
    }
  }

  mutating func end(at index: Int, _ state: inout State) {
    transfer.ends = transfer.ends ?? index
    transfer.touches = true
    state.hasEnded = true
  }

  /// A call whose callee counts in this very place is followed as such: it may or may not end the object.
  func isCounted(_ event: Event) -> Bool {
    guard event.operation == .call, !event.function.isNone else { return false }
    return counting.innerPlace(of: place, at: event, in: view) != nil
  }

  func isPlace(_ value: ValueID) -> Bool {
    let origin = view.origin(of: value)
    return origin.root == place.root && origin.path == place.path && origin.isCertain
  }

  func isObject(_ value: ValueID) -> Bool {
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

  /// Operands: the place, what it should hold or the local that says so, and what it is to hold then.
  private mutating func compareExchange(_ event: Event, _ state: inout State) -> CountValue {
    guard view.facts.isCompareExchange(event), isPlace(view.body.operand(0, of: event)) else { return .unknown }
    transfer.touches = true
    let expected = view.body.operand(1, of: event)
    let local: SlotID? = expected.isNone || view.body[expected].operation != .slot ? nil : view.body[expected].slot
    guard let old = state.count, case .number(let wanted)? = known(view.body.operand(1, of: event), state) else {
      state.count = nil
      return .unknown
    }
    if wanted != old {
      if let local { state.slots[local] = .number(old) }
    } else if case .number(let new)? = known(view.body.operand(2, of: event), state) {
      state.count = new
    } else {
      state.count = nil
    }
    return .number(view.facts.yieldsOldValue(event) ? old : wanted == old ? 1 : 0)
  }

  /// A value, or what the local holds whose address it is.
  private func known(_ value: ValueID, _ state: State) -> CountValue? {
    guard !value.isNone else { return nil }
    return view.body[value].operation == .slot ? state.slots[view.body[value].slot] : state.values[value.index]?.value
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

  func changeCount(by change: Int64?, yieldsOld: Bool, _ state: inout State) -> CountValue {
    let old = state.count
    state.count = old.flatMap { old in change.map { old &+ $0 } }
    return (yieldsOld ? old : state.count).map { .number($0) } ?? .unknown
  }
}
