import Disciplines
import Facts

/// Who hands on what was passed in takes it over.
enum ParameterOwnPassedOn: ClaimRule {
  static let id: RuleID = "prop.parmOwn"
  static let meaning = "a parameter that goes to an owner, and was not retained for that, is an owner"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.param, .outParam]
  static let triggering = [
    RuleExample(
      """
      struct Box {
        Thing *thing;
        explicit Box(Thing *given) : thing(given) {}  // claim: given owner prop.parmOwn
        ~Box() { thing->release(); }
      };
      """)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct Box {
        Thing *thing;
        explicit Box(Thing *given) : thing(given) { given->retain(); }  // claim: given pointer base.parmPtr
        ~Box() { thing->release(); }
      };
      """),
    RuleExample(
      """
      struct Box {
        Thing *thing;
        explicit Box(Thing *given) : thing(given) {  // claim: given pointer base.parmPtr
          if (thing) thing->retain();
        }
        ~Box() { if (thing) thing->release(); }
      };
      """),
    RuleExample(
      """
      struct Box {
        Thing *thing;
        explicit Box(Thing *given) : thing(given) {}
        ~Box() { if (thing) thing->release(); }
      };
      void work();
      void f(Thing *given) {  // claim: given pointer base.parmPtr
        try {
          work();
          if (given != nullptr) given->retain();
          Box box(given);
        } catch (int) {}
      }
      """),
    RuleExample(
      """
      struct Box {
        Thing *thing;
        void put(Thing *given, bool isSpare) {  // claim: given pointer base.parmPtr
          thing = !isSpare ? given : nullptr;
          int count = 0;
          if (isSpare) ++count;
          thing->retain();
        }
        ~Box() { thing->release(); }
      };
      """),
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    // What is const was not handed over, whatever a cast makes of it.
    if slot.isPointerToConst { return nil }
    return slot.firstGivenUp { step in
      // What is given back on some ways, and left alone on others, is not the function's.
      step.kind == .consume
        || step.kind == .transfer && !(slot.isReturn(step) && slot.isKeptOnSomeWay(step))
    }.map {
      RuleMatch(ownership: .owner, span: slot.span(of: $0), premises: slot.premise($0.sink))
    }
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    evidence.premises.isEmpty
      ? "is handed over here" : "goes to \(context.premise(evidence)), an owner, with no retain for it"
  }
}
