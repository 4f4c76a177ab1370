extension FindingRule {
  static let claimCycle = FindingRule(
    id: "claim.cycle", kind: .cycle, severity: .note,
    meaning: "objects of two or more classes may own each other in a ring",
    rationale: """
      Counts alone never end a ring: unless something outside takes one of its references away, no object of it is ever freed. Of two \
      that belong together one should only point to the other.
      """,
    triggering: [
      """
      struct Child;
      struct Parent : Box {
        Child *child;  // ERROR
        ~Parent();
      };
      struct Child : Box {
        Parent *parent;
        ~Child() { parent->Release(); }
      };
      Parent::~Parent() { child->Release(); }
      """
    ],
    nonTriggering: [
      """
      struct Child;
      struct Parent : Box {
        Child *child;
        ~Parent();
      };
      struct Child : Box {
        Parent *parent;
      };
      Parent::~Parent() { child->Release(); }
      """
    ])
}
