import Disciplines
import Facts

/// Reads one body after the other into a `FlowGraph`.
///
/// Each event is looked at once. What its operands stand for is found by walking back along them, with the names of
/// expressions remembered, so the cost is linear in the events but for nests of casts and conditions.
struct BodyReader {
  let facts: FactBase
  let index: DisciplineIndex
  let table: SlotTable
  var graph: FlowGraph
  private let fillCounts: FillCounts

  // Of the body that is being read.
  var id = FunctionID.none
  var function: Function
  var body = Body()
  var event = 0
  var block = BlockID.none
  var blockRank: Int32 = 0
  private var names = NameTable()
  private var nameOfValue: [Int32] = []
  private var referenceOfName: [Int32: Int32] = [:]
  private var steps: [Step] = []
  private var isUsed: [Bool]?
  /// What a local `T **` or `T *&` points to, where all that is stored to it agrees.
  private var placeOfLocal: [SlotID: ValueID] = [:]
  /// Calls that give references, by name: one that stands twice, or in a loop, is made more than once.
  private var calls: [Int32: [Step]] = [:]
  private var hasLoop = false
  private(set) var firstReference = 0
  private var firstArrival = 0

  init(facts: FactBase, index: DisciplineIndex, table: SlotTable, passedThrough: [Int16], returnsStandIns: [Bool]) {
    self.facts = facts
    self.index = index
    self.table = table
    fillCounts = FillCounts(facts: facts)
    graph = FlowGraph(
      isMentioned: [Bool](repeating: false, count: table.slots.count),
      isRetainedLocal: [Bool](repeating: false, count: table.slots.count), passedThrough: passedThrough,
      returnsStandIns: returnsStandIns, endsObject: [Bool](repeating: false, count: facts.functions.count))
    function = Function(usr: .none, name: .none, simpleName: .none, kind: .free)
  }

  static func read(
    facts: FactBase, index: DisciplineIndex, table: SlotTable, passedThrough: [Int16], returnsStandIns: [Bool]
  ) -> FlowGraph {
    var reader = BodyReader(
      facts: facts, index: index, table: table, passedThrough: passedThrough, returnsStandIns: returnsStandIns)
    for id in table.functionsInOrder { reader.read(id) }
    reader.graph.endsObject = ObjectEnds.find(facts: facts)
    reader.graph.referencesOfSlot = Grouping(
      count: table.slots.count, groups: reader.graph.references.map { $0.root.isNone ? -1 : $0.root.index })
    reader.graph.arrivalsOfSlot = Grouping(
      count: table.slots.count, groups: reader.graph.arrivals.map { $0.slot.isNone ? -1 : $0.slot.index })
    for step in reader.graph.steps where step.kind == .retain {
      let root = reader.graph.references[Int(step.reference)].root
      if !root.isNone, table.slots[root].kind == .local { reader.graph.isRetainedLocal[root.index] = true }
    }
    return reader.graph
  }

  private mutating func read(_ id: FunctionID) {
    // What has errors may mean anything: its slots stay as unknown as those of a function without a body.
    guard let body = facts[id].body, !facts[id].flags.contains(.hasErrors) else { return }
    self.id = id
    function = facts[id]
    self.body = body
    names.removeAll()
    nameOfValue = [Int32](repeating: -1, count: body.events.count)
    referenceOfName.removeAll(keepingCapacity: true)
    steps.removeAll(keepingCapacity: true)
    isUsed = nil
    placeOfLocal.removeAll(keepingCapacity: true)
    calls.removeAll(keepingCapacity: true)
    firstReference = graph.references.count
    firstArrival = graph.arrivals.count
    graph.bodyCount += 1
    graph.eventCount += body.events.count
    findPlacesOfLocals()
    let flow = ControlFlow(body)
    hasLoop = flow.hasLoop(body)
    for block in flow.order {
      self.block = block
      blockRank = flow.rank[block.index]
      for number in body.blocks[block].events {
        event = number
        readEvent(body.events[number])
      }
      readCondition(body.blocks[block])
    }
    finish()
  }

  /// Locals that point to places are names for those places as long as only one address is ever stored to them.
  private mutating func findPlacesOfLocals() {
    var disputed: Set<SlotID> = []
    for event in body.events where event.operation == .store {
      let place = body[body.operand(0, of: event)]
      guard place.operation == .slot, !place.slot.isNone else { continue }
      guard mayNamePlaces(function.slots[place.slot].type) else { continue }
      if placeOfLocal.updateValue(body.operand(1, of: event), forKey: place.slot) != nil { disputed.insert(place.slot) }
    }
    for slot in disputed { placeOfLocal[slot] = nil }
  }

  /// A `T **`, a `T *&`, an iterator, a reference to a pair that holds a reference: whatever leads to what it does not hold.
  private func mayNamePlaces(_ type: TypeID) -> Bool {
    guard !type.isNone else { return false }
    switch table.shape(of: type) {
    case .place, .readOnlyPlace: return true
    case .reference, .array, .container: return false
    case .other:
      let object = facts[type].isReference ? facts[type].inner : type
      guard !object.isNone, facts[object].kind == .record, let record = facts[object].record.optional else {
        return false
      }
      return isSystem(record) || index.disciplineOfRecord[record.index] == nil
    }
  }

  // MARK: What an expression is called

  mutating func name(of value: ValueID) -> Int32 {
    guard !value.isNone else { return names.number(.unique, UInt32.max) }
    let known = nameOfValue[value.index]
    if known >= 0 { return known }
    let event = body[value]
    let result: Int32
    switch event.operation {
    case .slot: result = names.number(.slot, event.reference)
    case .global: result = names.number(.global, event.reference)
    case .field where isBase(event): result = name(of: body.operand(0, of: event))
    case .field: result = names.number(.field, UInt32(name(of: body.operand(0, of: event))), event.reference)
    case .element:
      result = names.number(
        .element, UInt32(name(of: body.operand(0, of: event))), UInt32(name(of: body.operand(1, of: event))))
    case .load: result = names.number(.load, UInt32(name(of: body.operand(0, of: event))))
    case .convert: result = name(of: body.operand(0, of: event))
    case .constant: result = names.number(.constant, number(ofConstant: event))
    case .null: result = names.number(.null, 0)
    case .arithmetic:
      result = names.number(.arithmetic, nameOfList(body.operands(of: event)), event.reference)
    case .call where !event.function.isNone:
      if let argument = passedThrough(by: event) {
        result = name(of: argument)
      } else {
        result = names.number(.call, nameOfList(body.operands(of: event)), event.reference)
      }
    default: result = names.number(.unique, UInt32(value.index))
    }
    nameOfValue[value.index] = result
    return result
  }

  private func number(ofConstant event: Event) -> UInt32 {
    let index = Int(event.reference)
    return index < body.constants.count ? UInt32(truncatingIfNeeded: body.constants[index]) : UInt32.max
  }

  private mutating func nameOfList(_ values: ArraySlice<ValueID>) -> UInt32 {
    var list: Int32 = names.number(.list, UInt32.max, UInt32.max)
    for value in values { list = names.number(.list, UInt32(list), UInt32(name(of: value))) }
    return UInt32(list)
  }

  /// The argument that a call gives back as it came.
  func passedThrough(by call: Event) -> ValueID? {
    guard !call.function.isNone, !call.flags.contains(.isIndirect), graph.passedThrough[call.function.index] >= 0
    else { return nil }
    let first = call.flags.contains(.hasReceiver) ? 1 : 0
    return body.operand(Int(graph.passedThrough[call.function.index]) + first, of: call).optional
  }

  // MARK: References

  mutating func reference(named name: Int32, root: ClaimSlotID, kind: Reference.Kind, event: Int) -> Int32 {
    if let known = referenceOfName[name] { return known }
    let number = Int32(graph.references.count)
    graph.references.append(Reference(function: id, root: root, kind: kind, event: Int32(event)))
    referenceOfName[name] = number
    return number
  }

  /// The reference that a place holds, by the place's address.
  mutating func reference(heldBy address: ValueID, slot: ClaimSlotID) -> Int32 {
    let name = names.number(.load, UInt32(name(of: address)))
    return reference(named: name, root: slot, kind: slot.isNone ? .opaque : .place, event: event)
  }

  mutating func addStep(_ kind: Step.Kind, to reference: Int32, sink: ClaimSlotID = .none, arrival: Int32 = -1) {
    steps.append(
      Step(
        kind: kind, sink: sink, reference: reference, event: Int32(event), blockRank: blockRank, block: block,
        arrival: arrival))
  }

  mutating func addObstacle(_ obstacle: Obstacle, to reference: Int32) {
    addStep(.obstacle, to: reference, arrival: obstacle.rawValue)
  }

  @discardableResult
  mutating func addArrival(
    _ source: Arrival.Source, at slot: ClaimSlotID, reference: Int32 = -1, from: ClaimSlotID = .none,
    isInitial: Bool = false
  ) -> Int32 {
    guard !slot.isNone else { return -1 }
    let number = Int32(graph.arrivals.count)
    graph.arrivals.append(
      Arrival(
        slot: slot, function: id, event: Int32(event), source: source, reference: reference, from: from,
        isInitial: isInitial))
    return number
  }

  /// Whether any other event uses what an event computes.
  mutating func isResultUsed(_ number: Int) -> Bool {
    if isUsed == nil {
      var used = [Bool](repeating: false, count: body.events.count)
      for value in body.operands where !value.isNone { used[value.index] = true }
      isUsed = used
    }
    return isUsed?[number] ?? true
  }

  func placeStored(in local: SlotID) -> ValueID? { placeOfLocal[local] }

  mutating func noteCall(_ call: Event) {
    guard table.shape(of: call.type) == .reference, passedThrough(by: call) == nil else { return }
    calls[name(of: ValueID(event)), default: []].append(
      Step(kind: .again, reference: -1, event: Int32(event), blockRank: blockRank, block: block))
  }

  // MARK: The end of a body

  private mutating func addRepeatedCalls() {
    for (name, made) in calls where made.count > 1 || hasLoop {
      guard let reference = referenceOfName[name] else { continue }
      switch graph.references[Int(reference)].kind {
      case .result, .made: break
      case .place, .borrowed, .standIn, .opaque: continue
      }
      for step in made {
        var step = step
        step.reference = reference
        steps.append(step)
      }
    }
  }

  /// Tests of references that nothing else is done to are of no use.
  private mutating func dropIdleTests() {
    var isBusy: Set<Int32> = []
    for step in steps where step.kind != .nullIfTrue && step.kind != .nullIfFalse { isBusy.insert(step.reference) }
    steps.removeAll { ($0.kind == .nullIfTrue || $0.kind == .nullIfFalse) && !isBusy.contains($0.reference) }
  }

  /// Puts the steps into runs, one a reference, and tells what only the whole body shows.
  private mutating func finish() {
    addRetainsAfterStores()
    dropIdleTests()
    addRepeatedCalls()
    let count = graph.references.count - firstReference
    let groups = Grouping(count: count, groups: steps.map { Int($0.reference) - firstReference })
    for number in 0..<count {
      let members = groups[number]
      graph.references[firstReference + number].firstStep = Int32(graph.steps.count)
      graph.references[firstReference + number].stepCount = Int32(members.count)
      let ordered = members.sorted {
        let (left, right) = (steps[Int($0)], steps[Int($1)])
        if left.blockRank != right.blockRank { return left.blockRank < right.blockRank }
        if left.event != right.event { return left.event < right.event }
        // A call is made before anything is done with what it gives.
        if (left.kind == .again) != (right.kind == .again) { return left.kind == .again }
        return $0 < $1
      }
      for member in ordered {
        let step = steps[Int(member)]
        if step.arrival >= 0, step.kind == .transfer {
          graph.arrivals[Int(step.arrival)].step = Int32(graph.steps.count)
        }
        graph.steps.append(step)
      }
    }
    for number in firstArrival..<graph.arrivals.count where isMoved(graph.arrivals[number]) {
      graph.arrivals[number].isMoved = true
    }
  }

  /// `m_list = list; m_list->AddRef();` retains for `list` what it was stored as.
  private mutating func addRetainsAfterStores() {
    var retained: [Int32: [Int]] = [:]
    for (number, step) in steps.enumerated() where step.kind == .retain {
      retained[step.reference, default: []].append(number)
    }
    guard !retained.isEmpty else { return }
    for step in steps where step.kind == .define && step.arrival >= 0 {
      let arrival = graph.arrivals[Int(step.arrival)]
      let kind = table.slots[arrival.slot].kind
      guard arrival.source == .reference, kind == .field || kind == .element || kind == .global,
        let number = retained[step.reference]?.first(where: {
          (steps[$0].blockRank, steps[$0].event) > (step.blockRank, step.event)
        })
      else { continue }
      let retain = steps[number]
      let between = steps.filter {
        $0.reference == step.reference && ($0.blockRank, $0.event) > (step.blockRank, step.event)
          && ($0.blockRank, $0.event) < (retain.blockRank, retain.event)
      }
      // Whatever else is done, but for a test whether there is anything to retain.
      let isTested = between.contains { $0.kind == .nullIfTrue || $0.kind == .nullIfFalse }
      guard isTested || isPassed(retain, onEveryWayFrom: step),
        between.allSatisfy({ $0.kind == .retain || $0.kind == .nullIfTrue || $0.kind == .nullIfFalse })
      else { continue }
      // Where there is nothing to retain nothing was given either.
      for one in between.filter({ $0.kind != .retain }) + [retain] {
        var copy = one
        copy.reference = arrival.reference
        steps.append(copy)
      }
      let source = graph.references[Int(arrival.reference)]
      // A new object needs no retain to be kept: the one that follows is for somebody else.
      guard source.kind != .made else { continue }
      steps[number].arrival = step.arrival
      if source.kind == .result { steps[number].sink = source.root }
    }
  }

  /// Taken out of a place that is then set to something else, with no release between: the reference moved.
  private func isMoved(_ arrival: Arrival) -> Bool {
    guard arrival.source == .reference, arrival.step >= 0 else { return false }
    let reference = graph.references[Int(arrival.reference)]
    guard reference.kind == .place, !reference.root.isNone, arrival.slot != reference.root else { return false }
    // What is returned straight out of a place cannot be followed by anything.
    if table.slots[arrival.slot].kind == .return { return leavesArray(arrival, reference) }
    for number in Int(arrival.step) + 1..<max(Int(arrival.step) + 1, reference.steps.upperBound) {
      switch graph.steps[number].kind {
      case .clear, .define:
        guard leads(from: graph.steps[Int(arrival.step)], to: graph.steps[number]) else { continue }
        return true
      case .nullIfTrue, .nullIfFalse, .again: continue
      case .release, .releaseUnlessNull, .consume, .retain, .retainOfResult, .transfer, .obstacle: return false
      }
    }
    return leavesArray(arrival, reference)
  }

  /// Whether some way leads from one step to another that stands behind it.
  private func leads(from step: Step, to other: Step) -> Bool {
    step.block == other.block || leads(from: step.block, to: other.block)
  }

  /// Whether no way leads from one step to the function's end past another.
  private func isPassed(_ other: Step, onEveryWayFrom step: Step) -> Bool {
    step.block == other.block || !leads(from: step.block, to: body.exit, past: other.block)
  }

  private func leads(from start: BlockID, to goal: BlockID, past avoided: BlockID = .none) -> Bool {
    var seen: Set<BlockID> = [start]
    var open = [start]
    while let block = open.popLast() {
      for edge in body.successors(of: body.blocks[block.index]) where !edge.target.isNone && edge.target != avoided {
        if edge.target == goal { return true }
        if seen.insert(edge.target).inserted { open.append(edge.target) }
      }
    }
    return false
  }

  /// The last element of an array that is shortened by it, or one whose place is closed up.
  private func leavesArray(_ arrival: Arrival, _ reference: Reference) -> Bool {
    let load = body.events[Int(reference.event)]
    guard load.operation == .load else { return false }
    let address = body.operand(0, of: load)
    guard !address.isNone, body[address].operation == .element else { return false }
    if fillCounts.isTakenOut(body[address], in: body) { return true }
    let kind = table.slots[arrival.slot].kind
    guard kind == .local || kind == .return, fillCounts.takesDown(body) else { return false }
    return closesUp(reference.root)
  }

  /// Whether the body moves elements of an array to other places of it, one by one or as bytes.
  private func closesUp(_ array: ClaimSlotID) -> Bool {
    body.events.contains { event in
      switch event.operation {
      case .store:
        let (target, value) = (body.operand(0, of: event), body.operand(1, of: event))
        guard !target.isNone, !value.isNone, body[target].operation == .element, body[value].operation == .load
        else { return false }
        let source = body.operand(0, of: body[value])
        return !source.isNone && body[source].operation == .element && slot(ofPlace: target) == array
          && slot(ofPlace: source) == array
      case .call:
        guard !event.function.isNone, facts[event.function].flags.contains(.isSystem), event.operandCount > 1 else {
          return false
        }
        return body.operands(of: event).prefix(2).allSatisfy { slot(pointedToBy: $0) == array }
      default: return false
      }
    }
  }
}
