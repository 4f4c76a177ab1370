import Disciplines
import Facts

/// Where there is no object there is nothing to own.
enum ReturnNull: ClaimRule {
  static let id: RuleID = "base.retNull"
  static let meaning =
    "a function whose every return is null, or an object that lives as long as the program, returns a pointer"
  static let strength = Strength.allUses
  static let kinds: [ClaimSlot.Kind] = [.return]
  static let triggering = [
    RuleExample(
      """
      Thing *nothing() {  // claim: return pointer base.retNull
        return nullptr;
      }
      """),
    RuleExample(
      """
      Thing broken;
      Thing *failed() {  // claim: return pointer base.retNull
        return &broken;
      }
      int size() { return failed()->size(); }
      """),
  ]
  static let nonTriggering = [
    RuleExample(
      """
      Thing *perhaps(bool wanted) {  // claim: return owner base.retOwnNew
        if (!wanted) return nullptr;
        return new Thing;
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard slot.hasBody, slot.agreesWithOthers, slot.hasArrivals,
      slot.arrivals.allSatisfy({ slot.holding(of: $0) == .null }), slot.firstGivenUp() == nil
    else {
      return nil
    }
    return RuleMatch(ownership: .pointer, span: slot.slot.span)
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "only ever returns null, or what lives as long as the program"
  }
}
