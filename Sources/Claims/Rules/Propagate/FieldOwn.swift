import Disciplines
import Facts

/// Only an owner can give up.
enum FieldOwn: ClaimRule {
  static let id: RuleID = "prop.fieldOwn"
  static let meaning =
    "a field, element or global that is released or handed to an owner, anywhere, and was not retained for that, is an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.field, .element, .global]
  static let triggering = [
    RuleExample(
      """
      struct Box {
        Thing *thing = nullptr;  // claim: thing owner prop.fieldOwn
        void set(Thing *given) {  // claim: given owner prop.parmOwn
          if (thing) thing->release();
          thing = given;
        }
      };
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      void take(Thing *thing) { thing->release(); }
      struct Box {
        Thing *thing;  // claim: thing pointer base.fieldPtr
        explicit Box(Thing *given) : thing(given) {}
        void give() { thing->retain(); take(thing); }
      };
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    if slot.isLeftInVariables { return nil }
    return slot.firstGivenUp { !($0.isRelease && slot.endsObject($0)) }.map {
      RuleMatch(ownership: .owner, span: slot.span(of: $0), premises: slot.premise($0.sink))
    }
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    evidence.premises.isEmpty
      ? "is released here" : "goes to \(context.premise(evidence)), an owner, with no retain for it"
  }
}
