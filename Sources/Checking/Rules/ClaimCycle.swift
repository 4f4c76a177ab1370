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
      struct Parent : Count {
        Child *child;
        ~Parent();
      };
      struct Child : Count {
        Parent *parent;  // ERROR
        ~Child() { parent->Release(); }
      };
      Parent::~Parent() { child->Release(); }
      """
    ],
    nonTriggering: [
      """
      struct Child;
      struct Parent : Count {
        Child *child;
        ~Parent();
      };
      struct Child : Count {
        Parent *parent;
      };
      Parent::~Parent() { child->Release(); }
      """
    ],
    preamble: """
      struct Count {
        int number;
        void AddRef() { ++number; }
        void Release() { if (--number == 0) delete this; }
        Count() : number(1) {}
        virtual ~Count() {}
      };

      """)
}
