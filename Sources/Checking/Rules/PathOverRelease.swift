extension FindingRule {
  static let pathOverRelease = FindingRule(
    id: "path.overRelease", kind: .overRelease, severity: .error,
    meaning: "a reference is given up that the function does not have",
    rationale: """
      The object is freed while somebody still uses it, or is freed twice: memory is corrupted far from the cause.
      """,
    triggering: [
      """
      void f() {
        Box *box = new Box();
        box->Release();
        box->Release();  // ERROR
      }
      """,
      """
      void f(bool failed) {
        Box *box = new Box();
        if (failed)
          box->Release();
        box->Release();  // ERROR
      }
      """,
    ],
    nonTriggering: [
      """
      void f() {
        Box *box = new Box();
        box->AddRef();
        box->Release();
        box->Release();
      }
      """
    ])
}
