import Disciplines
import Facts

/// A new object that only the callee knows of has to be ended by it.
enum ParameterOwnGiven: ClaimRule {
  static let id: RuleID = "callers.parmOwn"
  static let meaning =
    "a parameter of a function without a body, to which a caller passes an owned reference that it keeps no hold on, is an owner"
  static let strength = Strength.callers
  static let kinds: [ClaimSlot.Kind] = [.param]
  static let triggering = [
    RuleExample(
      """
      void keep(Thing *thing);  // claim: thing owner callers.parmOwn
      void f() { keep(new Thing); }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      int look(Thing *thing) { return thing->size(); }  // claim: thing pointer base.parmPtr
      int f() { return look(new Thing); }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard slot.isWithoutBody else { return nil }
    for arrival in slot.arrivals where slot.isHandedOver(arrival) {
      return RuleMatch(
        ownership: .owner, span: slot.span(of: arrival),
        premises: slot.premise(slot.reference(of: arrival)?.root ?? .none))
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "is passed a reference that the caller keeps no hold on"
  }
}
