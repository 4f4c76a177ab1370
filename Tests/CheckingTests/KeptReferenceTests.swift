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

  @Test func whatACopyOfAPointerIsMadeOfCanBeKept() throws {
    try expect(
      """
      void keep(Op *const &op); void take(Op *&&op); void fill(Op **op); Op *make() { return new Op(); }
      void look(const Op *op);
      struct Kept { void put(Op *const &op) { keep(op); } void move(Op *&&op) { take(static_cast<Op *&&>(op)); } };
      void one(Kept &kept) { kept.put(make()); }
      void two(Kept &kept) { kept.move(make()); }
      void through(Op **op) { fill(op); }
      void three() { Op *op = make(); through(&op); }
      void four() { look(make()); } // ERROR path.leak
      """)
  }

  @Test func whatTakesUntypedPointersIsToldByTheObjectAtHand() throws {
    try check(
      """
      extern "C" { void *malloc(unsigned long); void free(void *); }
      struct Mark { char *name; int size; };
      struct Allocator { void *(*get)(unsigned long); void (*give)(void *); };
      static void *get(unsigned long size) { return malloc(size); }
      static void give(void *memory) { free(memory); }
      static Allocator allocator = {get, give};
      static void *take(unsigned long size) { return allocator.get(size); }
      static void drop(void *memory) { allocator.give(memory); }
      Mark *made() {
        Mark *mark = (Mark *)take(sizeof(Mark));
        if (!mark) return nullptr;
        mark->name = (char *)take(8);
        if (!mark->name) { drop(mark); return nullptr; }
        return mark;
      }
      void ended(Mark *mark) { if (!mark) return; drop(mark->name); drop(mark); }
      struct Vector { void *items[8]; int count; };
      int insert(Vector *vector, void *item) { vector->items[vector->count++] = item; return 0; }
      void clear(Vector *vector) { for (int at = 0; at < vector->count; ++at) drop(vector->items[at]); }
      void lent(Vector *vector, Mark *mark) { insert(vector, mark); }
      void given(Vector *vector) { insert(vector, made()); }
      int lost() {
        Mark *mark = made();
        if (!mark) return -1;
        if (mark->size) return -1; // ERROR path.leak
        drop(mark);
        return 0;
      }
      void twice() {
        Mark *mark = made();
        if (!mark) return;
        drop(mark);
        drop(mark); // ERROR path.overRelease
      }
      """)
  }

  @Test func whatIsNotNegativeIsZeroWhereItIsAskedForZero() throws {
    try expect(
      """
      int measure();
      int open(Op **op) {
        int error = measure();
        if (error < 0) return error;
        *op = new Op();
        return error;
      }
      int fine() {
        Op *op;
        if (open(&op) == 0) { Count::drop(op); return 1; }
        return 0;
      }
      int also() {
        Op *op;
        int error = open(&op);
        if (error) return error;
        Count::drop(op);
        return 0;
      }
      int lost() {
        Op *op;
        int error = open(&op);
        if (error) return error;
        return 0; // ERROR path.leak
      }
      """)
  }

  @Test func aDestructorThatIsCalledByNameEndsItsObjectWhicheverWayItGoes() throws {
    try expect(
      """
      struct Holder : Count { Op *op; Holder(Op *o) : op(o) {} ~Holder() { if (op) op->down(); } };
      void directly(Op *op) { Holder *holder = new Holder(op); holder->~Holder(); }
      void lost(Op *op) { Holder *holder = new Holder(op); } // ERROR path.leak
      """)
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

  @Test func whatAFieldKeepsIsNotGivenToANewObjectToo() throws {
    try expect(
      """
      struct Fine { Op *op; Fine() : op(new Op) {} ~Fine() { op->down(); } Node *node() { op->up(); return new Node(op); } };
      struct Wrong { Op *op; Wrong() : op(new Op) {} ~Wrong() { op->down(); }
        Node *node() { return new Node(op); } // ERROR val.ptrToOwn
      };
      struct Handle { Op *op; Handle(Op *given) : op(given) {} };
      struct Owner : Handle { Owner() : Handle(new Op) {} ~Owner() { op->down(); } };
      struct View : Handle { View(const Handle &other) : Handle(other.op) {} };
      View look(Owner &owner) { return View(owner); }
      """)
  }

  @Test func oneReferenceForEachPlaceAndNoneLeft() throws {
    try expect(
      """
      struct Kept { Op *op; Op *other; ~Kept() { op->down(); other->down(); }
        void one(Node *from) { op = from->show(); op->up(); }
        void both(Node *from) { op = other = from->show(); op->up(); op->up(); }
        void tooMany(Node *from) {
          op = from->show();
          op->up();
          op->up(); // ERROR val.ownMove
        }
      };
      """)
  }

  @Test func whoCallsAnyOfThemGetsAReferenceFromEach() throws {
    try expect(
      """
      struct Maker { virtual Op *make(Op *op) = 0; };
      struct New : Maker { Op *make(Op *) override { return new Op; } };
      struct Same : Maker { Op *make(Op *op) override { op->up(); return op; } };
      struct Own : Maker { Op *op; Own() : op(new Op) {} ~Own() { op->down(); } Op *make(Op *) override { op->up(); return op; } };
      void fine(Maker *maker, Op *op) { maker->make(op)->down(); }
      void forgets(Maker *maker, Op *op) {
        Op *made = maker->make(op);
        unknown(nullptr);
      } // ERROR path.leak
      struct Borrower { virtual Op *get() = 0; };
      struct Makes : Borrower { Op *get() override { return new Op; } };
      struct Shows : Borrower { Op *op; Shows() : op(new Op) {} ~Shows() { op->down(); } Op *get() override { return op; } };
      void perhaps(Borrower *borrower) { borrower->get(); }
      """)
  }
}
