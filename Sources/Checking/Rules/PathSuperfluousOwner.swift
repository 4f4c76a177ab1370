extension FindingRule {
  static let pathSuperfluousOwner = FindingRule(
    id: "path.superfluousOwner", kind: .superfluousOwner, severity: .note,
    meaning: "a parameter that every path only releases: the caller could keep its reference",
    rationale: """
      Nothing is wrong. But who passes something that is still needed has to retain it first, for a function that has no use for the \
      reference.
      """,
    triggering: [
      """
      int f(Box *box, int number) {  // ERROR
        look(*box);
        number += box->count;
        box->Release();
        return number;
      }
      """
    ],
    nonTriggering: [
      """
      void f(Box *holder, Box *box) {
        if (holder->next)
          holder->next->Release();
        holder->next = box;
      }
      """
    ])
}
