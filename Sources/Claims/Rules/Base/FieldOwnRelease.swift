import Disciplines
import Facts

/// What ends with the object belonged to it.
enum FieldOwnRelease: ClaimRule {
  static let id: RuleID = "base.fieldOwnRelease"
  static let meaning =
    "a field that is released in the destructor, or in a method that the destructor calls, is an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.field, .element]
  static let triggering = [
    RuleExample(
      """
      struct Box {
        Thing *thing;  // claim: thing owner base.fieldOwnRelease
        ~Box() { clear(); }
        void clear() { if (thing) thing->release(); }
      };
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Box {
        Thing *thing;  // claim: thing pointer base.fieldPtr
        Box(Thing *given) : thing(given) {}
        ~Box() {}
        int size() { return thing->size(); }
      };
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    slot.firstGivenUp { $0.kind == .release && slot.endsObject($0) }.map {
      RuleMatch(ownership: .owner, span: slot.span(of: $0))
    }
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "is released with the object"
  }
}
