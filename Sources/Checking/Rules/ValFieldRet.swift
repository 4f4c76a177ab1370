extension FindingRule {
  static let valFieldRet = FindingRule(
    id: "val.fieldRet", kind: .missingRetain, severity: .error,
    meaning:
      "what somebody else owns is returned without a retain, from a function that otherwise returns owned references",
    rationale: """
      The caller gives up the reference that it believes to have got; it was the field's, which now refers to a dead object.
      """,
    triggering: [
      """
      Box *f(Box *self) {
        if (self->next)
          return self->next;  // ERROR
        return new Box();
      }
      """
    ],
    nonTriggering: [
      """
      Box *f(Box *self) {
        if (self->next) {
          self->next->AddRef();
          return self->next;
        }
        return new Box();
      }
      """
    ])
}
