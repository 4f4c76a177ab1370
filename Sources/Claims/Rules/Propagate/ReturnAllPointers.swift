import Disciplines
import Facts

/// A group of functions that only hand around what none of them owns.
enum ReturnAllPointers: ClaimRule {
  static let id: RuleID = "prop.retAllPtr"
  static let meaning =
    "a function whose every return is borrowed, those of the functions that call each other in a ring included, returns a pointer"
  static let strength = Strength.allUses
  static let kinds: [ClaimSlot.Kind] = [.return]
  static let triggering = [
    RuleExample(
      """
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      Thing *odd(Box *box, int n);
      Thing *even(Box *box, int n, Thing *otherwise) {  // claim: return pointer prop.retAllPtr
        return n == 0 ? otherwise : even(box, n - 2, otherwise);
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      Thing *make(int n) {  // claim: return owner base.retOwnNew
        if (n > 0) return make(n - 1);
        return new Thing;
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard slot.hasBody, slot.hasArrivals, slot.agreesWithOthers else { return nil }
    for arrival in slot.arrivals {
      switch slot.holding(of: arrival) {
      case .null, .borrowed: continue
      case .owned, .mixed, .unknown: return nil
      }
    }
    return RuleMatch(ownership: .pointer, span: slot.firstArrivalSpan, premises: slot.sources())
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "every return is borrowed"
  }
}
