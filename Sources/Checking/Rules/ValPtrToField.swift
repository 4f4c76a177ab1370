extension FindingRule {
  static let valPtrToField = FindingRule(
    id: "val.ptrToField", kind: .borrowedEscape, severity: .error,
    meaning: "a borrowed reference is stored, without a retain, where references are owned",
    rationale: """
      The field outlives what keeps the object alive, and its owner will release it: a reference that it never had.
      """,
    triggering: [],
    nonTriggering: [
      """
      void f(Box *self, Box *other) {
        other->AddRef();
        self->next = other;
      }
      """
    ])
}
