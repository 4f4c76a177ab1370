import Facts

extension Walker {
  /// Does what one event does. Returns whether the path goes on.
  func transfer(_ number: Int, _ frame: inout Frame) -> Bool {
    let event = body.events[number]
    func operand(_ position: Int) -> TermID { value(body.operand(position, of: event), frame) }
    var result = TermTable.unknown

    switch event.operation {
    case .slot: result = terms.intern(.slot(event.slot))
    case .global: result = terms.intern(.global(event.global))
    case .field: result = terms.intern(.field(operand(0), event.field))
    case .element: result = elementAddress(operand(0), operand(1))
    case .load:
      let address = operand(0)
      if isNull(address) { return false }
      use(address, at: number, &frame)
      result = isRecord(event.type) ? address : read(address, frame.path.state)
      note(event.type, of: result)
    case .store:
      let address = operand(0)
      if isNull(address) { return false }
      use(address, at: number, &frame)
      let type = typeOfContent(at: body.operand(0, of: event))
      store(body.operand(1, of: event), to: address, type, at: number, event, &frame)
      result = operand(1)
    case .null: result = TermTable.null
    case .constant:
      let place = Int(event.reference)
      result = place < body.constants.count ? terms.constant(body.constants[place]) : TermTable.unknown
    case .string:
      result = fresh(number, &frame)
      frame.path.state.constraints[result] = .nonzero
    case .function: result = terms.intern(.function(event.function))
    case .convert: result = convert(operand(0), number, event, &frame)
    case .compare: result = compare(operand(0), operand(1), event)
    case .not: result = terms.negation(operand(0))
    case .arithmetic: result = arithmetic(number, event, &frame)
    case .select: result = select(event, frame)
    case .increment, .decrement: result = count(number, event, &frame)
    case .call: return call(number, event, &frame)
    case .new: result = allocate(number, event, &frame)
    case .delete: delete(number, event, &frame)
    case .aggregate, .closure: result = fresh(number, &frame)
    case .return:
      frame.path.state.returned = event.operandCount > 0 ? operand(0) : TermTable.unknown
      frame.path.state.returnEvent = UInt32(number)
    case .throw:
      throwOut(at: number, callee: .none, frame)
      return false
    case .scopeEnd: endScope(event.slot, at: number, &frame)
    case .opaque:
      for operand in body.operands(of: event) {
        let seen = value(operand, frame)
        if case .slot = terms[seen] { expose(read(seen, frame.path.state), at: number, mayTake: true, &frame) }
        expose(seen, at: number, mayTake: terms.root(of: seen) == seen, &frame)
      }
      result = fresh(number, &frame)
    }
    set(number, result, &frame)
    return true
  }

  /// A path on which null is looked into does not go on.
  func isNull(_ address: TermID) -> Bool { terms.root(of: address) == TermTable.null }

  /// A place's event has the type of what stands there; what leads to one, as `p` in `*p`, is a pointer to it.
  private func typeOfContent(at place: ValueID) -> TypeID {
    guard !place.isNone else { return .none }
    let type = body[place].type
    switch body[place].operation {
    case .slot, .global, .field, .element: return type
    default: return target(of: type) ?? type
    }
  }

  func isRecord(_ type: TypeID) -> Bool { !type.isNone && knowledge.shapes.isInPlace[type.index] }

  private func elementAddress(_ base: TermID, _ position: TermID) -> TermID {
    guard base != TermTable.unknown else { return base }
    // Where no number is known it is "some element", which is a place too.
    let known = position == TermTable.unknown ? terms.constant(TermTable.someElement) : position
    return terms.intern(.element(base, known))
  }

  /// `type`: of what stands at the address.
  private func store(
    _ source: ValueID, to address: TermID, _ type: TypeID, at number: Int, _ event: Event, _ frame: inout Frame
  ) {
    let stored = value(source, frame)
    let isInitialization = event.flags.contains(.isInitialization)
    guard !source.isNone else { return }
    switch body[source].operation {
    case .aggregate, .closure:
      let parts = body.operands(of: body[source])
      let record = body[source].type.isNone ? RecordID.none : facts[body[source].type].record
      for (position, part) in zip(0..., parts) {
        if !record.isNone, facts[record].fields.indices.contains(position) {
          let field = facts[record].fields[position]
          store(part, to: terms.intern(.field(address, field)), facts[field].type, at: number, event, &frame)
        } else {
          let element = body[source].type.optional.map { facts[$0].inner } ?? .none
          let place = elementAddress(address, terms.constant(Int64(position)))
          store(part, to: place, element, at: number, event, &frame)
        }
      }
    default:
      // The name of a record stands for its address too, for pointers and references.
      if isRecord(body[source].type), type.isNone || isRecord(type) {
        copyRecord(from: stored, to: address, &frame)
      } else {
        write(address, stored, at: number, isInitialization: isInitialization, &frame)
        if !terms.isLocal(address), frame.path.state.holdings[object(at: stored)] != nil {
          tree.append(.stored, event: UInt32(number), object: object(at: stored), to: &frame.path.trace)
        }
      }
    }
  }

  private func convert(_ operand: TermID, _ number: Int, _ event: Event, _ frame: inout Frame) -> TermID {
    if event.flags.contains(.isTruth) { return terms.truth(operand) }
    if event.flags.isEmpty, isOfOtherKind(event.type, than: body.operand(0, of: event)),
      !isStorage(object(at: operand), frame.path.state)
    {
      blur(object(at: operand), &frame.path.state)
    }
    guard event.flags.contains(.isChecked), range(of: operand, frame.path.state) != .zero else { return operand }
    // The cast fails on one way; there the object is what it was, and the pointer null.
    // Most do not ask: what then becomes of the object is no matter.
    var failed = frame
    set(number, TermTable.null, &failed)
    doubt(operand, &failed.path.state)
    fork(failed)
    return operand
  }

  /// Whether what came as `void *` is taken for something of which no discipline knows: a text, say.
  private func isOfOtherKind(_ type: TypeID, than source: ValueID) -> Bool {
    guard !source.isNone, body[source].operation == .call, isUntyped(body[source].type), !type.isNone,
      facts[type].kind == .pointer
    else { return false }
    return !isUntyped(type) && !isGoverned(type)
  }

  private func compare(_ left: TermID, _ right: TermID, _ event: Event) -> TermID {
    // What is beyond the largest number with a sign stands as one below zero, and comparing it says nothing.
    let isUnsigned = event.flags.contains(.isUnsigned)
    if isUnsigned, event.comparison != .equal, event.comparison != .notEqual, isNegative(left) || isNegative(right) {
      return TermTable.unknown
    }
    let result =
      switch event.comparison {
      case .equal: terms.equal(left, right)
      case .notEqual: terms.negation(terms.equal(left, right))
      case .less: terms.less(left, right)
      case .greater: terms.less(right, left)
      case .lessOrEqual: terms.negation(terms.less(right, left))
      case .greaterOrEqual: terms.negation(terms.less(left, right))
      case .threeWay, nil: TermTable.unknown
      }
    if isUnsigned { noteUnsigned(result) }
    return result
  }

  /// What is less than a number, and is no number below zero, is between both.
  private func noteUnsigned(_ comparison: TermID) {
    switch terms[comparison] {
    case .less: unsignedComparisons.insert(comparison)
    case .negation(let inner): noteUnsigned(inner)
    default: break
    }
  }

  private func isNegative(_ term: TermID) -> Bool {
    if case .constant(let number) = terms[term] { number < 0 } else { false }
  }

  private func arithmetic(_ number: Int, _ event: Event, _ frame: inout Frame) -> TermID {
    let left = value(body.operand(0, of: event), frame)
    let right = value(body.operand(1, of: event), frame)
    // What is asked twice, as in `n % 8`, is the same number twice. Sums are left out: a loop would build them for ever.
    if "&|^%".unicodeScalars.contains(where: { $0.value == event.reference }) {
      if case .constant(let first) = terms[left], case .constant(let second) = terms[right] {
        switch event.reference {
        case UInt32(UInt8(ascii: "&")): return terms.constant(first & second)
        case UInt32(UInt8(ascii: "|")): return terms.constant(first | second)
        case UInt32(UInt8(ascii: "%")): return second > 0 ? terms.constant(first % second) : fresh(number, &frame)
        default: return terms.constant(first ^ second)
        }
      }
      let term = terms.intern(.arithmetic(event.reference, left, right))
      if term != TermTable.unknown { return term }
    }
    if event.reference == UInt32(UInt8(ascii: "-")), event.operandCount == 1, case .constant(let only) = terms[left],
      only != .min
    {
      return terms.constant(-only)
    }
    // A pointer that was moved may lead back to its object in a way that is not followed.
    blur(object(at: left), &frame.path.state)
    blur(object(at: right), &frame.path.state)
    return fresh(number, &frame)
  }

  /// The operand whose way was taken: the last that this path computed.
  private func select(_ event: Event, _ frame: Frame) -> TermID {
    for operand in body.operands(of: event).reversed() {
      if let term = known(operand, frame) { return event.flags.contains(.isTruth) ? terms.truth(term) : term }
    }
    return TermTable.unknown
  }

  private func count(_ number: Int, _ event: Event, _ frame: inout Frame) -> TermID {
    let address = value(body.operand(0, of: event), frame)
    use(address, at: number, &frame)
    countObject(at: address, isRetain: event.operation == .increment, at: number, &frame)
    let before = read(address, frame.path.state)
    let after = next(number, event, of: before, at: address, &frame)
    write(address, after, at: number, isInitialization: true, &frame)
    return event.flags.contains(.yieldsOld) ? before : after
  }

  /// A number goes up or down by one: a reference to the object whose count it is comes or goes.
  func countObject(at address: TermID, isRetain: Bool, at number: Int, _ frame: inout Frame) {
    let object = knowledge.disciplines.counted(at: address) { term in
      guard case .field(let base, let field) = terms[term] else { return nil }
      return (base, field)
    }
    if let object { change(object, by: isRetain ? .retain : .countDown, at: number, &frame) }
  }

  private func next(_ number: Int, _ event: Event, of before: TermID, at address: TermID, _ frame: inout Frame)
    -> TermID
  {
    if case .slot(let slot) = terms[address], index.isCounter[slot.index], event.operandCount == 1,
      case .constant(let count) = terms[before], 0..<BodyIndex.counterLimit ~= count
    {
      return terms.constant(event.operation == .increment ? count + 1 : count - 1)
    }
    let after = fresh(number, &frame)
    let sign = sign(after: event, of: range(of: before, frame.path.state), frame)
    if sign != .any { frame.path.state.constraints[after] = sign }
    return after
  }

  /// A number that was not negative is positive when it has gone up: nothing more exact, for in a loop it goes up again and again.
  private func sign(after event: Event, of before: Constraint, _ frame: Frame) -> Constraint {
    if event.operandCount > 1 {
      guard case .constant(let amount) = terms[value(body.operand(1, of: event), frame)], amount > 0 else {
        return .any
      }
      if event.operation == .decrement, amount > 1 { return before.high <= 0 ? .negative : .any }
    }
    switch event.operation {
    case .increment: return before.low >= 0 ? Constraint(low: 1) : .any
    default: return before.high <= 0 ? .negative : before.low >= 1 ? .nonnegative : .any
    }
  }

  private func allocate(_ number: Int, _ event: Event, _ frame: inout Frame) -> TermID {
    // An object is made where the last one was destroyed.
    if event.operandCount == 1, case let storage = value(body.operand(0, of: event), frame),
      frame.path.state.holdings[storage]?.flags.contains(.isDestroyed) ?? false
    {
      create(storage, at: number, isExact: true, &frame)
      return storage
    }
    // What is built in memory that was there before is what stands there, and whoever has the memory has it.
    if event.operandCount == 1, event.function.isNone, case let storage = body.operand(0, of: event), !storage.isNone,
      isUntyped(body[storage].type), case let known = value(storage, frame), known != TermTable.unknown
    {
      return known
    }
    let result = fresh(number, &frame)
    if !event.flags.contains(.mayFail) { frame.path.state.constraints[result] = .nonzero }
    guard !event.flags.contains(.isArray),
      let discipline = knowledge.disciplines.discipline(pointedToBy: event.type, in: facts)
    else { return result }
    // Some are born without a reference: the first one who takes one is the owner.
    if knowledge.disciplines[discipline].initialCount > 0 {
      create(result, at: number, isExact: true, &frame)
    }
    return result
  }

  private func delete(_ number: Int, _ event: Event, _ frame: inout Frame) {
    let target = value(body.operand(0, of: event), frame)
    var hasEnded = false
    if !event.function.isNone, let summary = knowledge.summaries[event.function.index],
      let outcome = summary.outcomes.first,
      summary.outcomes.count == 1
    {
      _ = apply(outcome, to: CallSite(number: number, callee: event.function, receiver: target, arguments: []), &frame)
      hasEnded = true
    }
    destroy(target, body[body.operand(0, of: event)].type, at: number, hasEnded: hasEnded, &frame)
  }

  /// An object that is followed, or would be if it came out of this function, ends without regard to any count.
  func destroy(_ target: TermID, _ type: TypeID, at number: Int, hasEnded: Bool, _ frame: inout Frame) {
    noteFreed(target, type, at: number)
    guard frame.path.state.holdings[object(at: target)] != nil || isPaired(type) else { return }
    change(target, by: .destroy, at: number, hasEnded: hasEnded, &frame)
  }

  func isPaired(_ pointer: TypeID) -> Bool {
    guard let discipline = knowledge.disciplines.discipline(pointedToBy: pointer, in: facts) else {
      guard !pointer.isNone, !facts[pointer].inner.isNone else { return false }
      let record = facts[facts[pointer].inner].record
      return !record.isNone && knowledge.isBaseOfPaired[record.index]
    }
    return knowledge.disciplines[discipline].kind == .paired
  }

  private func endScope(_ slot: SlotID, at number: Int, _ frame: inout Frame) {
    let lost = takeContents(ofAllIn: terms.intern(.slot(slot)), &frame.path.state)
    for value in lost { loseIfUnreachable(value, at: number, &frame) }
  }

  /// Something that is not known gets to see a value.
  ///
  /// `mayTake`: it may keep or give up a reference to what it sees.
  func expose(
    _ value: TermID, at event: Int, mayWrite: Bool = true, mayTake: Bool = false, _ frame: inout Frame
  ) {
    guard value != TermTable.unknown, value != TermTable.null else { return }
    // What stands at an address may be another thing afterwards.
    let there = frame.path.state.memory.entries.map { TermID($0.key) }.filter {
      $0 == value || terms.root(of: $0) == value
    }
    // An object that others keep from now on takes along what is in it; a variable stays.
    let left = Set(there.filter { terms.isLocal($0) && leaves($0, event, frame) && !isDrained($0) })
    let places = mayWrite ? there.filter { !left.contains($0) } : []
    for place in places {
      if let content = frame.path.state.memory[place] { handOver(content, to: place, &frame.path.state) }
    }
    blurAll(from: value, includesOthers: mayTake, besides: left, &frame.path.state)
    guard mayWrite else { return }
    for place in places { change(place, at: event, &frame) }
    if case .slot = terms[value], places.isEmpty { change(value, at: event, &frame) }
  }
}
