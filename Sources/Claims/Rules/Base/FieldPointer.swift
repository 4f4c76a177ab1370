import Disciplines
import Facts

/// A field that nothing ever gives up refers to what others keep.
enum FieldPointer: ClaimRule {
  static let id: RuleID = "base.fieldPtr"
  static let meaning =
    "a field whose every use is known and gives nothing up, and to which nothing owned comes, is a pointer"
  static let strength = Strength.allUses
  static let kinds: [ClaimSlot.Kind] = [.field, .element, .global]
  static let triggering = [
    RuleExample(
      """
      struct Box {
        Thing *thing;  // claim: thing pointer base.fieldPtr
        explicit Box(Thing *given) : thing(given) {}
        int size() { return thing->size(); }
      };
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Box {
        Thing *thing;  // claim: thing owner base.fieldOwnRelease
        ~Box() { thing->release(); }
      };
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard slot.isUsed, slot.isOnlyLookedAt, !slot.arrivals.contains(where: { slot.isHandedOver($0) }) else {
      return nil
    }
    return RuleMatch(ownership: .pointer, span: slot.slot.span, premises: slot.sinks())
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "is never released, nor handed to an owner"
  }
}
