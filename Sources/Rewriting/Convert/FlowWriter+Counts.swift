import Claims
import Disciplines
import Facts

// The calls that count by hand, and which of them a smart pointer makes needless.

extension FlowWriter {
  // MARK: Retains

  /// Calls that add a reference which a copy of a smart pointer adds by itself.
  func removableRetains() -> Set<Int> {
    var candidates: Set<Int> = []
    var gifts: [(retains: Set<Int>, isSmart: Bool)] = []
    for (slot, result) in reading.results {
      let isHeld = isConverted(slot) && (!isShared(slot) || isSetForLife(slot))
      for (event, retains) in result.retainsOfGift {
        let sinks = reading.flows.filter { flow in
          flow.arms.contains { flow.event(of: $0) == event && $0.origin == .place(slot, isOwn: true) }
            && flow.sink != .retain
        }
        let isSmart =
          !sinks.isEmpty
          && sinks.allSatisfy { (converted($0.sink) != nil || isCopiedOut($0, from: slot)) && !$0.hasOuterCast }
          && !result.transfers.contains(event)
        gifts.append((retains, isSmart))
        for retain in retains
        where isHeld || result.disturbed[retain, default: []].allSatisfy({ isReplaced($0, event) }) {
          if isConverted(slot) || !words.conversion.retain.isEmpty, statement(of: retain, slot) != nil {
            candidates.insert(retain)
          }
        }
      }
    }
    for (slot, result) in reading.results where isConverted(slot) && !words.conversion.retain.isEmpty {
      for retain in result.completed.keys where statement(of: retain, slot) != nil { candidates.insert(retain) }
    }
    // A retain that one gift needs as it is stays for all that share it.
    var isStable = false
    while !isStable {
      isStable = true
      for gift in gifts where !gift.isSmart || !gift.retains.isSubset(of: candidates) {
        let before = candidates.count
        candidates.subtract(gift.retains)
        if candidates.count != before { isStable = false }
      }
    }
    return candidates
  }

  /// Raw code takes over a reference that was added for it: a copy that is detached.
  private func isCopiedOut(_ flow: ReferenceFlow, from slot: ClaimSlotID) -> Bool {
    guard isConverted(slot), flow.arms.count == 1, let arm = flow.arms.first, !arm.hasCast else { return false }
    switch flow.sink {
    case .owner, .slot: return (try? place(of: arm, slot)) != nil
    case .pointer, .use, .test, .retain, .release: return false
    }
  }

  /// A setter's release of what was there before: the smart pointer that is set releases it, after what it is set to is retained.
  private func isReplaced(_ release: Int, _ gift: Int) -> Bool {
    guard let flow = reading.flows.first(where: { $0.event == release && $0.sink == .release }), flow.arms.count == 1,
      case .place(let place, true) = flow.arms[0].origin, reading.proofs[place]?.isSetNext(after: release) == true
    else { return false }
    return reading.flows.contains { $0.event == gift && converted($0.sink) == place }
  }

  private func retain(_ event: Int) -> (flow: ReferenceFlow, arm: ReferenceFlow.Arm, slot: ClaimSlotID)? {
    for flow in reading.flows where flow.event == event && flow.sink == .retain {
      if let arm = flow.arms.first, case .place(let slot, _) = arm.origin { return (flow, arm, slot) }
    }
    return nil
  }

  private func statement(of retain: Int, _ slot: ClaimSlotID) -> StatementPlace? {
    guard let found = self.retain(retain), let name = try? place(of: found.arm, found.slot),
      let text = text(found.arm.originSpan.file)
    else { return nil }
    let call = reading.body.span(of: reading.body.events[retain])
    return StatementPlace(around: call, of: text[name], in: text, facts.layout)
  }

  /// The retain of an expression that is given away after it is made with it.
  mutating func takeWithRetain(
    _ arm: ReferenceFlow.Arm, of flow: ReferenceFlow, to sink: ClaimSlotID, _ object: String
  ) throws(LeftRaw) -> Bool {
    guard let retain = reading.expressionRetains.retain(for: arm, of: flow), let around = words.retaining(object) else {
      return false
    }
    let call = reading.body.span(of: reading.body.events[retain])
    guard let text = text(call.file), let place = StatementPlace(around: call, of: "", in: text, facts.layout) else {
      return false
    }
    wrap(arm.span.file, try whole(arm.span, of: flow), around, level: 2, [sink])
    retainsTaken += 1
    changes.append(
      TextChange(
        file: call.file, range: place.removal, kind: .replace(place.remains), slots: [sink]))
    return true
  }

  mutating func removeRetain(_ event: Int) {
    guard let found = retain(event), let place = statement(of: event, found.slot) else { return }
    retainsTaken += 1
    changes.append(
      TextChange(
        file: found.arm.originSpan.file, range: place.removal, kind: .replace(place.remains),
        slots: isConverted(found.slot) ? [found.slot] : sinks(of: event, found.slot)))
  }

  private func sinks(of retain: Int, _ slot: ClaimSlotID) -> [ClaimSlotID] {
    let gifts = (reading.results[slot]?.retainsOfGift ?? [:]).filter { $0.value.contains(retain) }.keys
    return reading.flows.filter { flow in flow.arms.contains { gifts.contains(flow.event(of: $0)) } }
      .compactMap { converted($0.sink) }
  }

  // MARK: Releases

  mutating func release(
    _ flow: ReferenceFlow, _ arm: ReferenceFlow.Arm, _ slot: ClaimSlotID
  ) throws(LeftRaw) {
    let call = reading.body.span(of: reading.body.events[flow.event])
    let name = try place(of: arm, slot)
    guard flow.arms.count == 1, let text = text(arm.originSpan.file),
      let place = StatementPlace(around: call, of: text[name], in: text, facts.layout)
    else { throw LeftRaw(reason: "its release is part of another expression", span: arm.originSpan) }
    let isLeftOut: Bool
    if let proof = reading.proofs[slot] {
      isLeftOut =
        proof.isSetNext(after: flow.event) || isEndOfLife(slot) && proof.isLast(flow.event)
    } else {
      isLeftOut = false
    }
    releasesTaken += 1
    let file = arm.originSpan.file
    if isLeftOut {
      changes.append(
        TextChange(
          file: file, range: place.removal, kind: .replace(place.remains), slots: [slot]))
    } else {
      changes.append(
        TextChange(file: file, range: place.whole, kind: .replace("\(text[name]) = nullptr;"), slots: [slot]))
    }
  }

  /// What other functions see too.
  func isShared(_ slot: ClaimSlotID) -> Bool { claims[slot].kind == .field || claims[slot].kind == .global }

  /// At the end of the function the place itself ends.
  private func isEndOfLife(_ slot: ClaimSlotID) -> Bool {
    !isShared(slot) || claims[slot].kind == .field && facts[reading.function].kind == .destructor
  }
}
