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
      struct thing { int count; };
      void thing_ref(struct thing *thing) { thing->count++; }
      void thing_unref(struct thing *thing) { if (--thing->count == 0) free(thing); }
      void done(struct thing *thing) {  // claim: thing owner base.parmOwn
        if (thing) thing_unref(thing);
      }
      """),
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
