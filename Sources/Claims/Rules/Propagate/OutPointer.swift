import Disciplines
import Facts

/// What is put into the caller's place, and kept elsewhere, is only shown.
enum OutPointer: ClaimRule {
  static let id: RuleID = "prop.outPtr"
  static let meaning = "an out-parameter that is given a borrowed reference is a pointer"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.outParam]
  static let triggering = [
    RuleExample(
      """
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      void look(Box *box, Thing **out) {  // claim: out pointer prop.outPtr
        *out = box->thing;
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      void make(Thing *&out) {  // claim: out owner prop.outOwn
        out = new Thing;
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    for arrival in slot.arrivals where arrival.source != .null && slot.holding(of: arrival) == .borrowed {
      let root = slot.reference(of: arrival)?.root ?? arrival.from
      return RuleMatch(ownership: .pointer, span: slot.span(of: arrival), premises: slot.premise(root))
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    evidence.premises.isEmpty
      ? "is given what is kept elsewhere"
      : "is given \(context.premise(evidence)), which the function has no reference on"
  }
}
