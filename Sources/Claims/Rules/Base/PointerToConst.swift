import Disciplines
import Facts

/// The count of a constant object cannot be changed through it.
enum PointerToConst: ClaimRule {
  static let id: RuleID = "base.constPtr"
  static let meaning = "a pointer to const is a pointer, unless it is released after all or given an owned object"
  static let strength = Strength.allUses
  static let kinds: [ClaimSlot.Kind] = [.param, .local, .field, .element, .global, .return]
  static let triggering = [
    RuleExample(
      """
      int size(const Thing *thing);  // claim: thing pointer base.constPtr
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      Thing *make();
      const Thing *kept;
      void f() {
        const Thing *thing = make();  // claim: thing unknown
        kept = thing;
      }
      """),
    RuleExample(
      """
      int f() {
        const Thing *thing = new Thing;  // claim: thing owner base.varOwnNew
        return thing->size();
      }
      """),
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    // That a cast takes the const away on the way to an owner is that owner's business: what it is handed is lent to it.
    guard slot.isPointerToConst, slot.firstGivenUp(where: \.isRelease) == nil else { return nil }
    if slot.slot.kind == .local {
      guard slot.arrivals.allSatisfy({ slot.bringsNothing($0) }) else { return nil }
    } else if slot.arrivals.contains(where: { slot.isHandedOver($0) }) {
      return nil
    }
    return RuleMatch(ownership: .pointer, span: slot.slot.span)
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "points to const, and is not released"
  }
}
