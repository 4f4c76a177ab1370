import Disciplines
import Facts

/// What people wrote down goes before what can be worked out.
enum DeclaredOwnership: ClaimRule {
  static let id: RuleID = "declared.code"
  static let meaning = "a slot whose type, attribute, annotation or macro says what it is, is that"
  static let strength = Strength.declared
  static let kinds: [ClaimSlot.Kind] = [.return, .param, .outParam, .local, .field, .element, .global]
  static let triggering = [
    RuleExample(
      """
      void take(__attribute__((annotate("owned"))) Thing *thing);  // claim: thing owner declared.code
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      void take(Thing *thing);  // claim: thing unknown
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard let (ownership, spelling) = slot.declared else { return nil }
    return RuleMatch(ownership: ownership, span: slot.slot.span, detail: .text(spelling))
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "is declared '\(context.detail(evidence))'"
  }
}
