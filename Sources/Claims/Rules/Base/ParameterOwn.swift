import Disciplines
import Facts

/// Who releases what was passed in takes it over.
enum ParameterOwn: ClaimRule {
  static let id: RuleID = "base.parmOwn"
  static let meaning = "a parameter that is released, and was not retained before, is an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.param, .outParam]
  static let triggering = [
    RuleExample(
      """
      void f(Thing *thing) {  // claim: thing owner base.parmOwn
        thing->release();
      }
      """),
    RuleExample(
      """
      void done(struct lamp *lamp) {  // claim: lamp owner base.parmOwn
        if (lamp->watts > 5) lamp_drop(lamp);
        else lamp_drop_any(lamp);
      }
      """, language: .c),
  ]
  static let nonTriggering = [
    RuleExample(
      """
      void f(Thing *thing) {  // claim: thing pointer base.parmPtr
        thing->retain();
        thing->size();
        thing->release();
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    slot.firstGivenUp { $0.isRelease }.map { RuleMatch(ownership: .owner, span: slot.span(of: $0)) }
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "is released here"
  }
}
