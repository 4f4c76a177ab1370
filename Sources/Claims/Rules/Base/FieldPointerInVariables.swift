import Disciplines
import Facts

/// A struct that only ever is a variable ends with no more ado: what it holds and nobody gave up was not its own.
enum FieldPointerInVariables: ClaimRule {
  static let id: RuleID = "base.fieldPtrInVar"
  static let meaning =
    "a field of a struct that lives in variables alone, which some function fills and leaves as it is, is a pointer"
  static let strength = Strength.syntactic
  static let kinds: [ClaimSlot.Kind] = [.field]
  static let triggering = [
    RuleExample(
      """
      struct found { struct lamp *lamp; int place; };  // claim: lamp pointer base.fieldPtrInVar
      static void search(struct lamp **lamps, struct found *found) { found->lamp = lamps[0]; }
      int measure(struct lamp **lamps) {
        struct found found;
        search(lamps, &found);
        return found.lamp->watts;
      }
      void cut(struct lamp **lamps) {
        struct found found;
        search(lamps, &found);
        lamp_drop(found.lamp);
        lamps[0] = 0;
      }
      """, language: .c)
  ]
  static let nonTriggering = [
    RuleExample(
      """
      struct room { struct lamp *lamp; };  // claim: lamp owner prop.fieldOwn
      static void enter(struct room *room) { room->lamp = lamp_make(); }
      static void leave(struct room *room) { lamp_drop(room->lamp); }
      int visit(void) {
        struct room room;
        enter(&room);
        int watts = room.lamp->watts;
        leave(&room);
        return watts;
      }
      """, language: .c)
  ]

  static func match(_ slot: SlotView) -> RuleMatch? {
    guard slot.isLeftInVariables, !slot.arrivals.contains(where: { slot.isHandedOver($0) }) else { return nil }
    return RuleMatch(ownership: .pointer, span: slot.slot.span)
  }

  static func note(_ evidence: Evidence, _ context: NoteContext) -> String {
    "is left as it is when the variable that it is a part of ends"
  }
}
