import Disciplines
import Facts

/// Who gives up a result without having retained it was given it.
enum ReturnOwnGivenUp: ClaimRule {
  static let id: RuleID = "callers.retOwn"
  static let meaning =
    "a result or out-parameter of a function without a body, which a caller gives up without a retain, is an owner"
  static let strength = Strength.callers
  static let kinds: [ClaimSlot.Kind] = [.return, .outParam]
  static let triggering = [
    RuleExample(
      """
      Thing *find();  // claim: return owner callers.retOwn
      void f() {
        Thing *thing = find();
        thing->release();
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      Thing *find();  // claim: return unknown
      int f() { return find()->size(); }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard slot.isWithoutBody else { return nil }
    if slot.slot.kind == .return, let step = slot.firstGivenUp() {
      return RuleMatch(ownership: .owner, span: slot.span(of: step), premises: slot.premise(step.sink))
    }
    for taker in slot.takers {
      return RuleMatch(ownership: .owner, span: slot.slot(taker).span, premises: [taker])
    }
    return nil
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    evidence.premises.isEmpty ? "a caller releases it" : "\(context.premise(evidence)) gives it up without a retain"
  }
}
