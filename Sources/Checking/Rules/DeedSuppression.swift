extension FindingRule {
  static let suppression = FindingRule(
    id: "deed.suppression", kind: .inconsistentPaths, severity: .warning,
    meaning: "a comment that suppresses nothing, or gives no reason",
    rationale: """
      A suppression that outlives its cause hides the next mistake in its line. Written as \
      '// deed: leaked, REASON' at the end of the line that is found, or alone on the line before it.
      """,
    triggering: [
      """
      void f() {
        look(Box());  // deed: leaked, nothing here is: ERROR
      }
      """
    ],
    nonTriggering: [
      """
      void f() {
        Box *box = new Box();  // deed: leaked, freed at exit
        look(*box);
      }
      """
    ])
}
