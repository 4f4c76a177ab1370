import Disciplines
import Facts

/// A reference has to go somewhere before its owner ends.
enum LastUse: ClaimRule {
  static let id: RuleID = "callers.lastUse"
  static let meaning =
    "where an owned reference goes that nothing else gives up, and no body says otherwise, is an owner"
  static let strength = Strength.callers
  static let kinds: [ClaimSlot.Kind] = [.param, .outParam, .field, .element, .global]
  static let triggering = [
    RuleExample(
      """
      void keep(Thing *thing);  // claim: thing owner callers.lastUse
      void f() {
        Thing *thing = new Thing;
        thing->size();
        keep(thing);
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      void show(Thing *thing);  // claim: thing unknown
      void f() {
        Thing *thing = new Thing;
        show(thing);
        thing->release();
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard slot.isWithoutBody else { return nil }
    for arrival in slot.arrivals where slot.isLastUse(arrival) {
      return RuleMatch(
        ownership: .owner, span: slot.span(of: arrival),
        premises: slot.premise(slot.reference(of: arrival)?.root ?? .none))
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    evidence.premises.isEmpty
      ? "nothing else gives up what it is passed"
      : "nothing else gives up the reference of \(context.premise(evidence))"
  }
}
