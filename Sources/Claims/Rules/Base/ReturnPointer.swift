import Disciplines
import Facts

/// What stays where it was is only shown.
enum ReturnPointer: ClaimRule {
  static let id: RuleID = "base.retPtr"
  static let meaning =
    "a function that returns a field, element, global, its own object or a borrowed parameter, with no retain, returns a pointer"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.return]
  static let triggering = [
    RuleExample(
      """
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      Thing *look(Box *box) {  // claim: return pointer base.retPtr
        return box->thing;
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      Thing *take(Box *box) {  // claim: return owner prop.retOwn
        Thing *thing = box->thing;  // claim: thing owner prop.varOwnMoved
        box->thing = nullptr;
        return thing;
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    for arrival in slot.arrivals {
      guard let reference = slot.reference(of: arrival), !arrival.isMoved, slot.holding(of: arrival) == .borrowed else {
        continue
      }
      switch reference.kind {
      case .borrowed: return RuleMatch(ownership: .pointer, span: slot.span(of: arrival))
      case .place where slot.keepsItsReference(reference.root):
        return RuleMatch(
          ownership: .pointer, span: slot.span(of: arrival), premises: slot.premise(reference.root),
          detail: .text(slot.word(for: reference.root)))
      case .place, .result, .made, .standIn, .opaque: continue
      }
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    evidence.detail == .none ? "returns what is kept elsewhere" : "returns \(context.detail(evidence)) without a retain"
  }
}
