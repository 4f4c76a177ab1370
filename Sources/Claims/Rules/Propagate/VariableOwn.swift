import Disciplines
import Facts

/// What a call hands over, a variable takes over.
enum VariableOwn: ClaimRule {
  static let id: RuleID = "prop.varOwn"
  static let meaning = "a local variable that is given an owner by a call is an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.local]
  static let triggering = [
    RuleExample(
      """
      Thing *make() { return new Thing; }
      void f() {
        Thing *thing = make();  // claim: thing owner prop.varOwn
        thing->size();
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      Thing *look(Box *box) { return box->thing; }
      int f(Box *box) {
        Thing *thing = look(box);  // claim: thing pointer prop.varPtr
        return thing->size();
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    for arrival in slot.arrivals {
      switch arrival.source {
      case .filledOwned: return RuleMatch(ownership: .owner, span: slot.span(of: arrival))
      case .filled where slot.claim(of: arrival.from) == .owner:
        return RuleMatch(ownership: .owner, span: slot.span(of: arrival), premises: [arrival.from])
      case .reference:
        guard let reference = slot.reference(of: arrival), reference.kind == .result,
          slot.claim(of: reference.root) == .owner
        else { continue }
        return RuleMatch(ownership: .owner, span: slot.span(of: arrival), premises: [reference.root])
      default: continue
      }
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    evidence.premises.isEmpty ? "is filled with an owned reference" : "is given \(context.premise(evidence)), an owner"
  }
}
