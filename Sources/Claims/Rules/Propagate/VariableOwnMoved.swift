import Disciplines
import Facts

/// What is taken out of an owner, and the owner set to something else, has moved.
enum VariableOwnMoved: ClaimRule {
  static let id: RuleID = "prop.varOwnMoved"
  static let meaning = "a local variable that takes a reference out of an owner is an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.local]
  static let triggering = [
    RuleExample(
      """
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      void drop(Box *box) {
        Thing *thing = box->thing;  // claim: thing owner prop.varOwnMoved
        box->thing = nullptr;
        thing->size();
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      int look(Box *box) {
        Thing *thing = box->thing;  // claim: thing pointer prop.varPtr
        return thing->size();
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    for arrival in slot.arrivals where arrival.isMoved {
      guard let reference = slot.reference(of: arrival), slot.claim(of: reference.root) == .owner else { continue }
      return RuleMatch(ownership: .owner, span: slot.span(of: arrival), premises: [reference.root])
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "takes what \(context.premise(evidence)) held, which is set anew"
  }
}
