import Disciplines
import Facts

/// A discipline knows the functions of its library.
enum StatedMeaning: ClaimRule {
  static let id: RuleID = "known.call"
  static let meaning = "a parameter or result of a function that a discipline describes is what the discipline says"
  static let strength = Strength.declared
  static let kinds: [ClaimSlot.Kind] = [.return, .param, .outParam]
  static let triggering = [
    RuleExample(
      """
      void drop(Thing *thing) { if (thing) thing->release(); }  // claim: thing owner known.call
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      int look(Thing *thing) { return thing ? thing->size() : 0; }  // claim: thing pointer base.parmPtr
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard let (ownership, discipline) = slot.statedMeaning(conventional: false) else { return nil }
    return RuleMatch(ownership: ownership, span: slot.slot.span, detail: .text(discipline))
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "discipline '\(context.detail(evidence))' says so"
  }
}
