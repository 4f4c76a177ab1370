import Facts

/// Where a value in a body comes from, as far as it can be told without following paths.
///
/// Discovery asks one question over and over: is this the object that the function was given? So an origin is a
/// root, the fields that were stepped into from there without leaving the object, and how sure that is.
struct Origin: Hashable {
  enum Root: Hashable {
    /// An argument from 0; -1 is the object that a method is called on.
    case parameter(Int)
    /// What the argument points to, itself a pointer: `*p` of `T **p` or `T *&p`.
    case pointee(Int)
    /// The storage that a `new` gave, or the result of a call: the event's index.
    case created(Int)
    case result(Int)
    /// The address of a local.
    case slot(SlotID)
    case global(GlobalID)
    /// A pointer loaded from a field of something.
    case loaded(FieldID)
    case function(FunctionID)
    /// What a global holds.
    case held(GlobalID)
    case null
    case unknown
  }

  var root: Root
  /// Fields stepped into, outermost first; the value is then the address of the last.
  var path: [FieldID] = []
  /// False where a variable was assigned several times, or the address was computed.
  var isCertain = true

  static let unknown = Origin(root: .unknown, isCertain: false)

  /// The argument that this is, or is the address inside of.
  var argument: Int? {
    if case .parameter(let position) = root { return position }
    return nil
  }

  var isGlobal: Bool {
    if case .global = root { return true }
    return false
  }

  /// Whether it is the very object that an event made.
  func isResult(of event: Int) -> Bool { path.isEmpty && (root == .created(event) || root == .result(event)) }
}

/// A body with what discovery asks of it: who stores into which local, and where each value comes from.
struct BodyView {
  let facts: FactBase
  let function: Function
  let body: Body
  /// Values stored into each slot; parameters begin with none.
  private var stores: [SlotID: [ValueID]] = [:]
  /// For parameters that are assigned to: the events by which that may have happened.
  private var overwritten: [SlotID: Set<Int>] = [:]
  /// Locals whose address is given away: what they hold is anybody's guess.
  private var escaping: Set<SlotID> = []
  /// For calls that return an argument, or something inside of one.
  private let passesThrough: (FunctionID) -> Origin?
  private let memory = Memory()

  init?(_ id: FunctionID, in facts: FactBase, passesThrough: @escaping (FunctionID) -> Origin?) {
    guard let body = facts[id].body else { return nil }
    self.facts = facts
    self.function = facts[id]
    self.body = body
    self.passesThrough = passesThrough
    for event in body.events {
      for (position, operand) in body.operands(of: event).enumerated() where !operand.isNone {
        let source = body[operand]
        guard source.operation == .slot else { continue }
        switch event.operation {
        case .store where position == 0:
          stores[source.slot, default: []].append(body.operand(1, of: event))
        case .load, .scopeEnd, .field, .element, .increment, .decrement: break
        case .call where event.flags.contains(.hasReceiver) && position == 0: break
        default: escaping.insert(source.slot)
        }
      }
    }
    for slot in stores.keys where slot.index < Int(function.parameterCount) {
      overwritten[slot] = eventsAfterStores(to: slot)
    }
  }

  /// The events that a store into `slot` may come before on some path.
  private func eventsAfterStores(to slot: SlotID) -> Set<Int> {
    var after: Set<Int> = []
    var pending: [BlockID] = []
    for block in body.blocks {
      guard
        let first = block.events.first(where: { index in
          let event = body.events[index]
          guard event.operation == .store else { return false }
          let target = body.operand(0, of: event)
          return !target.isNone && body[target].operation == .slot && body[target].slot == slot
        })
      else { continue }
      after.formUnion(first..<block.events.upperBound)
      pending += body.successors(of: block).map(\.target)
    }
    var seen: Set<BlockID> = []
    while let id = pending.popLast() {
      guard !id.isNone, seen.insert(id).inserted else { continue }
      let block = body.blocks[id.index]
      after.formUnion(block.events)
      pending += body.successors(of: block).map(\.target)
    }
    return after
  }

  /// The callee's arguments, receiver apart.
  func arguments(of call: Event) -> (receiver: ValueID?, arguments: ArraySlice<ValueID>) {
    var operands = body.operands(of: call)
    if facts.isIndirect(call) { operands = operands.dropFirst() }
    guard call.flags.contains(.hasReceiver), let receiver = operands.first else { return (nil, operands) }
    return (receiver, operands.dropFirst())
  }

  /// All arguments by position, the receiver as -1.
  func numberedArguments(of call: Event) -> [(position: Int, value: ValueID)] {
    let (receiver, arguments) = arguments(of: call)
    var numbered = arguments.enumerated().map { (position: $0.offset, value: $0.element) }
    if let receiver { numbered.insert((-1, receiver), at: 0) }
    return numbered
  }

  func argument(_ position: Int, of call: Event) -> ValueID? {
    let (receiver, arguments) = arguments(of: call)
    if position < 0 { return receiver }
    return position < arguments.count ? arguments[arguments.startIndex + position] : nil
  }

  func origin(of value: ValueID) -> Origin { origin(of: value, depth: 0) }

  /// Each value is traced once: locals that are assigned from one another would else be traced times without number.
  private final class Memory {
    var origins: [ValueID: Origin] = [:]
  }

  private func origin(of value: ValueID, depth: Int) -> Origin {
    if let known = memory.origins[value] { return known }
    // Deep chains are long expressions over many locals; what they come to matters to nobody here.
    guard !value.isNone, depth < 48 else { return .unknown }
    // What is asked for again while it is being traced goes in a circle.
    memory.origins[value] = .unknown
    let origin = trace(value, depth: depth)
    memory.origins[value] = origin
    return origin
  }

  private func trace(_ value: ValueID, depth: Int) -> Origin {
    let event = body[value]
    func operand(_ position: Int) -> Origin {
      origin(of: body.operand(position, of: event), depth: depth + 1)
    }
    switch event.operation {
    case .slot: return Origin(root: .slot(event.slot))
    case .global: return Origin(root: .global(event.global))
    case .function: return Origin(root: .function(event.function))
    case .null: return Origin(root: .null)
    case .new: return Origin(root: .created(value.index))
    case .field:
      var origin = operand(0)
      origin.path.append(event.field)
      return origin
    case .convert: return operand(0)
    case .element:
      var origin = operand(0)
      origin.isCertain = false
      return origin
    case .load: return content(at: operand(0), loadedBy: value, depth: depth)
    case .arithmetic:
      // A container found from its member: still inside the same object, though no longer sure where.
      var origin = operand(0)
      guard facts.isPointer(body[value].type) || origin.argument != nil else { return .unknown }
      origin.isCertain = origin.isCertain && origin.path.isEmpty
      origin.path = []
      return origin
    case .select: return joined(body.operands(of: event).suffix(2).map { origin(of: $0, depth: depth + 1) })
    case .call:
      if let passed = passesThrough(event.function), let position = passed.argument,
        let argument = argument(position, of: event)
      {
        var origin = origin(of: argument, depth: depth + 1)
        origin.path += passed.path
        origin.isCertain = origin.isCertain && passed.isCertain
        return origin
      }
      return Origin(root: .result(value.index))
    default: return .unknown
    }
  }

  /// What is found at an address.
  private func content(at address: Origin, loadedBy load: ValueID, depth: Int) -> Origin {
    guard address.path.isEmpty else {
      return address.path.last.map { Origin(root: .loaded($0), isCertain: address.isCertain) } ?? .unknown
    }
    switch address.root {
    case .slot(let slot): return content(of: slot, loadedBy: load, depth: depth)
    case .parameter(let position): return Origin(root: .pointee(position), isCertain: address.isCertain)
    case .global(let global): return Origin(root: .held(global), isCertain: false)
    default: return .unknown
    }
  }

  private func content(of slot: SlotID, loadedBy load: ValueID, depth: Int) -> Origin {
    let values = stores[slot] ?? []
    let isClean = !escaping.contains(slot)
    if slot == function.thisSlot { return Origin(root: .parameter(-1)) }
    if slot.index < Int(function.parameterCount) {
      // Before it is assigned to, a parameter is what was passed; afterwards it may still be.
      let isFirst = !(overwritten[slot]?.contains(load.index) ?? false)
      return Origin(root: .parameter(slot.index), isCertain: isFirst && isClean)
    }
    var origin = joined(values.map { self.origin(of: $0, depth: depth + 1) })
    origin.isCertain = origin.isCertain && isClean
    return origin
  }

  func valuesStored(in slot: SlotID) -> [ValueID] { stores[slot] ?? [] }

  /// One of several: sure only where all are the same but for null.
  private func joined(_ origins: [Origin]) -> Origin {
    let real = origins.filter { $0.root != .null }
    guard let first = real.first else { return origins.first ?? .unknown }
    return real.allSatisfy { $0 == first } ? first : .unknown
  }

  /// The values that a local is given in different places, through copies; nil where others can store into it.
  func sources(of value: ValueID) -> [ValueID]? {
    var found: [ValueID] = []
    var seen: Set<SlotID> = []
    var pending = [value]
    while let value = pending.popLast() {
      guard !value.isNone else { return nil }
      let event = body[value]
      switch event.operation {
      case .convert: pending.append(body.operand(0, of: event))
      case .select: pending += body.operands(of: event).suffix(2)
      case .field where facts[event.field].index == 0 && facts.isEmbedded(event.field):
        // The first member of what was allocated: a base in C's way.
        pending.append(body.operand(0, of: event))
      case .load:
        let address = body.operand(0, of: event)
        guard !address.isNone, body[address].operation == .slot else {
          found.append(value)
          continue
        }
        let slot = body[address].slot
        guard slot.index >= Int(function.parameterCount), slot != function.thisSlot else {
          found.append(value)
          continue
        }
        guard !escaping.contains(slot) else { return nil }
        if seen.insert(slot).inserted { pending += stores[slot] ?? [] }
      default: found.append(value)
      }
    }
    return found
  }
}

extension FactBase {
  /// A call through a function pointer: its first operand; what it refers to, if anything, is the pointer's signature.
  func isIndirect(_ call: Event) -> Bool { call.function.isNone || self[call.function].kind == .signature }

  /// Clang has no event of its own for it: lowering names it, with the place, the old number and the new one as operands.
  func isCompareExchange(_ event: Event) -> Bool {
    event.operation == .opaque && !event.text.isNone && OpaqueName.compareExchanges.contains(self[event.text])
  }

  func yieldsOldValue(_ event: Event) -> Bool { self[event.text] == OpaqueName.compareExchangeYieldingOld }
}
