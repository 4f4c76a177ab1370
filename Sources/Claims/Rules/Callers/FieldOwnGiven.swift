import Disciplines
import Facts

/// A new object that only a field knows of is the field's, though nobody was seen to end it.
enum FieldOwnGiven: ClaimRule {
  static let id: RuleID = "callers.fieldOwn"
  static let meaning = "a field, element or global that is given a new object and never seen to give it up is an owner"
  static let strength = Strength.callers
  static let kinds: [ClaimSlot.Kind] = [.field, .element, .global]
  static let triggering = [
    RuleExample(
      """
      struct Box {
        Thing *thing;  // claim: thing owner callers.fieldOwn
        Box() : thing(new Thing) {}
        int size() { return thing->size(); }
      };
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Box {
        Thing *thing;  // claim: thing pointer base.fieldPtr
        explicit Box(Thing *given) : thing(given) {}
        int size() { return thing->size(); }
      };
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    for arrival in slot.arrivals where slot.isHandedOver(arrival) {
      return RuleMatch(
        ownership: .owner, span: slot.span(of: arrival),
        premises: slot.premise(slot.reference(of: arrival)?.root ?? .none))
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "is given a reference that nothing else keeps"
  }
}
