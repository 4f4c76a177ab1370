import Disciplines
import Facts

/// What a function borrows and returns stays borrowed.
enum ReturnPointerPassedOn: ClaimRule {
  static let id: RuleID = "prop.retPtr"
  static let meaning = "a function that returns a pointer - a variable, a call - returns a pointer"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.return]
  static let triggering = [
    RuleExample(
      """
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      Thing *look(Box *box) { return box->thing; }
      Thing *again(Box *box) {  // claim: return pointer prop.retPtr
        return look(box);
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      Thing *make() { return new Thing; }
      Thing *again() {  // claim: return owner prop.retOwn
        return make();
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    for arrival in slot.arrivals {
      guard let reference = slot.reference(of: arrival), slot.holding(of: arrival) == .borrowed,
        reference.kind == .result || reference.kind == .place && !slot.keepsItsReference(reference.root)
          || reference.kind == .made
      else { continue }
      return RuleMatch(ownership: .pointer, span: slot.span(of: arrival), premises: slot.premise(reference.root))
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "returns \(context.premise(evidence)), which it has no reference on"
  }
}
