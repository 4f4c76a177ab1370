import Disciplines
import Facts

/// A caller cannot know which override it gets.
enum OverrideAll: ClaimRule {
  static let id: RuleID = "prop.vfunAll"
  static let meaning =
    "a function without a body agrees with all of its kin (a method that it overrides or that overrides it) where all are pointers"
  static let strength = Strength.allUses
  static let kinds: [ClaimSlot.Kind] = [.return, .param, .outParam]
  static let triggering = [
    RuleExample(
      """
      struct Base { virtual int size(Thing *thing) = 0; };  // claim: thing pointer prop.vfunAll
      struct Derived : Base {
        int size(Thing *thing) override { return thing->size(); }  // claim: thing pointer base.parmPtr
      };
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Base { virtual int size(Thing *thing) = 0; };  // claim: thing owner prop.vfun
      struct One : Base {
        int size(Thing *thing) override { return thing->size(); }  // claim: thing owner prop.vfun
      };
      struct Other : Base {
        int size(Thing *thing) override { thing->release(); return 0; }  // claim: thing owner base.parmOwn
      };
      """)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard !slot.hasBody, slot.solver.agreement.hasBody[slot.id.index] else { return nil }
    let neighbours = slot.neighbours
    guard let first = neighbours.first(where: { $0.kind == .override }), slot.agreesWithOthers else { return nil }
    return RuleMatch(ownership: .pointer, span: slot.slot(first.slot).span, premises: neighbours.prefix(8).map(\.slot))
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "all that it stands for are pointers"
  }
}
