extension FindingRule {
  static let valPtrToOwn = FindingRule(
    id: "val.ptrToOwn", kind: .missingRetain, severity: .error,
    meaning: "a borrowed reference is passed to a function that takes it over",
    rationale: "The function gives up a reference that is another's: that one then refers to a dead object.",
    triggering: [
      """
      static Box *peek(Box *self) { return self->next; }
      static void drop(Box *box) { box->Release(); }
      void f() {
        Box *box = new Box();
        drop(box);
        drop(box);  // ERROR
      }
      """
    ],
    nonTriggering: [
      """
      static void drop(Box *box) { box->Release(); }
      void f(Box *box) {
        box->AddRef();
        drop(box);
      }
      """
    ])
}
