import Facts

extension DisciplineResolver {
  /// Finds the calls that put something into a container which was made to end what it holds.
  func resolvePuts(in facts: FactBase, into index: inout DisciplineIndex) {
    let remarks = index.remarkOfFunction.values
    guard remarks.contains(where: { $0.ends != nil || $0.endsKeys != nil }) else { return }
    var reading = ContainerEnds(facts, index)
    reading.read()
    index.takenPuts = reading.takenPuts()
  }
}

/// Whether the containers of a C library end what they hold: a matter of the function that each was made with, or is given up with,
/// anywhere in the program.
///
/// Goes by the text of functions and not by their paths: a field, variable, parameter or result that a container is ever assigned to
/// is one with what it was assigned from. Where what was found about one differs, nothing is known of it.
struct ContainerEnds {
  /// Where a container may be.
  private enum Place: Hashable {
    case field(FieldID)
    case global(GlobalID)
    case slot(FunctionID, SlotID)
    case result(FunctionID)
    /// What a call returns.
    case call(FunctionID, Int)
  }

  private struct Evidence: OptionSet {
    var rawValue: UInt8
    static let madeWithEnd = Self(rawValue: 1 << 0)
    static let madeWithoutEnd = Self(rawValue: 1 << 1)
    static let givenUpWithEnd = Self(rawValue: 1 << 2)
    static let givenUpWithoutEnd = Self(rawValue: 1 << 3)
    static let isUnknown = Self(rawValue: 1 << 4)

    var isEnding: Bool {
      isDisjoint(with: [.isUnknown, .givenUpWithoutEnd])
        && (contains(.givenUpWithEnd) || contains(.madeWithEnd) && !contains(.madeWithoutEnd))
    }
  }

  private struct Content {
    var values: Evidence = []
    var keys: Evidence = []

    mutating func formUnion(_ other: Self) {
      values.formUnion(other.values)
      keys.formUnion(other.keys)
    }
  }

  private let facts: FactBase
  private let index: DisciplineIndex
  /// The types of containers.
  private var containers: Set<RecordID> = []
  /// Places that are one, as a forest, with what is known of each tree at its root.
  private var parents: [Place: Place] = [:]
  private var contents: [Place: Content] = [:]
  private var puts: [PutSite] = []

  init(_ facts: FactBase, _ index: DisciplineIndex) {
    self.facts = facts
    self.index = index
    for (position, function) in facts.functions.enumerated() {
      let id = FunctionID(position)
      if isMaker(id), let record = facts.record(pointedToBy: function.returnType) { containers.insert(record) }
      guard isPut(id), !endsWhatItIsGiven(id), let first = function.parameters.first,
        let record = facts.record(pointedToBy: first.type)
      else { continue }
      containers.insert(record)
    }
  }

  mutating func read() {
    for position in facts.functions.indices where facts.functions[position].body != nil {
      read(FunctionID(position))
    }
  }

  func takenPuts() -> Set<PutSite> {
    Set(
      puts.filter { put in
        guard let body = facts[put.function].body else { return false }
        let event = body.events[put.event]
        let isKey = index.meaning(of: event.function)?.arguments[put.argument] == .putsKey
        let content =
          endsWhatItIsGiven(event.function)
          ? ended(by: event, body) : contents[root(of: .call(put.function, put.event))] ?? Content()
        return (isKey ? content.keys : content.values).isEnding
      })
  }

  // MARK: What functions are to containers

  private func isMaker(_ callee: FunctionID) -> Bool {
    speaksOfEnds(callee) && !isPut(callee) && facts.isPointer(facts[callee].returnType)
  }

  private func speaksOfEnds(_ callee: FunctionID) -> Bool {
    guard let remark = index.remarkOfFunction[callee] else { return false }
    return remark.ends != nil || remark.endsKeys != nil || remark.endsNothing
  }

  private func isPut(_ callee: FunctionID) -> Bool {
    index.meaning(of: callee)?.arguments.values.contains(where: \.isPut) ?? false
  }

  /// The call itself says what ends the thing: `g_object_set_data_full`.
  private func endsWhatItIsGiven(_ callee: FunctionID) -> Bool {
    isPut(callee) && speaksOfEnds(callee)
  }

  // MARK: Reading

  private mutating func read(_ id: FunctionID) {
    guard let body = facts[id].body else { return }
    for (number, event) in body.events.enumerated() {
      switch event.operation {
      case .store:
        guard let place = place(body.operand(0, of: event), body, id), isContainer(place) else { continue }
        join(place, with: sources(of: body.operand(1, of: event), body, id))
      case .return where event.operandCount > 0 && isContainer(.result(id)):
        join(.result(id), with: sources(of: body.operand(0, of: event), body, id))
      case .call where !event.function.isNone && !event.flags.contains(.isIndirect):
        readCall(number, event, body, id)
      default: continue
      }
    }
  }

  private mutating func readCall(_ number: Int, _ event: Event, _ body: Body, _ id: FunctionID) {
    let callee = event.function
    let here = Place.call(id, number)
    let operands = Array(body.operands(of: event))
    let arguments = event.flags.contains(.hasReceiver) ? operands.dropFirst() : operands[...]
    if isPut(callee) {
      let effects = index.meaning(of: callee)?.arguments ?? [:]
      puts += effects.filter(\.value.isPut).keys
        .map { PutSite(function: id, event: number, argument: $0) }
      if !endsWhatItIsGiven(callee), let first = arguments.first { join(here, with: sources(of: first, body, id)) }
    } else if isMaker(callee) {
      add(ended(by: event, body), to: here)
    } else if speaksOfEnds(callee), let first = arguments.first {
      let content = ended(by: event, body)
      for place in sources(of: first, body, id) ?? [] { add(content, to: place) }
    } else if facts[callee].body != nil {
      for (position, argument) in arguments.enumerated() where position < Int(facts[callee].parameterCount) {
        let parameter = Place.slot(callee, SlotID(position))
        if isContainer(parameter) {
          join(parameter, with: sources(of: argument, body, id))
        } else if let place = place(argument, body, id), isContainer(place), index.meaning(of: callee) == nil {
          // It may put another container there.
          if !returnsWhatStoodThere(callee) { add(Content(values: .isUnknown, keys: .isUnknown), to: place) }
        }
      }
    }
  }

  /// A helper that is given the address of any pointer and gives back what stood there: `g_steal_pointer`.
  private func returnsWhatStoodThere(_ callee: FunctionID) -> Bool {
    facts[callee].parameterCount == 1 && facts.isPointer(facts[callee].returnType)
  }

  /// What a call that makes a container, or gives one up, says of the end of what is in it.
  private func ended(by event: Event, _ body: Body) -> Content {
    guard let remark = index.remarkOfFunction[event.function] else { return Content() }
    let isMade = isMaker(event.function)
    let skipped = event.flags.contains(.hasReceiver) ? 1 : 0
    func evidence(_ position: Int?) -> Evidence {
      guard let position else { return isMade ? .madeWithoutEnd : remark.endsNothing ? .givenUpWithoutEnd : [] }
      let value = body.unconverted(body.operand(position + skipped, of: event))
      guard !value.isNone else { return .isUnknown }
      switch body[value].operation {
      case .function: return isMade ? .madeWithEnd : .givenUpWithEnd
      case .null: return isMade ? .madeWithoutEnd : .givenUpWithoutEnd
      case .constant where body.constant(value) == 0: return isMade ? .madeWithoutEnd : .givenUpWithoutEnd
      default: return .isUnknown
      }
    }
    return Content(values: evidence(remark.ends), keys: evidence(remark.endsKeys))
  }

  /// Where a value may come from; `nil` where that is not known. Null comes from nowhere.
  private func sources(of value: ValueID, _ body: Body, _ id: FunctionID, depth: Int = 0) -> [Place]? {
    let value = body.unconverted(value)
    guard !value.isNone, depth < 16 else { return nil }
    let event = body[value]
    switch event.operation {
    case .null: return []
    case .constant where body.constant(value) == 0: return []
    case .load: return contentSources(at: body.operand(0, of: event), body, id, depth: depth + 1)
    case .slot, .global, .field:
      // The address of a place that is given away leads to what stands there.
      return place(value, body, id).flatMap { isContainer($0) ? [$0] : nil }
    case .select:
      var found: [Place] = []
      for operand in body.operands(of: event) {
        guard let places = sources(of: operand, body, id, depth: depth + 1) else { return nil }
        found += places
      }
      return found
    case .call where !event.function.isNone && !event.flags.contains(.isIndirect):
      return callSources(of: value, event, body, id, depth: depth + 1)
    default: return nil
    }
  }

  private func contentSources(at address: ValueID, _ body: Body, _ id: FunctionID, depth: Int) -> [Place]? {
    guard !address.isNone else { return nil }
    // `list->next` is the same list, and so is a queue's.
    if body[address].operation == .field, !body[address].field.isNone,
      containers.contains(facts[body[address].field].record)
    {
      return sources(of: body.operand(0, of: body[address]), body, id, depth: depth)
    }
    return place(address, body, id).map { [$0] }
  }

  private func callSources(
    of value: ValueID, _ event: Event, _ body: Body, _ id: FunctionID, depth: Int
  ) -> [Place]? {
    let callee = event.function
    let skipped = event.flags.contains(.hasReceiver) ? 1 : 0
    if isMaker(callee) || isPut(callee) { return [.call(id, value.index)] }
    switch index.meaning(of: callee)?.result {
    case .argument(let position) where position >= 0, .retainedArgument(let position) where position >= 0,
      .restOfArgument(let position) where position >= 0:
      return sources(of: body.operand(position + skipped, of: event), body, id, depth: depth)
    default: break
    }
    let first = body.operand(skipped, of: event)
    if !first.isNone, returnsWhatStoodThere(callee), let place = place(body.unconverted(first), body, id),
      isContainer(place)
    {
      return [place]
    }
    return facts[callee].body == nil ? nil : [.result(callee)]
  }

  private func place(_ address: ValueID, _ body: Body, _ id: FunctionID) -> Place? {
    let address = body.unconverted(address)
    guard !address.isNone else { return nil }
    switch body[address].operation {
    case .slot: return .slot(id, body[address].slot)
    case .global where !body[address].global.isNone: return .global(body[address].global)
    case .field where !body[address].field.isNone: return .field(body[address].field)
    default: return nil
    }
  }

  private func isContainer(_ place: Place) -> Bool {
    let type: TypeID
    switch place {
    case .field(let field): type = facts[field].type
    case .global(let global): type = facts[global].type
    case .slot(let function, let slot):
      guard facts[function].slots.indices.contains(slot.index) else { return false }
      type = facts[function].slots[slot.index].type
    case .result(let function): type = facts[function].returnType
    case .call: return true
    }
    return facts.record(pointedToBy: type).map { containers.contains($0) } ?? false
  }

  // MARK: Places that are one

  private func root(of place: Place) -> Place {
    var place = place
    while let parent = parents[place] { place = parent }
    return place
  }

  private mutating func join(_ place: Place, with others: [Place]?) {
    guard let others else { return add(Content(values: .isUnknown, keys: .isUnknown), to: place) }
    for other in others {
      let (one, two) = (root(of: place), root(of: other))
      guard one != two else { continue }
      parents[two] = one
      if let content = contents.removeValue(forKey: two) { contents[one, default: Content()].formUnion(content) }
    }
  }

  private mutating func add(_ content: Content, to place: Place) {
    contents[root(of: place), default: Content()].formUnion(content)
  }
}
