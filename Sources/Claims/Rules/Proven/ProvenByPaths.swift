import Disciplines
import Facts

/// What every path of a function does is stronger than what its text looks like.
enum ProvenByPaths: ClaimRule {
  static let id: RuleID = "path.effect"
  static let meaning = "a slot whose references every path of its function treats alike is what the paths show"
  static let strength = Strength.proven
  static let kinds: [ClaimSlot.Kind] = []
  static let triggering = [
    RuleExample(
      """
      int measure(Thing *thing, bool isShared) {  // claim: thing pointer path.effect
        if (isShared) thing->retain();
        int size = thing->size();
        if (isShared) thing->release();
        return size;
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      int measure(Thing *thing);  // claim: thing unknown
      """)
  ]

  /// The evidence comes from outside, through `EffectProvider`.
  static func match(_ slot: SlotView) -> RuleMatch? { nil }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String { context.detail(evidence) }
}
