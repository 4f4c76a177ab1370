extension FindingRule {
  static let valOwnMove = FindingRule(
    id: "val.ownMove", kind: .extraRetain, severity: .error,
    meaning: "a local that owns its object is retained before it is handed on, and its own reference is left",
    rationale: "One of the two references was given away, the other is nobody's: the object is never freed.",
    triggering: [
      """
      static Box *kept;
      static void keep(Box *box) { if (kept) kept->Release(); kept = box; }
      void f() {
        Box *box = new Box();
        box->AddRef();
        keep(box);
      }  // ERROR
      """
    ],
    nonTriggering: [
      """
      static Box *kept;
      static void keep(Box *box) { if (kept) kept->Release(); kept = box; }
      void f() {
        Box *box = new Box();
        box->AddRef();
        keep(box);
        box->Release();
      }
      """
    ])
}
