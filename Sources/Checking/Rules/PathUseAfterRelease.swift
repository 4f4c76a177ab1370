extension FindingRule {
  static let pathUseAfterRelease = FindingRule(
    id: "path.useAfterRelease", kind: .useAfterRelease, severity: .error,
    meaning: "an object is used when its last reference is gone",
    rationale: """
      The memory may be another object's by now. It mostly works, until it does not; attackers look for such places.
      """,
    triggering: [
      """
      Box *f() {
        Box *box = new Box();
        box->Release();
        return box->next;  // ERROR
      }
      """
    ],
    nonTriggering: [
      """
      int f() {
        Box *box = new Box();
        int count = box->count;
        box->Release();
        return count;
      }
      """
    ])
}
