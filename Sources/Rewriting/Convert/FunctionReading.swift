import Claims
import Disciplines
import Facts

/// All that one function does with references, and what its paths prove of the places that hold them.
struct FunctionReading {
  let function: FunctionID
  let body: Body
  let flows: [ReferenceFlow]
  let fills: [FlowReader.Filled]
  let expressionRetains: ExpressionRetains
  let timing: ReleaseTiming
  private(set) var refusals: [(slot: ClaimSlotID, why: LeftRaw)]
  /// By place: what happens to it, in order.
  private(set) var uses: [ClaimSlotID: [PlaceProof.Use]] = [:]
  private(set) var proofs: [ClaimSlotID: PlaceProof] = [:]
  private(set) var results: [ClaimSlotID: PlaceProof.Result] = [:]
  /// Stores of what another place holds and keeps: a reference of its own is added to the place afterwards.
  private(set) var shownStores: Set<Int> = []
  /// Places that are said to own and have nothing to give, or may have given it already.
  private var bare: Set<ClaimSlotID>

  /// - Parameter isReadLater: whether functions read a field or global whatever this one has left in it.
  init(
    facts: FactBase, claims: ClaimSet, index: DisciplineIndex, primitives: CountingPrimitives,
    timing: ReleaseTiming, reader: FlowReader, isCandidate: @escaping (ClaimSlotID) -> Bool,
    isReadLater: @escaping (ClaimSlotID) -> Bool
  ) {
    function = reader.function
    body = reader.body
    flows = reader.flows
    fills = reader.fills
    expressionRetains = ExpressionRetains(
      body: reader.body, receiver: facts[reader.function].thisSlot, flows: reader.flows, primitives: primitives)
    refusals = reader.refusals
    bare = reader.doubtful
    self.timing = timing
    gatherUses(reader, claims, isCandidate)
    prove(facts, claims, index, primitives, isCandidate, isReadLater, reader)
  }

  private mutating func gatherUses(
    _ reader: FlowReader, _ claims: ClaimSet, _ isCandidate: (ClaimSlotID) -> Bool
  ) {
    for (number, flow) in flows.enumerated() {
      for (arm, one) in flow.arms.enumerated() {
        guard case .place(let slot, let isOwn) = one.origin else { continue }
        let kind: PlaceProof.Use.Kind =
          switch flow.sink {
          case .slot, .owner: .gives
          case .pointer, .use: .looks
          case .test: .tests
          case .retain: .retains
          case .release: .releases
          }
        guard isOwn else {
          if isCandidate(slot), ![.looks, .tests].contains(kind) {
            refusals.append((slot, LeftRaw(reason: "another object counts on it", span: one.originSpan)))
          }
          continue
        }
        uses[slot, default: []].append(
          PlaceProof.Use(
            kind: kind, event: flow.event(of: one), flow: number, arm: arm, span: one.originSpan,
            isShown: flow.sink == .pointer))
      }
    }
    for store in reader.stores {
      guard store.isOwn else {
        if isCandidate(store.slot) {
          refusals.append(
            (store.slot, LeftRaw(reason: "another object sets it", span: body.span(of: body.events[store.event]))))
        }
        continue
      }
      uses[store.slot, default: []].append(
        PlaceProof.Use(
          kind: store.isNull ? .clears : .takes, event: store.event, span: body.span(of: body.events[store.event])))
    }
    for fill in reader.fills {
      uses[fill.place, default: []].append(PlaceProof.Use(kind: .takes, event: fill.event, span: .none))
    }
    for end in reader.ends {
      uses[end.slot, default: []].append(PlaceProof.Use(kind: .ends, event: end.event, span: .none))
    }
    // What is read for a store or call comes before it.
    for slot in uses.keys {
      uses[slot]?.sort { ($0.event, $0.kind.isSetting ? 1 : 0) < ($1.event, $1.kind.isSetting ? 1 : 0) }
    }
  }

  private mutating func prove(
    _ facts: FactBase, _ claims: ClaimSet, _ index: DisciplineIndex, _ primitives: CountingPrimitives,
    _ isCandidate: (ClaimSlotID) -> Bool, _ isReadLater: (ClaimSlotID) -> Bool, _ reader: FlowReader
  ) {
    var places = Set(uses.keys)
    let own = facts[function]
    for position in 0..<Int(own.parameterCount) {
      let slot = claims.slot(of: SlotID(position), in: function)
      if !slot.isNone { places.insert(slot) }
    }
    // A destructor must give up every field, so what it does not name counts too.
    if own.kind == .destructor, !own.record.isNone {
      for field in facts[own.record].fields {
        let slot = claims.slot(of: field)
        if !slot.isNone { places.insert(slot) }
      }
    }
    for slot in places where (uses[slot] ?? []).contains(where: { $0.kind == .retains }) {
      noteShownStores(slot, facts, claims, index, primitives, isReadLater, reader)
    }
    // What is only borrowed comes first: whether a value comes with a reference of its own may depend on it.
    let ordered = places.sorted { (isCandidate($0) ? 1 : 0, $0) < (isCandidate($1) ? 1 : 0, $1) }
    for slot in ordered {
      if isCandidate(slot) { markBare(slot, facts, claims, index) }
      let all = uses[slot] ?? []
      let isWanted = isCandidate(slot)
      guard isWanted || all.contains(where: { $0.kind == .retains }) else { continue }
      let proof = proof(
        of: slot, all, home(of: slot, facts, claims), isReadLater: isReadLater(slot), facts, claims, primitives, reader)
      proofs[slot] = proof
      do throws(LeftRaw) {
        results[slot] = try proof.prove()
      } catch {
        if isWanted { refusals.append((slot, error)) }
        guard error.reason == PlaceProof.bareReason else { continue }
        bare.insert(slot)
        results[slot] = pointer(slot, facts, claims, primitives, reader)
      }
    }
  }

  /// `mine = theirs_; mine->AddRef();`: where nothing is right if the one had given its reference to the other, and all is if it shows
  /// it, it does.
  private mutating func noteShownStores(
    _ slot: ClaimSlotID, _ facts: FactBase, _ claims: ClaimSet, _ index: DisciplineIndex,
    _ primitives: CountingPrimitives, _ isReadLater: (ClaimSlotID) -> Bool, _ reader: FlowReader
  ) {
    guard claims.claim(of: slot) == .owner else { return }
    var all = uses[slot] ?? []
    let stores = all.indices.filter { number in
      guard all[number].kind == .takes, let flow = store(to: slot, at: all[number].event), flow.arms.count == 1,
        case .place(let source, _) = flow.arms[0].origin
      else { return false }
      return source != slot && claims.claim(of: source) == .owner
    }
    if stores.isEmpty { return }
    func result() -> PlaceProof.Result? {
      let home = home(of: slot, facts, claims)
      return try? proof(
        of: slot, all, home, isReadLater: isReadLater(slot), facts, claims, primitives, reader
      ).prove()
    }
    for number in all.indices where all[number].kind == .takes && !stores.contains(number) {
      guard let flow = store(to: slot, at: all[number].event) else { continue }
      if flow.arms.contains(where: { isBare($0, of: flow, facts, claims, index) }) { all[number].kind = .takesBare }
    }
    guard result() == nil else { return }
    for number in stores { all[number].kind = .takesBare }
    guard let shown = result() else { return }
    for event in stores.map({ all[$0].event }) where shown.completed.values.contains(event) {
      guard let flow = store(to: slot, at: event), case .place(let source, _) = flow.arms[0].origin else { continue }
      shownStores.insert(event)
      let span = flow.arms[0].originSpan
      for index in (uses[source] ?? []).indices where uses[source]?[index].event == event {
        if uses[source]?[index].kind == .gives { uses[source]?[index].kind = .looks }
      }
      refusals.removeAll { $0.slot == source && $0.why.span == span }
    }
  }

  private func store(to slot: ClaimSlotID, at event: Int) -> ReferenceFlow? {
    flows.first { flow in
      guard flow.event == event else { return false }
      return flow.sink == .slot(slot) || flow.sink == .owner && body.events[event].operation == .store
    }
  }

  /// A local that is never given a reference owns nothing, whatever is said of it: where it is given away, one may be added just
  /// before.
  private func pointer(
    _ slot: ClaimSlotID, _ facts: FactBase, _ claims: ClaimSet, _ primitives: CountingPrimitives, _ reader: FlowReader
  ) -> PlaceProof.Result? {
    var all = uses[slot] ?? []
    guard claims[slot].kind == .local, !all.contains(where: { $0.kind == .releases || $0.kind == .takes }) else {
      return nil
    }
    for index in all.indices where all[index].kind == .takesBare { all[index].kind = .takes }
    return try? proof(of: slot, all, .borrowed, isReadLater: false, facts, claims, primitives, reader).prove()
  }

  private func proof(
    of slot: ClaimSlotID, _ uses: [PlaceProof.Use], _ home: PlaceProof.Home, isReadLater: Bool, _ facts: FactBase,
    _ claims: ClaimSet, _ primitives: CountingPrimitives, _ reader: FlowReader
  ) -> PlaceProof {
    PlaceProof(
      facts: facts, function: function, body: body, name: claims[slot].span, uses: uses, home: home,
      primitives: primitives, timing: timing, isReadLater: isReadLater, isPlace: place(slot, claims, reader))
  }

  /// Stores of what comes without a reference of its own: one must be added later, on every path.
  private mutating func markBare(_ slot: ClaimSlotID, _ facts: FactBase, _ claims: ClaimSet, _ index: DisciplineIndex) {
    for position in (uses[slot] ?? []).indices where uses[slot]?[position].kind == .takes {
      guard let event = uses[slot]?[position].event,
        let flow = flows.first(where: { $0.event == event && $0.sink == .slot(slot) }),
        flow.arms.contains(where: { isBare($0, of: flow, facts, claims, index) })
      else { continue }
      uses[slot]?[position].kind = .takesBare
    }
  }

  /// Whether an arm's value comes without a reference that its taker could have.
  func isBare(
    _ arm: ReferenceFlow.Arm, of flow: ReferenceFlow, _ facts: FactBase, _ claims: ClaimSet, _ index: DisciplineIndex
  ) -> Bool {
    if shownStores.contains(flow.event) { return true }
    switch arm.origin {
    case .null: return false
    // Where counts begin at nothing, the first reference is added too.
    case .fresh:
      return index.discipline(pointedToBy: body[arm.originValue].type, in: facts).map { index[$0].initialCount } == 0
    case .place(let slot, _):
      if claims.claim(of: slot) == .owner, !bare.contains(slot) { return false }
      return results[slot]?.retainsOfGift[flow.event(of: arm)] == nil
    case .call, .other:
      if expressionRetains.retain(for: arm, of: flow) != nil { return false }
      let event = body[arm.originValue]
      guard event.operation == .call, !event.function.isNone else { return true }
      if claims.claim(of: claims.slot(ofResultOf: event.function)) == .owner { return false }
      return claims.meaning(of: event.function, facts: facts, index: index)?.result != .new
    }
  }

  private func place(_ slot: ClaimSlotID, _ claims: ClaimSet, _ reader: FlowReader) -> (ValueID) -> Bool {
    let (body, function) = (body, function)
    return { value in
      guard !value.isNone else { return false }
      let event = body[value]
      switch event.operation {
      case .slot: return claims.slot(of: event.slot, in: function) == slot
      case .load: return reader.place(at: value) == slot
      case .field: return claims.slot(of: event.field) == slot && reader.isOwn(value)
      case .global: return claims.slot(of: event.global) == slot
      default: return false
      }
    }
  }

  private func home(of slot: ClaimSlotID, _ facts: FactBase, _ claims: ClaimSet) -> PlaceProof.Home {
    guard claims.claim(of: slot) == .owner else { return .borrowed }
    let claimed = claims[slot]
    switch claimed.kind {
    case .param: return .parameter
    case .outParam: return .filled
    case .field:
      let own = facts[function]
      guard own.record == facts[claimed.field].record else { return .field }
      if own.kind == .constructor { return .fieldUnderConstruction }
      return own.kind == .destructor ? .fieldUnderDestruction : .field
    case .global: return facts[function].kind == .initializer ? .fieldUnderConstruction : .field
    case .local, .return, .element: return .local
    }
  }
}

extension PlaceProof.Use.Kind {
  fileprivate var isSetting: Bool { self == .takes || self == .takesBare || self == .clears }
}
