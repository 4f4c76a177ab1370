import Testing

/// References that go into places of other objects, by constructors, containers and helpers: who owns them then is told by who
/// releases what stands there.
@Suite struct KeptReferenceTests {
  static let shapes = """
    struct Count { int n = 1; virtual ~Count() {} void up() { ++n; } void down() { if (--n == 0) delete this; } \
    static void drop(Count *p) { if (p) p->down(); } }; \
    bool ready(); void unknown(void *); \
    struct Op : Count { int kind; }; struct Join : Op { int arity() const { return 2; } }; \
    struct List : Count { Op *items[8]; int size = 0; void append(Op *op) { items[size++] = op; } \
    Op *at(int i) const { return items[i]; } ~List() { for (int i = 0; i < size; ++i) items[i]->down(); } }; \
    struct Node : Count { Op *op; List *list; int cost; \
    Node(Op *o, List *l = nullptr) : op(o), list(l), cost(0) { if (ready()) { note(); } } \
    void note(); Op *show() const { return op; } ~Node() { drop(list); drop(op); } };

    """

  func expect(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try check(Self.shapes + source, sourceLocation: sourceLocation)
  }

  @Test func whatAConstructorKeepsIsTheObjects() throws {
    try expect(
      """
      Node *fine() { return new Node(new Op()); }
      Node *deep(Op *op) { return new Node(op, new List()); }
      Node *handed() { Op *op = new Op(); return deep(op); }
      Node *wrong() {
        Op *op = new Op();
        op->up();
        return deep(op); // ERROR path.leak
      }
      """)
  }

  @Test func whatIsKeptAndDestroyedWasTaken() throws {
    try expect(
      """
      void use(Op *op) { Node *node = new Node(op); node->down(); }
      void fine() { use(new Op()); }
      void wrong() {
        Op *op = new Op();
        use(op);
        op->down(); // ERROR path.overRelease
      }
      """)
  }

  @Test func whatAGetterShowsHasToBeRetained() throws {
    try expect(
      """
      Node *copy(Node *node) {
        node->show()->up();
        return new Node(node->show());
      }
      Node *later(List *from, List *to) {
        for (int i = 0; i < from->size; ++i) {
          to->append(from->at(i));
          from->at(i)->up();
        }
        return nullptr;
      }
      void wrong(List *from, List *to) {
        to->append(from->at(0)); // ERROR val.ptrToOwn
      }
      Node *missing(Node *node) {
        Op *op = node->show();
        return new Node(op); // ERROR val.ptrToOwn
      }
      """)
  }

  @Test func aCastThatFailsIsNotAskedFor() throws {
    try expect(
      """
      struct Holder : Count { Join *join; Holder(Join *j) : join(j) {} ~Holder() { drop(join); } };
      static Join *cast(Op *op) { return dynamic_cast<Join *>(op); }
      Op *makeJoin() { return new Join(); }
      Holder *fine() {
        Op *op = makeJoin();
        Join *join = cast(op);
        return new Holder(join);
      }
      """)
  }

  @Test func whatAHelperShowsToOthersIsDoubtful() throws {
    try expect(
      """
      void show(Op *op) { unknown(op); }
      void more(Op *op) { show(op); }
      void fine() {
        Op *op = new Op();
        more(op);
      }
      void wrong() {
        Op *op = new Op();
        ready();
      } // ERROR path.leak
      """)
  }

  @Test func aHandleGivesUpWhatItWasAttachedTo() throws {
    try expect(
      """
      struct Handle {
        Node *node = nullptr; Op *op = nullptr;
        void attach(Node *n) { node = n; n->up(); }
        int next() const { return node ? node->cost : op->kind; }
        void fill() { op = new Op(); }
        ~Handle() { Count::drop(node); Count::drop(op); }
      };
      int fine(Node *node, int kind) {
        if (kind == 3) return 2;
        Handle handle;
        handle.attach(node);
        handle.fill();
        unknown(&handle);
        if (handle.next() > 4) return 1;
        return 0;
      }
      """)
  }
}
