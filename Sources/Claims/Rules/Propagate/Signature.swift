import Disciplines
import Facts

/// What is called through a pointer has to keep the promise of the pointer's type.
enum Signature: ClaimRule {
  static let id: RuleID = "prop.signature"
  static let meaning =
    "a result or out-parameter is what it is in a function pointer that it is assigned to, or a function that is assigned to it; a parameter is an owner where it is one there"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.return, .param, .outParam]
  static let triggering = [
    RuleExample(
      """
      typedef Thing *(*Maker)();
      Thing *make() { return new Thing; }  // claim: return owner base.retOwnNew
      Maker maker = make;
      Thing *again() {  // claim: return owner prop.retOwn
        return maker();
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      Thing *make();  // claim: return unknown
      Thing *other() { return new Thing; }  // claim: return owner base.retOwnNew
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? { slot.agreement(with: .signature) }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "agrees with \(context.premise(evidence))"
  }
}
