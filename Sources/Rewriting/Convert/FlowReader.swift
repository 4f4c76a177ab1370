import Claims
import Disciplines
import Facts

/// Reads off one body where its references come from and where they go.
struct FlowReader {
  private let facts: FactBase
  private let claims: ClaimSet
  private let index: DisciplineIndex
  private let primitives: CountingPrimitives
  /// Slots that may become smart pointers.
  private let isCandidate: (ClaimSlotID) -> Bool
  let function: FunctionID
  let body: Body

  private(set) var flows: [ReferenceFlow] = []
  /// Slots that cannot be converted because of what happens here.
  private(set) var refusals: [(slot: ClaimSlotID, why: LeftRaw)] = []
  /// Places whose reference goes where nobody can tell whether it is taken over: what they hold then is nobody's to give.
  private(set) var doubtful: Set<ClaimSlotID> = []
  /// By place: the scopes that end.
  private(set) var ends: [(slot: ClaimSlotID, event: Int)] = []
  /// What is put into places.
  private(set) var stores: [Stored] = []

  /// Places that a call fills through an out-parameter.
  private(set) var fills: [Filled] = []

  struct Filled {
    var parameter: ClaimSlotID
    var place: ClaimSlotID
    var event: Int
  }

  struct Stored {
    var slot: ClaimSlotID
    var isOwn: Bool
    var event: Int
    var isNull: Bool
  }

  init(
    facts: FactBase, claims: ClaimSet, index: DisciplineIndex, primitives: CountingPrimitives, function: FunctionID,
    body: Body, isCandidate: @escaping (ClaimSlotID) -> Bool
  ) {
    self.facts = facts
    self.claims = claims
    self.index = index
    self.primitives = primitives
    self.function = function
    self.body = body
    self.isCandidate = isCandidate
    var isUsed = [Bool](repeating: false, count: body.events.count)
    for event in body.events {
      for operand in body.operands(of: event) where !operand.isNone { isUsed[operand.index] = true }
    }
    for number in body.events.indices { read(number, isUsed: isUsed[number]) }
  }

  // MARK: What takes a value

  private mutating func read(_ number: Int, isUsed: Bool) {
    let event = body.events[number]
    if event.operation == .call { readFills(number, event) }
    checkAddresses(number, event)
    switch event.operation {
    case .scopeEnd:
      let slot = claims.slot(of: event.slot, in: function)
      if !slot.isNone { ends.append((slot, number)) }
    case .call:
      readCall(number, event)
      if !isUsed { discard(event) }
    case .store:
      let (address, value) = (body.operand(0, of: event), body.operand(1, of: event))
      add(number, value, sink(ofPlace: address))
      if let slot = place(at: address), !slot.isNone {
        stores.append(Stored(slot: slot, isOwn: isOwn(address), event: number, isNull: isNull(value)))
      }
    case .return:
      let slot = claims.slot(ofResultOf: function)
      guard !slot.isNone else { return refuseOperands(of: event, "it is returned where nobody can tell who owns it") }
      add(number, body.operand(0, of: event), typed(slot))
    case .load, .field: add(number, body.operand(0, of: event), .use)
    case .compare, .not:
      for operand in body.operands(of: event) { add(number, operand, .test) }
    case .convert where event.flags.contains(.isTruth): add(number, body.operand(0, of: event), .test)
    case .convert, .select, .slot, .global, .null, .constant, .string, .function: break
    case .element, .increment, .decrement, .arithmetic, .new, .delete, .aggregate, .closure, .throw, .opaque:
      refuseOperands(of: event, "it is used in a way that no smart pointer is")
    }
  }

  /// A place may be loaded and stored into, and nothing else.
  private mutating func checkAddresses(_ number: Int, _ event: Event) {
    for (position, operand) in body.operands(of: event).enumerated() where !operand.isNone {
      guard let slot = place(at: operand), isCandidate(slot) else {
        // `(a ? p : q)` is a place too, which may be loaded.
        if event.operation != .load {
          for slot in places(chosenBy: operand) where isCandidate(slot) {
            refusals.append((slot, LeftRaw(reason: "its address is used", span: body.span(of: event))))
          }
        }
        continue
      }
      switch event.operation {
      case .load, .select: continue
      case .store where position == 0: continue
      case .compare, .not,
        .convert where isFilled(slot):
        continue
      case .call where !isFilled(slot) && fills.contains { $0.event == number && $0.place == slot }: continue
      default: refusals.append((slot, LeftRaw(reason: "its address is used", span: body.span(of: event))))
      }
    }
  }

  private func places(chosenBy value: ValueID) -> [ClaimSlotID] {
    guard body[value].operation == .select else { return [] }
    return body.operands(of: body[value]).compactMap { place(at: $0) }
  }

  private mutating func discard(_ call: Event) {
    guard !call.flags.contains(.isIndirect) else { return }
    let slot = claims.slot(ofResultOf: call.function)
    if isCandidate(slot), claims.claim(of: slot) == .owner {
      refusals.append((slot, LeftRaw(reason: "a caller throws it away", span: body.span(of: call))))
    }
  }

  private mutating func readCall(_ number: Int, _ event: Event) {
    let operands = Array(body.operands(of: event))
    if event.flags.contains(.isIndirect) {
      for (position, operand) in operands.enumerated().dropFirst() {
        add(number, operand, sink(ofArgument: position - 1, of: event.function))
      }
      return
    }
    let counts = primitives.meaning(of: event.function)
    let hasReceiver = event.flags.contains(.hasReceiver)
    for (place, operand) in operands.enumerated() {
      if hasReceiver, place == 0 {
        switch counts?.receiver ?? .borrows {
        case .releases: add(number, operand, .release)
        case .retains: add(number, operand, .retain)
        case .borrows: add(number, operand, receiver(of: event.function))
        default: refuse(operand, "'\(facts[facts[event.function].name])' counts on it as no smart pointer does")
        }
        continue
      }
      let position = hasReceiver ? place - 1 : place
      switch counts?.arguments[position] {
      case .releases, .releasesUnlessNull: add(number, operand, .release)
      case .retains, .retainsUnlessNull: add(number, operand, .retain)
      case nil, .borrows: add(number, operand, sink(ofArgument: position, of: event.function))
      default: refuse(operand, "'\(facts[facts[event.function].name])' counts on it as no smart pointer does")
      }
    }
  }

  /// A method may give up the object that it is called on, though it does more than that.
  private func receiver(of method: FunctionID) -> ReferenceFlow.Sink? {
    switch index.meaning(of: method)?.receiver {
    case nil, .borrows: .use
    default: nil
    }
  }

  /// The addresses of places that are passed to be filled.
  private mutating func readFills(_ number: Int, _ event: Event) {
    guard !event.flags.contains(.isIndirect), !event.function.isNone else { return }
    let first = event.flags.contains(.hasReceiver) ? 1 : 0
    for (position, operand) in body.operands(of: event).dropFirst(first).enumerated() where !operand.isNone {
      let parameter = claims.slot(of: SlotID(position), in: event.function)
      guard position < Int(facts[event.function].parameterCount), isFilled(parameter), isCandidate(parameter) else {
        continue
      }
      let address = body[operand]
      if address.operation == .slot, let place = place(at: operand), isCandidate(place) {
        fills.append(Filled(parameter: parameter, place: place, event: number))
      } else if !isNull(operand) {
        refusals.append(
          (parameter, LeftRaw(reason: "a caller has it fill what stays raw", span: body.span(of: event))))
      }
    }
  }

  // MARK: Where it goes

  /// `nil` where nobody can tell.
  private func sink(ofArgument position: Int, of callee: FunctionID) -> ReferenceFlow.Sink? {
    guard !callee.isNone else { return nil }
    // What is passed beyond the parameters is only shown.
    if position >= Int(facts[callee].parameterCount) { return .pointer }
    let slot = claims.slot(of: SlotID(position), in: callee)
    if isCandidate(slot) { return isFilled(slot) ? .pointer : .slot(slot) }
    switch index.meaning(of: callee)?.arguments[position] {
    case .consumes, .releases, .releasesUnlessNull: return .owner
    case .keeps: return .pointer
    case nil, .borrows: break
    default: return nil
    }
    // Not a reference by its type: an address without a meaning, such as `const void *`.
    return slot.isNone || isFilled(slot) ? .pointer : typed(slot)
  }

  private func sink(ofPlace value: ValueID) -> ReferenceFlow.Sink? {
    guard let slot = place(at: value) else { return nil }
    return slot.isNone ? .pointer : typed(slot)
  }

  private func typed(_ slot: ClaimSlotID) -> ReferenceFlow.Sink? {
    switch claims.claim(of: slot) {
    case .owner, .leaked: isCandidate(slot) ? .slot(slot) : .owner
    case .pointer: .pointer
    case .unknown, .conflict: nil
    }
  }

  /// The slot whose address a value is; `none` for one that is no reference; `nil` for what is no place of its own.
  func place(at value: ValueID) -> ClaimSlotID? {
    guard !value.isNone else { return nil }
    let event = body[value]
    switch event.operation {
    case .slot:
      // What an out-parameter is itself is no reference: it leads to one.
      let slot = claims.slot(of: event.slot, in: function)
      return isFilled(slot) ? nil : slot
    case .load:
      let pointer = body.operand(0, of: event)
      guard !pointer.isNone, body[pointer].operation == .slot else { return nil }
      let slot = claims.slot(of: body[pointer].slot, in: function)
      return isFilled(slot) ? slot : nil
    case .field: return claims.slot(of: event.field)
    case .global: return claims.slot(of: event.global)
    default: return nil
    }
  }

  private func isFilled(_ slot: ClaimSlotID) -> Bool { !slot.isNone && claims[slot].kind == .outParam }

  private mutating func add(_ number: Int, _ value: ValueID, _ sink: ReferenceFlow.Sink?) {
    guard !value.isNone else { return }
    var arms: [ReferenceFlow.Arm] = []
    var hasOuterCast = false
    collect(value, into: &arms, hasOuterCast: &hasOuterCast, depth: 0)
    let matters = arms.contains { arm in
      switch arm.origin {
      case .place(let slot, _): claims.claim(of: slot) == .owner || isRetained(sink) || sink == .owner
      case .call(let slot): isCandidate(slot)
      case .fresh, .null, .other: false
      }
    }
    var isTyped = false
    if case .slot = sink { isTyped = true }
    guard matters || isTyped || isRetained(sink) else { return }
    guard let sink else {
      for arm in arms {
        refuse(arm.origin, "nobody can tell whether it is taken over", body.span(of: body[value]))
        if case .place(let slot, _) = arm.origin { doubtful.insert(slot) }
      }
      return
    }
    flows.append(
      ReferenceFlow(
        event: number, sink: sink, arms: arms, span: body.span(of: body[value]), hasOuterCast: hasOuterCast))
  }

  private func isRetained(_ sink: ReferenceFlow.Sink?) -> Bool { sink == .retain || sink == .release }

  // MARK: Where it comes from

  private func collect(
    _ value: ValueID, into arms: inout [ReferenceFlow.Arm], hasOuterCast: inout Bool, depth: Int
  ) {
    var current = value
    var hasCast = false
    var isChecked = false
    for _ in 0..<16 {
      let event = body[current]
      guard event.operation == .convert, !event.flags.contains(.isTruth) else { break }
      let inner = body.operand(0, of: event)
      guard !inner.isNone else { break }
      if event.flags.contains(.isExplicit) { hasCast = true }
      if event.flags.contains(.isChecked) { isChecked = true }
      current = inner
    }
    let event = body[current]
    if event.operation == .select, depth < 4 {
      if hasCast { hasOuterCast = true }
      for operand in body.operands(of: event) where !operand.isNone {
        collect(operand, into: &arms, hasOuterCast: &hasOuterCast, depth: depth + 1)
      }
      return
    }
    if event.operation == .load, depth < 4, collectPlaces(of: body.operand(0, of: event), into: &arms) {
      if hasCast { hasOuterCast = true }
      return
    }
    arms.append(
      ReferenceFlow.Arm(
        value: value, span: body.span(of: body[value]), origin: origin(event), originSpan: body.span(of: event),
        originValue: current, hasCast: hasCast, isChecked: isChecked))
  }

  /// The arms of a place that is one of several.
  private func collectPlaces(of chosen: ValueID, into arms: inout [ReferenceFlow.Arm]) -> Bool {
    guard !chosen.isNone, body[chosen].operation == .select else { return false }
    for operand in body.operands(of: body[chosen]) where !operand.isNone {
      guard let slot = place(at: operand), !slot.isNone else { return false }
      let span = body.span(of: body[operand])
      arms.append(
        ReferenceFlow.Arm(
          value: operand, span: span, origin: .place(slot, isOwn: isOwn(operand)), originSpan: span,
          originValue: operand))
    }
    return true
  }

  private func isNull(_ value: ValueID) -> Bool {
    guard !value.isNone else { return false }
    var arms: [ReferenceFlow.Arm] = []
    var hasOuterCast = false
    collect(value, into: &arms, hasOuterCast: &hasOuterCast, depth: 0)
    return arms.allSatisfy { $0.origin == .null }
  }

  private func origin(_ event: Event) -> ReferenceFlow.Origin {
    switch event.operation {
    case .load:
      let address = body.operand(0, of: event)
      guard let slot = place(at: address), !slot.isNone else { return .other }
      return .place(slot, isOwn: isOwn(address))
    case .call where !event.flags.contains(.isIndirect):
      let slot = claims.slot(ofResultOf: event.function)
      return slot.isNone ? .other : .call(slot)
    case .new: return .fresh
    case .null: return .null
    case .constant where body.constants.indices.contains(Int(event.reference)):
      return body.constants[Int(event.reference)] == 0 ? .null : .other
    default: return .other
    }
  }

  /// A field of `this`; what is no field is the function's own.
  func isOwn(_ address: ValueID) -> Bool {
    let event = body[address]
    guard event.operation == .field else { return true }
    var base = body.operand(0, of: event)
    for _ in 0..<8 {
      guard !base.isNone else { return false }
      let event = body[base]
      switch event.operation {
      case .convert: base = body.operand(0, of: event)
      case .load:
        let slot = body.operand(0, of: event)
        return !slot.isNone && body[slot].operation == .slot && body[slot].slot == facts[function].thisSlot
      default: return false
      }
    }
    return false
  }

  // MARK: What stands in the way

  private mutating func refuseOperands(of event: Event, _ reason: String) {
    for operand in body.operands(of: event) { refuse(operand, reason) }
  }

  private mutating func refuse(_ value: ValueID, _ reason: String) {
    guard !value.isNone else { return }
    var arms: [ReferenceFlow.Arm] = []
    var hasOuterCast = false
    collect(value, into: &arms, hasOuterCast: &hasOuterCast, depth: 0)
    for arm in arms { refuse(arm.origin, reason, body.span(of: body[value])) }
  }

  private mutating func refuse(_ origin: ReferenceFlow.Origin, _ reason: String, _ span: Span) {
    switch origin {
    case .place(let slot, _), .call(let slot):
      if isCandidate(slot) { refusals.append((slot, LeftRaw(reason: reason, span: span))) }
    case .fresh, .null, .other: break
    }
  }
}
