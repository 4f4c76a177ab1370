import Disciplines
import Facts

/// The same as `base.varOwnRelease`, for releases that let null pass; told apart since people count them apart.
enum VariableOwnSafeRelease: ClaimRule {
  static let id: RuleID = "base.varOwnSafeRelease"
  static let meaning = "a local variable that is released unless null is an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.local]
  static let triggering = [
    RuleExample(
      """
      void drop(Thing *thing) { if (thing) thing->release(); }
      Thing *find();
      void f() {
        Thing *thing = find();  // claim: thing owner base.varOwnSafeRelease
        drop(thing);
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      int look(Thing *thing) { return thing ? thing->size() : 0; }
      int f(Thing *given) {
        Thing *thing = given;  // claim: thing pointer prop.varPtr
        return look(thing);
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    slot.firstStep(.releaseUnlessNull).map { RuleMatch(ownership: .owner, span: slot.span(of: $0)) }
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String { "is released here unless null" }
}
