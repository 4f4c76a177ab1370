import Disciplines
import Facts

/// A retain right before a return is for the caller.
enum ReturnOwnRetain: ClaimRule {
  static let id: RuleID = "base.retOwnAddRef"
  static let meaning = "a function that retains what it returns, right before it does, returns an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.return]
  static let triggering = [
    RuleExample(
      """
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      Thing *share(Box *box) {  // claim: return owner base.retOwnAddRef
        box->thing->retain();
        return box->thing;
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      Thing *look(Box *box) {  // claim: return pointer base.retPtr
        return box->thing;
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    for arrival in slot.arrivals {
      if let retain = retain(before: arrival, in: slot) {
        return RuleMatch(ownership: .owner, span: slot.span(of: retain))
      }
    }
    return nil
  }

  static func places(_ slot: SlotView) -> [Span]? {
    slot.arrivals.compactMap { retain(before: $0, in: slot).map { slot.span(of: $0) } }
  }

  private static func retain(before arrival: Arrival, in slot: SlotView) -> Step? {
    guard arrival.step >= 0, let reference = slot.reference(of: arrival),
      Int(arrival.step) > reference.steps.lowerBound
    else { return nil }
    guard
      let before = slot.graph.steps[reference.steps.lowerBound..<Int(arrival.step)].last(where: { $0.kind != .again })
    else { return nil }
    return before.kind == .retain && !slot.isForStore(before) ? before : nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "is retained right before it is returned"
  }
}
