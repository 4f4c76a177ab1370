import Claims
import Facts

// What a conversion does otherwise than the code did by hand.

extension FlowWriter {
  /// Something that a person should know of a place.
  struct Remark: Hashable {
    var slot: ClaimSlotID
    var span: Span
    var words: String
  }

  /// Why the place's own reference cannot be moved out of it.
  func reasonToCopy(_ flow: ReferenceFlow, _ arm: ReferenceFlow.Arm, _ slot: ClaimSlotID) -> String? {
    if reading.results[slot]?.kept.contains(flow.event(of: arm)) == true { return "it may be read again" }
    if isNamedLater(slot, flow.event(of: arm)) { return "text that is not compiled names it later" }
    return isMovable(arm, slot) ? nil : "the order of evaluation is not fixed"
  }

  mutating func remarkCopy(_ arm: ReferenceFlow.Arm, _ slot: ClaimSlotID, _ reason: String) {
    remarks.append(Remark(slot: slot, span: arm.originSpan, words: "a copy, not a move: \(reason)"))
  }

  /// Places where a smart pointer releases what nobody released before.
  mutating func remarkReleases() {
    for (slot, result) in reading.results where isConverted(slot) {
      for event in result.overwritten {
        remarks.append(
          Remark(
            slot: slot, span: reading.body.span(of: reading.body.events[event]),
            words: "what it may still hold is released here, where it was lost before"))
      }
      if result.isLeftAtEnd {
        remarks.append(
          Remark(
            slot: slot, span: claims[slot].span,
            words: "what it may still hold is released when its object ends, where it was lost before"))
      }
    }
  }
}
