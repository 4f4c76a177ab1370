import Disciplines
import Facts

/// What is put into the caller's place is the caller's.
enum OutOwn: ClaimRule {
  static let id: RuleID = "prop.outOwn"
  static let meaning = "an out-parameter that is given an owned reference is an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.outParam]
  static let triggering = [
    RuleExample(
      """
      void make(Thing **out) {  // claim: out owner prop.outOwn
        *out = new Thing;
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      void look(Box *box, Thing **out) {  // claim: out pointer prop.outPtr
        *out = box->thing;
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    for arrival in slot.arrivals where slot.holding(of: arrival) == .owned {
      let root = slot.reference(of: arrival)?.root ?? arrival.from
      return RuleMatch(ownership: .owner, span: slot.span(of: arrival), premises: slot.premise(root))
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    evidence.premises.isEmpty
      ? "is given a new reference" : "is given \(context.premise(evidence)), which the function has a reference on"
  }
}
