import Disciplines
import Facts

/// Only an owner can hand over.
enum VariableOwnGiven: ClaimRule {
  static let id: RuleID = "prop.varOwnGiven"
  static let meaning = "a local variable that is handed to an owner, and was not retained for that, is an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.local]
  static let triggering = [
    RuleExample(
      """
      struct Shelf {
        Thing *kept = nullptr;
        void take(Thing *thing) { kept = thing; }
        ~Shelf() { if (kept) kept->release(); }
      };
      Thing *find();
      void f(Shelf *shelf) {
        Thing *thing = find();  // claim: thing owner prop.varOwnGiven
        shelf->take(thing);
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Shelf {
        Thing *kept = nullptr;
        void take(Thing *thing) { kept = thing; }
        ~Shelf() { if (kept) kept->release(); }
      };
      struct Box { Thing *thing; ~Box() { thing->release(); } };
      void f(Box *box, Shelf *shelf) {
        Thing *thing = box->thing;  // claim: thing pointer prop.varPtr
        thing->size();
        thing->retain();
        shelf->take(thing);
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    if slot.isPointerToConst { return nil }
    let isBorrowed = slot.arrivals.allSatisfy { slot.bringsNothing($0) }
    return slot.firstGivenUp {
      // A variable that owns what comes from elsewhere may hold something borrowed at times.
      $0.kind == .consume || $0.kind == .transfer && !(isBorrowed && slot.slot($0.sink).kind == .local)
    }.map {
      RuleMatch(ownership: .owner, span: slot.span(of: $0), premises: slot.premise($0.sink))
    }
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    evidence.premises.isEmpty
      ? "is handed over here" : "goes to \(context.premise(evidence)), an owner, with no retain for it"
  }
}
