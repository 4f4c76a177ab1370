import Disciplines
import Facts

/// The same as `base.fieldOwnRelease`, for releases that let null pass.
enum FieldOwnSafeRelease: ClaimRule {
  static let id: RuleID = "base.fieldOwnSafeRelease"
  static let meaning =
    "a field that is released unless null in the destructor, or in a method that the destructor calls, is an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.field, .element]
  static let triggering = [
    RuleExample(
      """
      void drop(Thing *thing) { if (thing) thing->release(); }
      struct Holder {
        Thing *held;  // claim: held owner base.fieldOwnSafeRelease
        ~Holder() { drop(held); }
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
    slot.firstGivenUp { $0.kind == .releaseUnlessNull && slot.endsObject($0) }.map {
      RuleMatch(ownership: .owner, span: slot.span(of: $0))
    }
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "is released with the object unless null"
  }
}
