extension FindingRule {
  static let valOwnLocalRet = FindingRule(
    id: "val.ownLocalRet", kind: .extraRetain, severity: .error,
    meaning: "a local that owns its object is retained before it is returned",
    rationale: "The caller gets one reference and gives one up; the other is nobody's, and the object is never freed.",
    triggering: [
      """
      Box *f() {
        Box *box = new Box();
        box->AddRef();
        return box;  // ERROR
      }
      """
    ],
    nonTriggering: [
      """
      Box *f(Box *box) {
        box->AddRef();
        return box;
      }
      """
    ])
}
