import Claims
import Disciplines
import Facts

/// Writes what one function's references need once some of their places are smart pointers.
struct FlowWriter {
  let facts: FactBase
  let claims: ClaimSet
  let index: DisciplineIndex
  let primitives: CountingPrimitives
  let reading: FunctionReading
  let words: SmartPointerWords
  /// Whether a slot becomes a smart pointer.
  let isConverted: (ClaimSlotID) -> Bool
  /// Whether a field is set when its object begins and ends with it: what it holds lives for as long as the object.
  let isSetForLife: (ClaimSlotID) -> Bool
  /// Whether text that is not compiled names a place after an event gives away what it holds.
  let isNamedLater: (ClaimSlotID, Int) -> Bool
  /// Whether a destructor releases what a field holds.
  let isReleasedWithObject: (ClaimSlotID) -> Bool
  /// The text of a file that may be edited.
  let text: (FileID) -> SourceText?

  var changes: [TextChange] = []
  /// Slots that have to stay raw after all.
  private(set) var failures: [(slot: ClaimSlotID, why: LeftRaw)] = []
  /// Events by which a local is copied only because raw code takes over what it holds.
  private var copiesForRawCode: [ClaimSlotID: Set<Int>] = [:]
  /// What a person should know of converted places.
  var remarks: [Remark] = []
  var releasesTaken = 0
  var retainsTaken = 0

  init(
    facts: FactBase, claims: ClaimSet, index: DisciplineIndex, primitives: CountingPrimitives,
    reading: FunctionReading, words: SmartPointerWords, isConverted: @escaping (ClaimSlotID) -> Bool,
    isSetForLife: @escaping (ClaimSlotID) -> Bool, isNamedLater: @escaping (ClaimSlotID, Int) -> Bool,
    isReleasedWithObject: @escaping (ClaimSlotID) -> Bool, text: @escaping (FileID) -> SourceText?
  ) {
    self.facts = facts
    self.claims = claims
    self.index = index
    self.primitives = primitives
    self.reading = reading
    self.words = words
    self.isConverted = isConverted
    self.isSetForLife = isSetForLife
    self.isNamedLater = isNamedLater
    self.isReleasedWithObject = isReleasedWithObject
    self.text = text
    let removable = removableRetains()
    for flow in reading.flows { write(flow, removable) }
    for retain in removable.sorted() { removeRetain(retain) }
    refuseNeedlessCopies()
    remarkReleases()
  }

  // MARK: One flow

  func converted(_ sink: ReferenceFlow.Sink) -> ClaimSlotID? {
    if case .slot(let slot) = sink, isConverted(slot) { return slot }
    return nil
  }

  private mutating func write(_ flow: ReferenceFlow, _ removable: Set<Int>) {
    if let slot = converted(flow.sink) {
      do throws(LeftRaw) {
        try fill(slot, flow, removable)
      } catch {
        failures.append((slot, error))
      }
      return
    }
    for arm in flow.arms {
      do throws(LeftRaw) {
        switch arm.origin {
        case .place(let slot, _) where isConverted(slot): try take(arm, of: flow, from: slot, removable)
        case .call(let slot) where isConverted(slot): try take(arm, of: flow, fromResult: slot)
        default: break
        }
      } catch {
        guard let slot = origin(of: arm) else { continue }
        failures.append((slot, error))
      }
    }
  }

  /// A local that raw code takes over in each of its ends gains nothing by being copied for it.
  private mutating func refuseNeedlessCopies() {
    for (slot, copies) in copiesForRawCode where claims[slot].kind == .local {
      let isEnded = (reading.uses[slot] ?? []).contains { use in
        use.kind == .releases || use.kind == .gives && !copies.contains(use.event)
      }
      if isEnded { continue }
      failures.append(
        (slot, LeftRaw(reason: "it would be copied only to be given to raw code", span: claims[slot].span)))
    }
  }

  private func origin(of arm: ReferenceFlow.Arm) -> ClaimSlotID? {
    switch arm.origin {
    case .place(let slot, _), .call(let slot): slot
    case .fresh, .null, .other: nil
    }
  }

  /// Raw code takes or sees what a smart pointer holds.
  private mutating func take(
    _ arm: ReferenceFlow.Arm, of flow: ReferenceFlow, from slot: ClaimSlotID, _ removable: Set<Int>
  ) throws(LeftRaw) {
    let isBare = !arm.hasCast && flow.arms.count == 1
    if reading.shownStores.contains(flow.event) { return try append(words.get, to: arm, slot) }
    switch flow.sink {
    case .use where isBare, .test where isBare: return
    case .retain where isReceiver(flow) && isBare: return
    case .retain where removable.contains(flow.event): return
    case .use, .test, .pointer, .retain: try append(words.get, to: arm, slot)
    case .release: try release(flow, arm, slot)
    case .owner, .slot:
      guard try isTransfer(flow, arm, slot) else {
        return isRemovable(flow, arm, slot, removable)
          ? try copyOut(arm, of: slot) : try append(words.get, to: arm, slot)
      }
      if isOnlySeemingGift(flow, arm, slot) {
        guard isRawLocal(flow.sink) else { throw givenAndHeld(arm) }
        // A view of what the field goes on holding, as before.
        return try append(words.get, to: arm, slot)
      }
      if let reason = reasonToCopy(flow, arm, slot) {
        // A copy hands its own reference on; the place gives up its own at the end.
        remarkCopy(arm, slot, reason)
        copiesForRawCode[slot, default: []].insert(flow.event(of: arm))
        return try copyOut(arm, of: slot)
      }
      try append(words.detach, to: arm, slot)
    }
  }

  private mutating func copyOut(_ arm: ReferenceFlow.Arm, of slot: ClaimSlotID) throws(LeftRaw) {
    let type = words.type(of: objectType(of: claims[slot].type))
    wrap(arm.originSpan.file, try place(of: arm, slot), ("\(type)(", ")" + words.detach), level: 0, [slot])
  }

  private mutating func take(
    _ arm: ReferenceFlow.Arm, of flow: ReferenceFlow, fromResult slot: ClaimSlotID
  ) throws(LeftRaw) {
    if claims.claim(of: slot) != .owner { return try show(arm, of: flow, borrowedResult: slot) }
    switch flow.sink {
    case .owner, .slot:
      let range = try whole(arm.originSpan)
      wrap(arm.originSpan.file, range, ("", words.detach), level: 0, [slot])
    default:
      throw LeftRaw(reason: "a caller uses what it returns without keeping it", span: arm.originSpan)
    }
  }

  /// What a container of smart pointers shows: it keeps its own reference.
  private mutating func show(
    _ arm: ReferenceFlow.Arm, of flow: ReferenceFlow, borrowedResult slot: ClaimSlotID
  ) throws(LeftRaw) {
    switch flow.sink {
    case .use where !arm.hasCast, .test where !arm.hasCast, .retain where !arm.hasCast: return
    case .use, .test, .pointer, .retain:
      wrap(arm.originSpan.file, try whole(arm.originSpan), ("", words.get), level: 0, [slot])
    case .release, .owner, .slot:
      throw LeftRaw(reason: "what it only shows is given away", span: arm.originSpan)
    }
  }

  /// A smart pointer is given a value.
  private mutating func fill(
    _ sink: ClaimSlotID, _ flow: ReferenceFlow, _ removable: Set<Int>
  ) throws(LeftRaw) {
    if flow.arms.allSatisfy({ $0.origin == .null }) { return }
    if flow.hasOuterCast {
      let range = try whole(flow.span)
      for arm in flow.arms { try giveRaw(arm, of: flow, to: sink, removable) }
      return wrap(
        flow.span.file, range, words.adopting(nil, inFull: objectType(of: claims[sink].type)), level: 2, [sink])
    }
    for arm in flow.arms where arm.origin != .null { try fill(sink, flow, arm, removable) }
  }

  private mutating func fill(
    _ sink: ClaimSlotID, _ flow: ReferenceFlow, _ arm: ReferenceFlow.Arm, _ removable: Set<Int>
  ) throws(LeftRaw) {
    let full = objectType(of: claims[sink].type)
    switch arm.origin {
    case .place(let slot, _) where isConverted(slot) && reading.shownStores.contains(flow.event):
      guard let retain = completion(of: flow, sink), removable.contains(retain), let around = words.retaining(full)
      else { throw comesBare(arm) }
      // A copy: what the retain after it was for.
      if !arm.hasCast {
        _ = try place(of: arm, slot)
        return
      }
      if !arm.isChecked, try castKept(arm, slot, sink, isMove: false) { return }
      try append(words.get, to: arm, slot)
      return wrap(arm.span.file, try whole(arm.span), around, level: 2, [slot, sink])
    case .place(let slot, _) where isConverted(slot):
      var isTransfer = try isTransfer(flow, arm, slot)
      if isOnlySeemingGift(flow, arm, slot) { throw givenAndHeld(arm) }
      if !arm.hasCast, isTransfer {
        let range = try place(of: arm, slot)
        if isPlainReturn(flow), !isShared(slot) { return }
        if let reason = reasonToCopy(flow, arm, slot) { return remarkCopy(arm, slot, reason) }
        return wrap(arm.originSpan.file, range, ("std::move(", ")"), level: 0, [slot, sink])
      }
      var isCopy = !isTransfer && isRemovable(flow, arm, slot, removable)
      if isTransfer, let reason = reasonToCopy(flow, arm, slot) {
        remarkCopy(arm, slot, reason)
        (isTransfer, isCopy) = (false, true)
      }
      if !arm.hasCast, isCopy {
        _ = try place(of: arm, slot)
        return
      }
      if !arm.isChecked, arm.hasCast, isTransfer || isCopy, try castKept(arm, slot, sink, isMove: isTransfer) { return }
      guard !arm.isChecked || !isTransfer else {
        throw LeftRaw(reason: "a cast that may fail gives it on", span: arm.originSpan)
      }
      let around = isCopy ? words.retaining(full) : words.adopting(nil, inFull: full)
      guard let around else { throw LeftRaw(reason: "the smart pointer cannot retain", span: arm.originSpan) }
      try append(isTransfer ? words.detach : words.get, to: arm, slot)
      return wrap(arm.span.file, try whole(arm.span), around, level: 2, [slot, sink])
    case .call(let slot) where isConverted(slot) && claims.claim(of: slot) != .owner:
      // A copy of what the container keeps is what the retain after it was for.
      guard !arm.hasCast, let retain = completion(of: flow, sink), removable.contains(retain) else {
        throw comesBare(arm)
      }
    case .call(let slot) where isConverted(slot):
      guard arm.hasCast else { return }
      wrap(arm.originSpan.file, try whole(arm.originSpan), ("", words.detach), level: 0, [slot, sink])
      return wrap(arm.span.file, try whole(arm.span), words.adopting(nil, inFull: full), level: 2, [slot, sink])
    case .place(let slot, _) where isRemovable(flow, arm, slot, removable) && !words.conversion.retain.isEmpty:
      guard let around = words.retaining(full) else { return }
      return wrap(arm.span.file, try whole(arm.span), around, level: 2, [sink])
    case .place, .call, .fresh, .other:
      if try takeWithRetain(arm, of: flow, to: sink, full) { return }
      guard reading.isBare(arm, of: flow, facts, claims, index) else { break }
      // The retain that follows is made with the value.
      guard let retain = completion(of: flow, sink), removable.contains(retain), let around = words.retaining(full)
      else {
        throw comesBare(arm)
      }
      return wrap(arm.span.file, try whole(arm.span, of: flow), around, level: 2, [sink])
    case .null: return
    }
    let object = isOwnDeclaration(flow, sink) ? writtenType(of: sink) : nil
    wrap(arm.span.file, try whole(arm.span, of: flow), words.adopting(object, inFull: full), level: 2, [sink])
  }

  /// `static_cast<T *>(p)` of a smart pointer stays one.
  private mutating func castKept(
    _ arm: ReferenceFlow.Arm, _ slot: ClaimSlotID, _ sink: ClaimSlotID, isMove: Bool
  ) throws(LeftRaw) -> Bool {
    let range = try whole(arm.span)
    let inner = try place(of: arm, slot)
    guard let text = text(arm.span.file), let cast = words.cast(from: text[range]),
      range.lowerBound + cast.length == inner.lowerBound, inner.upperBound + 1 == range.upperBound
    else { return false }
    let value = text[inner]
    changes.append(
      TextChange(
        file: arm.span.file, range: range,
        kind: .replace(cast.before + (isMove ? "std::move(\(value))" : value) + ")"), slots: [slot, sink]))
    return true
  }

  /// Inside of a cast around all arms everything is raw.
  private mutating func giveRaw(
    _ arm: ReferenceFlow.Arm, of flow: ReferenceFlow, to sink: ClaimSlotID, _ removable: Set<Int>
  ) throws(LeftRaw) {
    switch arm.origin {
    case .place(let slot, _) where isConverted(slot):
      guard try isTransfer(flow, arm, slot), reasonToCopy(flow, arm, slot) == nil else {
        throw LeftRaw(reason: "a cast of several values sets it", span: flow.span)
      }
      try append(words.detach, to: arm, slot)
    case .call(let slot) where isConverted(slot):
      wrap(arm.originSpan.file, try whole(arm.originSpan), ("", words.detach), level: 0, [slot, sink])
    case .place, .call, .other, .fresh, .null:
      if reading.isBare(arm, of: flow, facts, claims, index) { throw comesBare(arm) }
    }
  }

  // MARK: What a field gives, and holds all the same

  /// A field whose content was given away stands as it was in the end, and the destructor releases that: either the taker has no
  /// reference by it, or it gives it back in a way that does not show.
  private func isOnlySeemingGift(_ flow: ReferenceFlow, _ arm: ReferenceFlow.Arm, _ slot: ClaimSlotID) -> Bool {
    guard let result = reading.results[slot], result.stillStands else { return false }
    return result.kept.contains(flow.event(of: arm)) && isReleasedWithObject(slot)
  }

  private func isRawLocal(_ sink: ReferenceFlow.Sink) -> Bool {
    guard case .slot(let slot) = sink else { return false }
    return claims[slot].kind == .local
  }

  private func givenAndHeld(_ arm: ReferenceFlow.Arm) -> LeftRaw {
    LeftRaw(reason: "it is given away here, and released with its object all the same", span: arm.originSpan)
  }

  // MARK: What comes with a reference

  private func comesBare(_ arm: ReferenceFlow.Arm) -> LeftRaw {
    LeftRaw(reason: PlaceProof.bareReason, span: arm.span)
  }

  /// The retain that adds the reference which a store of something bare is without.
  private func completion(of flow: ReferenceFlow, _ sink: ClaimSlotID) -> Int? {
    reading.results[sink]?.completed.first { $0.value == flow.event }?.key
  }

  private func isTransfer(
    _ flow: ReferenceFlow, _ arm: ReferenceFlow.Arm, _ slot: ClaimSlotID
  ) throws(LeftRaw) -> Bool {
    guard let result = reading.results[slot], case .place(_, true) = arm.origin else {
      throw LeftRaw(reason: "nobody can tell whether its own reference is given", span: arm.originSpan)
    }
    let event = flow.event(of: arm)
    let isCopy = result.retainsOfGift[event] != nil
    let isTransfer = result.transfers.contains(event) || result.kept.contains(event)
    guard isCopy != isTransfer else {
      // Neither: on no path that arrives is it anything but null.
      if !isCopy { return true }
      throw LeftRaw(reason: "one path gives its own reference and another an added one", span: arm.originSpan)
    }
    return isTransfer
  }

  private func isRemovable(
    _ flow: ReferenceFlow, _ arm: ReferenceFlow.Arm, _ slot: ClaimSlotID, _ removable: Set<Int>
  ) -> Bool {
    guard let retains = reading.results[slot]?.retainsOfGift[flow.event(of: arm)] else { return false }
    return retains.isSubset(of: removable)
  }

  /// A move must be the only mention of the place in its statement: arguments are evaluated in any order.
  func isMovable(_ arm: ReferenceFlow.Arm, _ slot: ClaimSlotID) -> Bool {
    guard let text = text(arm.originSpan.file) else { return false }
    let own = range(arm.originSpan)
    let statement = text.statement(around: own)
    return !(reading.uses[slot] ?? []).contains { use in
      guard !use.span.isNone, use.span.file == arm.originSpan.file, use.kind != .takes, use.kind != .clears else {
        return false
      }
      let other = range(use.span)
      return other != own && statement.contains(other)
    }
  }

  private func isPlainReturn(_ flow: ReferenceFlow) -> Bool {
    flow.arms.count == 1 && reading.body.events[flow.event].operation == .return
  }

  private func isReceiver(_ flow: ReferenceFlow) -> Bool {
    let event = reading.body.events[flow.event]
    return event.operation == .call && event.flags.contains(.hasReceiver)
      && body(event, 0) == flow.arms.first?.value
  }

  private func body(_ event: Event, _ operand: Int) -> ValueID { reading.body.operand(operand, of: event) }

  // MARK: Text

  /// The bytes that name a place; refused where a macro or something else stands there.
  func place(of arm: ReferenceFlow.Arm, _ slot: ClaimSlotID) throws(LeftRaw) -> Range<Int> {
    let span = arm.originSpan
    guard !span.isNone, let text = text(span.file) else {
      throw LeftRaw(reason: "it is used in a file that is not to be changed", span: span)
    }
    let name = claims[slot].word(in: facts)
    guard !span.isFromMacro, range(span).upperBound <= text.bytes.count, text[range(span)].hasSuffix(name) else {
      throw LeftRaw(reason: "a macro uses it", span: span)
    }
    return range(span)
  }

  /// The bytes of a whole expression.
  func whole(_ span: Span, of flow: ReferenceFlow? = nil) throws(LeftRaw) -> Range<Int> {
    guard !span.isNone, let text = text(span.file), Int(span.end) <= text.bytes.count else {
      throw LeftRaw(reason: "it is set in a file that is not to be changed", span: span)
    }
    let range = range(span)
    if span.isFromMacro {
      let isStore = flow.map { reading.body.events[$0.event].operation != .call } ?? false
      guard text.isWhole(range), isStore || text.isMoreThanMacro(range) else {
        throw LeftRaw(reason: "a macro sets it", span: span)
      }
    }
    return range
  }

  private mutating func append(
    _ suffix: String, to arm: ReferenceFlow.Arm, _ slot: ClaimSlotID
  ) throws(LeftRaw) {
    let range = try place(of: arm, slot)
    // `*p` is the object of a smart pointer too.
    let before = text(arm.originSpan.file)?.byte(at: range.lowerBound - 1)
    if suffix == words.get, !arm.hasCast, before == UInt8(ascii: "*") { return }
    // `*out` binds less than what comes after it.
    let isDereferenced = text(arm.originSpan.file)?.byte(at: range.lowerBound) == UInt8(ascii: "*")
    wrap(arm.originSpan.file, range, isDereferenced ? ("(", ")" + suffix) : ("", suffix), level: 0, [slot])
  }

  mutating func wrap(
    _ file: FileID, _ range: Range<Int>, _ around: SmartPointerWords.Around, level: Int, _ slots: [ClaimSlotID]
  ) {
    changes.append(
      TextChange(
        file: file, range: range, kind: .wrap(before: around.before, after: around.after, level: level),
        slots: slots))
  }

  /// The flow is the initialiser or an assignment of a local in its own function, where its type can be written as it is
  /// declared.
  private func isOwnDeclaration(_ flow: ReferenceFlow, _ sink: ClaimSlotID) -> Bool {
    claims[sink].kind == .local && reading.body.events[flow.event].operation == .store
  }

  private func writtenType(of slot: ClaimSlotID) -> String? {
    let name = claims[slot].span
    guard let text = text(name.file) else { return nil }
    return try? DeclarationConversion(facts: facts, words: words).change(of: slot, claims[slot], named: name, in: text)
      .object
  }

  private func objectType(of pointer: TypeID) -> String {
    var inner = facts[pointer].inner
    while !inner.isNone, facts[inner].kind == .pointer { inner = facts[inner].inner }
    return inner.isNone ? "void" : facts[facts[inner].spelling]
  }

  private func range(_ span: Span) -> Range<Int> { Int(span.begin)..<Int(span.end) }
}
