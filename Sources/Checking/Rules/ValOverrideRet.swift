extension FindingRule {
  static let valOverrideRet = FindingRule(
    id: "val.overrideRet", kind: .missingRetain, severity: .error,
    meaning:
      "a method returns what its object owns, or what it was passed, without a retain, where most methods that it may stand in for return owned references",
    rationale: """
      Whoever calls through the base class cannot know which method runs, and gives up the reference that it believes to have got; \
      it belonged to the field, or to whoever passed the object, who then refers to a dead one.
      """,
    triggering: [
      """
      struct Shape {
        virtual Box *box() = 0;
      };
      struct Circle : Shape {
        Box *box() override { return new Box(); }
      };
      struct Square : Shape {
        Box *box() override { return new Box(); }
      };
      struct Line : Shape {
        Box *box() override { return new Box(); }
      };
      struct Picture : Shape {
        Box *frame;
        Box *box() override {
          return frame;  // ERROR
        }
      };
      """,
      """
      struct Filter {
        virtual Box *apply(Box *box) = 0;
      };
      struct Fresh : Filter {
        Box *apply(Box *) override { return new Box(); }
      };
      struct Shared : Filter {
        Box *apply(Box *box) override {
          box->AddRef();
          return box;
        }
      };
      struct Other : Filter {
        Box *apply(Box *) override { return new Box(); }
      };
      struct Same : Filter {
        Box *apply(Box *box) override {
          return box;  // ERROR
        }
      };
      """,
    ],
    nonTriggering: [
      """
      struct Shape {
        virtual Box *box() = 0;
      };
      struct Circle : Shape {
        Box *box() override { return new Box(); }
      };
      struct Square : Shape {
        Box *box() override { return new Box(); }
      };
      struct Line : Shape {
        Box *box() override { return new Box(); }
      };
      struct Picture : Shape {
        Box *frame;
        Box *box() override {
          frame->AddRef();
          return frame;
        }
      };
      """
    ])
}
