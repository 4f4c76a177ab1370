import Disciplines
import Facts

/// Nobody releases what is not theirs.
enum VariableOwnRelease: ClaimRule {
  static let id: RuleID = "base.varOwnRelease"
  static let meaning = "a local variable that is released is an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.local]
  static let triggering = [
    RuleExample(
      """
      Thing *find();  // claim: return owner callers.retOwn
      void f(bool used) {
        Thing *thing = find();  // claim: thing owner base.varOwnRelease
        if (used) thing->release();
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      void f(Thing *other) {  // claim: other owner base.parmOwn
        Thing *thing = other;  // claim: thing pointer prop.varPtr
        thing->size();
        other->release();
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    slot.firstStep(.release).map { RuleMatch(ownership: .owner, span: slot.span(of: $0)) }
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String { "is released here" }
}
