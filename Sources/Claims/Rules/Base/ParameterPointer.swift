import Disciplines
import Facts

/// A parameter whose every use looks at it, or retains it first, is only lent.
enum ParameterPointer: ClaimRule {
  static let id: RuleID = "base.parmPtr"
  static let meaning =
    "a parameter whose every use is known, and gives nothing up that was not retained before, is a pointer"
  static let strength = Strength.allUses
  static let kinds: [ClaimSlot.Kind] = [.param, .outParam]
  static let triggering = [
    RuleExample(
      """
      int f(Thing *thing) {  // claim: thing pointer base.parmPtr
        return thing->size();
      }
      """),
    RuleExample(
      """
      int down(Thing *thing, int n) {  // claim: thing pointer base.parmPtr
        return n == 0 ? thing->size() : down(thing, n - 1);
      }
      """),
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Shelf {
        Thing *kept = nullptr;
        void take(Thing *thing) { kept = thing; }
        ~Shelf() { if (kept) kept->release(); }
      };
      void f(Shelf *shelf, Thing *thing) {  // claim: thing owner prop.parmOwn
        shelf->take(thing);
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard slot.hasBody, slot.graph.isMentioned[slot.id.index], slot.isOnlyLookedAt, slot.agreesWithOthers else {
      return nil
    }
    if slot.slot.kind == .outParam {
      guard !slot.arrivals.contains(where: { slot.holding(of: $0) != .borrowed && slot.holding(of: $0) != .null })
      else { return nil }
    }
    return RuleMatch(ownership: .pointer, span: slot.slot.span, premises: slot.sinks())
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    evidence.premises.isEmpty
      ? "every use only looks at it" : "every use only looks at it, or passes it on to what does"
  }
}
