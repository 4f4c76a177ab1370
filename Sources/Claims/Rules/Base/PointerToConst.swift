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
      int f() {
        const Thing *thing = new Thing;  // claim: thing owner base.varOwnNew
        return thing->size();
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard slot.isPointerToConst, slot.firstGivenUp() == nil,
      !slot.arrivals.contains(where: { slot.isHandedOver($0) })
    else { return nil }
    return RuleMatch(ownership: .pointer, span: slot.slot.span)
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "points to const, and is not released"
  }
}
