import Disciplines
import Facts

/// A variable that is given nothing owned and gives nothing up is another name.
enum VariablePointer: ClaimRule {
  static let id: RuleID = "prop.varPtr"
  static let meaning =
    "a local variable to which only borrowed references come, and whose every use gives nothing up, is a pointer"
  static let strength = Strength.allUses
  static let kinds: [ClaimSlot.Kind] = [.local]
  static let triggering = [
    RuleExample(
      """
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      int look(Box *box) {
        Thing *thing = box->thing;  // claim: thing pointer prop.varPtr
        return thing->size();
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      int f() {
        Thing *thing = new Thing;  // claim: thing owner base.varOwnNew
        return thing->size();
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard slot.isOnlyLookedAt, slot.arrivals.allSatisfy({ slot.bringsNothing($0) }) else { return nil }
    return RuleMatch(ownership: .pointer, span: slot.firstArrivalSpan, premises: slot.sources() + slot.sinks())
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "is given only what is borrowed, and gives nothing up"
  }
}
