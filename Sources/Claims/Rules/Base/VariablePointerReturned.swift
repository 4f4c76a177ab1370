import Disciplines
import Facts

/// What is retained only to be returned was borrowed until then.
enum VariablePointerReturned: ClaimRule {
  static let id: RuleID = "base.varPtr"
  static let meaning = "a local variable that is returned right after a retain, and never released, is a pointer"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.local]
  static let triggering = [
    RuleExample(
      """
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      Thing *f(Box *box) {  // claim: return owner base.retOwnAddRef
        Thing *thing = box->thing;  // claim: thing pointer base.varPtr
        thing->size();
        thing->retain();
        return thing;
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      Thing *f() {  // claim: return owner prop.retOwn
        Thing *thing = new Thing;  // claim: thing owner base.varOwnNew
        return thing;
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    // before base.varOwnNew and base.varOwnRelease: a retain of what is owned is one too many, and no sign of a pointer
    guard slot.arrivals.allSatisfy({ slot.bringsNothing($0) }) else { return nil }
    guard slot.firstStep(.release, .releaseUnlessNull) == nil else { return nil }
    for reference in slot.references {
      let steps = Array(slot.steps(of: reference))
      for place in steps.indices.dropLast()
      where steps[place].kind == .retain && slot.isReturn(steps[place + 1])
        && slot.follows(steps[place + 1], atOnceAfter: steps[place])
      {
        return RuleMatch(ownership: .pointer, span: slot.span(of: steps[place]))
      }
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String { "is retained only to be returned" }
}
