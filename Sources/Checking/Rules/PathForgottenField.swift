extension FindingRule {
  static let pathForgottenField = FindingRule(
    id: "path.forgottenField", kind: .leak, severity: .error,
    meaning: "references go into a field, and nothing gives them up when its object ends",
    rationale: """
      Whoever fills the field hands a reference over to it. If neither the destructor nor anything else in the program takes it out \
      again, each object that ends leaves one behind. Who puts another in its place does not take it out: that one is left then.
      """,
    triggering: [
      """
      struct Shelf {
        Box *box;
        explicit Shelf(Box *given) : box(given) { given->AddRef(); }
        ~Shelf() {}  // ERROR
      };
      """,
      """
      struct Shelf {
        Box *first;
        Box *second;
        Shelf() : first(new Box), second(new Box) {}
        ~Shelf() {  // ERROR
          first->Release();
        }
      };
      """,
    ],
    nonTriggering: [
      """
      struct Shelf {
        Box *box;
        explicit Shelf(Box *given) : box(given) { given->AddRef(); }
        ~Shelf() { box->Release(); }
      };
      """,
      """
      struct Shelf {
        Box *box;
        explicit Shelf(Box *given) : box(given) {}
        ~Shelf() {}
      };
      """,
      """
      struct Shelf {
        Box *box;
        Shelf() : box(new Box) {}
        ~Shelf() {}
        Box *take() {
          Box *taken = box;
          box = nullptr;
          return taken;
        }
      };
      """,
    ])
}
