import Disciplines
import Facts

/// What an owner takes out of a field was the field's.
enum FieldOwnTaken: ClaimRule {
  static let id: RuleID = "prop.fieldOwnTaken"
  static let meaning = "a field, element or global out of which an owner takes a reference is an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.field, .element, .global]
  static let triggering = [
    RuleExample(
      """
      struct Box {
        Thing *thing;  // claim: thing owner prop.fieldOwnTaken
        void drop() {
          Thing *old = thing;  // claim: old owner base.varOwnRelease
          thing = nullptr;
          old->release();
        }
      };
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Box {
        Thing *thing;  // claim: thing pointer base.fieldPtr
        int take() {
          Thing *old = thing;
          thing = nullptr;
          return old->size();
        }
      };
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    if slot.isLeftInVariables { return nil }
    for reference in slot.references {
      for step in slot.steps(of: reference) where step.kind == .transfer && step.arrival >= 0 {
        guard slot.graph.arrivals[Int(step.arrival)].isMoved, slot.claim(of: step.sink) == .owner else { continue }
        return RuleMatch(ownership: .owner, span: slot.span(of: step), premises: [step.sink])
      }
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "\(context.premise(evidence)), an owner, takes it over"
  }
}
