import Disciplines
import Facts

/// A new object that is returned is the caller's.
enum ReturnOwnNew: ClaimRule {
  static let id: RuleID = "base.retOwnNew"
  static let meaning = "a function that returns a new object returns an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.return]
  static let triggering = [
    RuleExample(
      """
      Thing *make() {  // claim: return owner base.retOwnNew
        return new Thing;
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
      guard let reference = slot.reference(of: arrival), reference.kind == .made else { continue }
      return RuleMatch(ownership: .owner, span: slot.span(of: arrival), detail: .type(slot.madeType(of: reference)))
    }
    return nil
  }

  static func places(_ slot: SlotView) -> [Span]? {
    slot.arrivals.filter { slot.reference(of: $0)?.kind == .made }.map { slot.span(of: $0) }
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "returns a new \(context.detail(evidence))"
  }
}
