import Disciplines
import Facts

/// What a function owns and returns is the caller's from then on.
enum ReturnOwn: ClaimRule {
  static let id: RuleID = "prop.retOwn"
  static let meaning =
    "a function that returns an owner - a variable, a call, anything it has a reference on - returns an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.return]
  static let triggering = [
    RuleExample(
      """
      Thing *make() {  // claim: return owner prop.retOwn
        Thing *thing = new Thing;
        thing->size();
        return thing;
      }
      """),
    RuleExample(
      """
      Thing *make() { return new Thing; }
      Thing *again() {  // claim: return owner prop.retOwn
        return make();
      }
      """),
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct List { Thing *first; void add(Thing *thing) { first = thing; } ~List() { first->release(); } };
      Thing *made(List *list) {  // claim: return pointer prop.retPtr
        Thing *thing = new Thing;  // claim: thing owner base.varOwnNew
        list->add(thing);
        return thing;
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    for arrival in slot.arrivals {
      guard let reference = slot.reference(of: arrival), reference.kind != .made, slot.holding(of: arrival) == .owned
      else { continue }
      return RuleMatch(ownership: .owner, span: slot.span(of: arrival), premises: slot.premise(reference.root))
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "returns \(context.premise(evidence)), which it has a reference on"
  }
}
