extension FindingRule {
  static let pathDiscarded = FindingRule(
    id: "path.discarded", kind: .discardedResult, severity: .error,
    meaning: "a call hands over a reference, and nothing takes it",
    rationale: "Nobody can give the reference up any more: the object is never freed.",
    triggering: [
      """
      static Box *build() { return new Box(); }
      void f() {
        build();  // ERROR
      }
      """
    ],
    nonTriggering: [
      """
      static Box *build() { return new Box(); }
      void f() {
        build()->Release();
      }
      """
    ])
}
