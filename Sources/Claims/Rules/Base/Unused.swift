import Disciplines
import Facts

/// What is never looked at cannot be given up.
enum Unused: ClaimRule {
  static let id: RuleID = "base.unused"
  static let meaning = "a parameter or local that is never used is a pointer"
  static let strength = Strength.allUses
  static let kinds: [ClaimSlot.Kind] = [.param, .outParam, .local]
  static let triggering = [
    RuleExample(
      """
      int f(Thing *, Thing *unused) {  // claim: unused pointer base.unused
        return 1;
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      int f(Thing *thing) {  // claim: thing pointer base.parmPtr
        return thing->size();
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard slot.hasBody, !slot.graph.isMentioned[slot.id.index], slot.agreesWithOthers else { return nil }
    return RuleMatch(ownership: .pointer, span: slot.slot.span)
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "is never used"
  }
}
