import Disciplines
import Facts

/// An object that lives as long as the program may be given up like any other: callers that do take it for theirs.
enum ReturnOwnStandIn: ClaimRule {
  static let id: RuleID = "prop.retOwnStandIn"
  static let meaning =
    "a function that returns nothing but objects which live as long as the program, and whose callers give them up or hand them on as owners do, returns an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.return]
  static let triggering = [
    RuleExample(
      """
      Thing broken;
      Thing *failed() {  // claim: return owner prop.retOwnStandIn
        return &broken;
      }
      Thing *make(bool works) {  // claim: return owner base.retOwnNew
        if (!works) return failed();
        return new Thing;
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      Thing broken;
      Thing *failed() {  // claim: return pointer base.retNull
        return &broken;
      }
      int size() { return failed()->size(); }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard slot.graph.returnsStandIns[slot.slot.function.index] else { return nil }
    return slot.firstGivenUp().map {
      RuleMatch(ownership: .owner, span: slot.span(of: $0), premises: slot.premise($0.sink))
    }
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    evidence.premises.isEmpty
      ? "a caller gives up what it gets" : "what it returns goes to \(context.premise(evidence)), an owner"
  }
}
