extension FindingRule {
  static let pathLeak = FindingRule(
    id: "path.leak", kind: .leak, severity: .error,
    meaning: "a reference of the function's own is lost on some path",
    rationale: """
      The count stays one too high for ever: the object, and all that it owns, is never freed. Error branches are where \
      it happens, since tests seldom take them.
      """,
    triggering: [
      """
      int f() {
        Box *box = new Box();
        if (!ready())
          return -1;  // ERROR
        box->Release();
        return 0;
      }
      """,
      """
      void f() {
        Box *box = new Box();
        box = new Box();  // ERROR
        box->Release();
      }
      """,
    ],
    nonTriggering: [
      """
      int f() {
        Box *box = new Box();
        int result = -1;
        if (!ready())
          goto done;
        result = 0;
      done:
        box->Release();
        return result;
      }
      """,
      """
      Box *f() {
        Box *box = new Box();
        look(*box);
        return box;
      }
      """,
    ])
}
