import Disciplines
import Facts

/// Names are the last thing to go by, and better than nothing.
enum NamingHabit: ClaimRule {
  static let id: RuleID = "conv.name"
  static let meaning =
    "a parameter or result whose function follows a naming habit of its discipline is what the habit says"
  static let strength = Strength.conventional
  static let kinds: [ClaimSlot.Kind] = [.return, .param, .outParam]
  static let triggering = [
    RuleExample(
      """
      struct _object;
      struct _object *PyShelf_Make(void);  // claim: return owner conv.name
      """, language: .c)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      Thing *make() { return new Thing; }  // claim: return owner base.retOwnNew
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard let (ownership, discipline) = slot.statedMeaning(conventional: true) else { return nil }
    return RuleMatch(ownership: ownership, span: slot.slot.span, detail: .text(discipline))
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "is named by a habit of discipline '\(context.detail(evidence))'"
  }
}
