import Disciplines
import Facts

/// What is called through a pointer has to keep the promise of the pointer's type.
enum SignatureAll: ClaimRule {
  static let id: RuleID = "prop.signatureAll"
  static let meaning =
    "a function without a body agrees with all of its kin (a function pointer that it is assigned to, or a function that is assigned to it) where all are pointers"
  static let strength = Strength.allUses
  static let kinds: [ClaimSlot.Kind] = [.return, .param, .outParam]
  static let triggering = [
    RuleExample(
      """
      typedef int (*Sizer)(Thing *thing);
      int measure(Thing *thing) { return thing->size(); }  // claim: thing pointer base.parmPtr
      Sizer sizer = measure;
      int f(Thing *thing) {  // claim: thing pointer base.parmPtr
        return sizer(thing);
      }
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      typedef void (*Taker)(Thing *thing);
      void take(Thing *thing) {  // claim: thing owner base.parmOwn
        if (thing->size() > 5) thing->release();
        else thing->release();
      }
      Taker taker = take;
      void f(Thing *thing) {  // claim: thing owner prop.parmOwn
        taker(thing);
      }
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard !slot.hasBody, slot.solver.agreement.hasBody[slot.id.index] else { return nil }
    let neighbours = slot.neighbours
    guard let first = neighbours.first(where: { $0.kind == .signature }), slot.agreesWithOthers else { return nil }
    return RuleMatch(ownership: .pointer, span: slot.slot(first.slot).span, premises: neighbours.prefix(8).map(\.slot))
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "all that it stands for are pointers"
  }
}
