import Disciplines
import Facts

/// A cast changes the type, not who owns.
enum CastFunction: ClaimRule {
  static let id: RuleID = "base.castFunc"
  static let meaning = "a function that only gives back its parameter, perhaps as another type, returns a pointer"
  static let strength = Strength.allUses
  static let kinds: [ClaimSlot.Kind] = [.return]
  static let triggering = [
    RuleExample(
      """
      struct Child : Thing {};
      Child *cast(Thing *thing) {  // claim: return pointer base.castFunc; thing pointer base.parmPtr
        return static_cast<Child *>(thing);
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      Thing *copy(Thing *thing) {  // claim: return owner base.retOwnAddRef
        thing->retain();
        return thing;
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    let position = slot.graph.passedThrough[slot.slot.function.index]
    guard position >= 0, slot.agreesWithOthers else { return nil }
    return RuleMatch(ownership: .pointer, span: slot.slot.span, detail: .text("\(position + 1)"))
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "gives back parameter \(context.detail(evidence)) as it came"
  }
}
