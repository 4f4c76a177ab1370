import Disciplines
import Facts

/// A caller cannot know which override it gets.
enum Override: ClaimRule {
  static let id: RuleID = "prop.vfun"
  static let meaning =
    "a result or out-parameter is what it is in a method that it overrides or that overrides it; a parameter is an owner where it is one there"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.return, .param, .outParam]
  static let triggering = [
    RuleExample(
      """
      struct Base { virtual Thing *make() = 0; };  // claim: return owner prop.vfun
      struct Derived : Base {
        Thing *make() override { return new Thing; }  // claim: return owner base.retOwnNew
      };
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Base { Thing *make(); };  // claim: return unknown
      struct Derived : Base {
        Thing *make() { return new Thing; }  // claim: return owner base.retOwnNew
      };
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? { slot.agreement(with: .override) }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "agrees with \(context.premise(evidence))"
  }
}
