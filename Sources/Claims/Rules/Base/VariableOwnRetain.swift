import Disciplines
import Facts

/// A retain right after a variable is set makes the variable an owner: it is what an owning copy looks like by hand.
enum VariableOwnRetain: ClaimRule {
  static let id: RuleID = "base.varOwnAddRef"
  static let meaning = "a local variable that is retained as soon as it is set is an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.local]
  static let triggering = [
    RuleExample(
      """
      void keep(Thing *thing);
      void f(Thing *given) {
        Thing *thing = given;  // claim: thing owner base.varOwnAddRef
        thing->retain();
        keep(thing);
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      Thing *f(Thing *given) {  // claim: return owner base.retOwnAddRef; given pointer known.call
        Thing *thing = given;  // claim: thing pointer base.varPtr
        thing->retain();
        return thing;
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    for reference in slot.references {
      let steps = Array(slot.steps(of: reference))
      for place in steps.indices.dropLast() where steps[place].kind == .define && steps[place + 1].kind == .retain {
        let next = steps[place + 1]
        guard slot.follows(next, atOnceAfter: steps[place]) else { continue }
        // A retain for a return is the result's, not the variable's: that is base.varPtr.
        if place + 2 < steps.count, slot.isReturn(steps[place + 2]), slot.follows(steps[place + 2], atOnceAfter: next) {
          continue
        }
        return RuleMatch(ownership: .owner, span: slot.span(of: next))
      }
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String { "is retained as soon as it is set" }
}
