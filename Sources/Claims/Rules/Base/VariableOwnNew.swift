import Disciplines
import Facts

/// A local that is given a new object has to end it or hand it on.
enum VariableOwnNew: ClaimRule {
  static let id: RuleID = "base.varOwnNew"
  static let meaning = "a local variable that is given a new object is an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.local]
  static let triggering = [
    RuleExample(
      """
      void f() {
        Thing *thing = new Thing;  // claim: thing owner base.varOwnNew
        thing->release();
      }
      """),
    RuleExample(
      """
      void f(bool wanted) {
        Thing *thing = nullptr;  // claim: thing owner base.varOwnNew
        if (wanted) thing = new Thing;
        if (thing) thing->release();
      }
      """),
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      int f(Box *box) {
        Thing *thing = box->thing;  // claim: thing pointer prop.varPtr
        return thing->size();
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    for arrival in slot.arrivals {
      guard let reference = slot.reference(of: arrival), reference.kind == .made else { continue }
      return RuleMatch(
        ownership: .owner, span: slot.span(of: arrival), detail: .type(slot.madeType(of: reference)))
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "is given a new \(context.detail(evidence))"
  }
}
