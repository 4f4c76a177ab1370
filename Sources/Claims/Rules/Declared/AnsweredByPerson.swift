import Disciplines
import Facts

/// Somebody was asked, and said so.
enum AnsweredByPerson: ClaimRule {
  static let id: RuleID = "declared.answer"
  static let meaning = "a slot of which '--answer' or the settings say what it is, is that"
  static let strength = Strength.declared
  static let kinds: [ClaimSlot.Kind] = []
  static let triggering = [
    RuleExample(
      """
      Thing *find(int number);  // claim: return pointer declared.answer
      int measure() {
        Thing *thing = find(1);  // claim: thing pointer prop.varPtr
        return thing->size();
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      Thing *find(int number);  // claim: return unknown
      int measure() { return find(1)->size(); }
      """)
  ]

  /// The evidence comes from outside, through `ClaimSolver.Options`.
  static func match(_ slot: SlotView) -> RuleMatch? { nil }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String { "is what a person answered" }
}
