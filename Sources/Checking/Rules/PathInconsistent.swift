extension FindingRule {
  static let pathInconsistent = FindingRule(
    id: "path.inconsistent", kind: .inconsistentPaths, severity: .warning,
    meaning: "a parameter's reference is given up on one path and not on another, and no caller can tell which",
    rationale: """
      Whatever a caller does is wrong on one of the paths: it leaks on one, or releases too often on the other.
      """,
    triggering: [
      """
      void f(Box *box) {
        if (!ready())
          return;  // ERROR
        look(*box);
        box->Release();
      }
      """
    ],
    nonTriggering: [
      """
      bool f(Box *box) {
        if (!ready())
          return false;
        box->Release();
        return true;
      }
      """,
      """
      void f(Box *box, bool owned) {
        look(*box);
        if (owned)
          box->Release();
      }
      """,
    ])
}
