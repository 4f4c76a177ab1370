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
    for arrival in slot.arrivals where arrival.step >= 0 {
      guard let reference = slot.reference(of: arrival), Int(arrival.step) > reference.steps.lowerBound else {
        continue
      }
      let before = slot.graph.steps[Int(arrival.step) - 1]
      guard before.kind == .retain, !slot.isForStore(before) else { continue }
      return RuleMatch(ownership: .owner, span: slot.span(of: before))
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "is retained right before it is returned"
  }
}
