import Testing

/// What stands in places: local objects that hold a reference for a while, getters, and fields that own what they hold.
@Suite struct HolderTests {
  static let shapes = """
    template <class T> struct Auto { T *object; Auto() : object(nullptr) {} Auto(T *o) : object(o) {} ~Auto() { delete object; } \
    Auto &operator=(T *o) { object = o; return *this; } T *value() { return object; } \
    T *reset() { T *o = object; object = nullptr; return o; } }; \
    struct Shape : Count { virtual Op *show() const = 0; }; \
    struct Round : Shape { Op *first; Op *show() const { return first; } ~Round() { drop(first); } }; \
    struct Flat : Shape { Op *second; Op *show() const { return second; } ~Flat() { drop(second); } }; \
    struct Pool { Op *kept; Pool() : kept(new Op()) {} ~Pool() {} void run(); };

    """

  func expect(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try check(KeptReferenceTests.shapes + Self.shapes + source, sourceLocation: sourceLocation)
  }

  @Test func whatIsTakenOutOfAHolderIsNotLost() throws {
    try expect(
      """
      void fine() {
        Auto<Op> held;
        held = new Op();
        unknown(held.value());
        held.reset()->down();
      }
      Op *handed() {
        Auto<Op> held(new Op());
        return held.reset();
      }
      void wrong() {
        Auto<Op> held(new Op());
        held.reset(); // ERROR path.leak
      }
      """)
  }

  @Test func whatAClassKeepsInItselfIsNotItsUsersToRelease() throws {
    try expect(
      """
      void fine() {
        Pool pool;
        pool.run();
      }
      """)
  }

  /// A visit that keeps what it visits alive, shown to code that asks it this and that.
  private static let visits = """
    struct Plan; \
    struct Visit { Plan *node; Plan *other; Visit() : node(nullptr), other(nullptr) {} ~Visit(); void attach(Plan *to); \
    void detach(); int kind(); }; \
    struct Rule { int known; virtual int of(Visit &visit) = 0; }; \
    struct Plan : Count { Rule *rule; int kind; int ask(); }; \
    void Visit::attach(Plan *to) { to->up(); node = to; } \
    void Visit::detach() { node = nullptr; } \
    int Visit::kind() { if (node) return node->kind; if (other) return other->kind; return 0; } \
    Visit::~Visit() { if (node) node->down(); if (other) other->down(); } \
    int Plan::ask() { Visit visit; visit.attach(this); return rule->of(visit); } \
    struct Deep : Rule { int of(Visit &visit) { if (!known) known = visit.kind() + visit.node->ask(); return known; } }; \
    struct Shallow : Rule { int of(Visit &visit) { if (!known) known = visit.kind(); return known; } };

    """

  @Test func whatNoCalleeWritesIsThereAfterTheCall() throws {
    try expect(
      Self.visits + """
        int fine() { Plan *node = new Plan; int answer = node->ask(); node->down(); return answer; }
        int wrong() {
          Plan *node = new Plan;
          return node->ask(); // ERROR path.leak
        }
        """)
  }

  @Test func whatSomeCalleeWritesIsNotKnownAfterTheCall() throws {
    try expect(
      Self.visits + """
        struct Takes : Rule { int of(Visit &visit) { visit.node->down(); visit.detach(); return 2; } };
        int perhaps() { Plan *node = new Plan; return node->ask(); }
        """)
  }

  @Test func anObjectIsOfOneClassWhoeverAsksAndWhenever() throws {
    try expect(
      """
      struct Source { virtual int sort() const = 0; virtual bool ready() const = 0; };
      struct Fresh : Source { int sort() const { return 1; } bool ready() const { return true; } };
      struct Old : Source { int left; int sort() const { return 2; } bool ready() const { return left > 0; } };
      void fine(Source *source, Op *given) {
        Op *op = given;
        if (source->sort() == 1) op = new Op();
        ready();
        if (source->sort() == 1) op->down();
      }
      void wrong(Source *source, Op *given) {
        Op *op = given;
        if (source->sort() == 1) op = new Op();
        if (op->kind == 3) return; // ERROR path.leak
        if (source->sort() == 1) op->down();
      }
      """)
  }

  @Test func aGetterShowsTheSameObjectTwice() throws {
    try expect(
      """
      Node *fine(Shape *shape) {
        shape->show()->up();
        return new Node(shape->show());
      }
      Node *wrong(Shape *shape) {
        return new Node(shape->show()); // ERROR val.ptrToOwn
      }
      """)
  }

  @Test func whatAConstructorWasGivenIsNotBorrowed() throws {
    try expect(
      """
      struct Sort : Count {
        Op *op;
        int kind;
        Op *get() const { return op; }
        Sort(Op *given) : op(given), kind(0) { kind = get()->kind; }
        ~Sort() { drop(op); }
      };
      Sort *fine() { return new Sort(new Op()); }
      """)
  }

  @Test func whatAFieldOwnsIsItsOwnToGive() throws {
    try expect(
      """
      struct Owner : Count {
        Op *op;
        ~Owner() { drop(op); }
        Node *fine() {
          op->up();
          return new Node(op);
        }
        Node *moved() {
          Op *old = op;
          op = nullptr;
          return new Node(old);
        }
        Node *wrong() {
          return new Node(op); // ERROR val.ptrToOwn
        }
        Node *twice() {
          op->up();
          op->up();
          return new Node(op); // ERROR val.ownMove
        }
        Op *shown() {
          op->up();
          op->up();
          return op; // ERROR val.ownLocalRet
        }
        void replace(Op *given) {
          op->down();
          op->down(); // ERROR path.overRelease
          op = given;
        }
      };
      """)
  }

  @Test func whatARoundOfALoopGivesUpIsCountedRoundByRound() throws {
    try expect(
      """
      struct Member { Op *shared; Member *next; };
      void detach(Op *op, Member *first) {
        for (Member *member = first; member; member = member->next) {
          if (member->shared != op) continue;
          member->shared = nullptr;
          op->down();
        }
      }
      void wrong(Op *op) {
        op->down();
        op->down(); // ERROR path.overRelease
      }
      """)
  }

  @Test func flagsThatMeetAgreeWithThemselves() throws {
    try expect(
      """
      void fine(int a, int b, int c, int d, int e, int f) {
        bool owns = a > 1;
        if (b > 2) owns = ready();
        if (c > 3) unknown(nullptr);
        if (d > 4) unknown(nullptr);
        if (e > 5) owns = f > 6;
        Op *op = nullptr;
        if (owns) op = new Op();
        unknown(nullptr);
        if (owns) op->down();
      }
      """)
  }

  @Test func oneOfManyPlacesIsNotEmptiedByTheNext() throws {
    try expect(
      """
      struct Level { Op *op; };
      struct Levels : Count {
        Level levels[8];
        Level *level(int i) { return &levels[i]; }
        void fill(int count) {
          for (int i = 0; i < count; ++i) level(i)->op = new Op();
        }
        ~Levels() { for (int i = 0; i < 8; ++i) levels[i].op->down(); }
      };
      """)
  }

  @Test func aRecordByAnotherName() throws {
    try expect(
      """
      struct Two { Op *first; Op *second; };
      void byReference() {
        Two two;
        Two &same = two;
        two.first = new Op;
        same.first->down();
        same.second = new Op;
      } // ERROR path.leak
      void byPointer() {
        Two two;
        Two *same = &two;
        same->first = new Op;
        two.first->down();
        same->second = new Op;
      } // ERROR path.leak
      void byChance(Two *given) {
        Two two;
        Two *used = given;
        if (ready()) {
          two.first = new Op;
          used = &two;
        }
        if (used != given) two.first->down();
      }
      """)
  }

  @Test func whatOnlySomeOverridesMakeIsNotTheCallersForSure() throws {
    try expect(
      """
      Op *find(int);
      struct Source { virtual Op *get() = 0; virtual Op *make() = 0; };
      struct Fresh : Source { Op *get() { return new Op; } Op *make() { return new Op; } };
      struct Old : Source { Op *get() { return find(1); } Op *make() { return new Op; } };
      void fine(Source *source) { unknown(source); source->get()->kind = 1; }
      void wrong(Source *source) { source->make()->kind = 1; } // ERROR path.leak
      """)
  }

  @Test func whatIsStaticIsAskedAndNotReleased() throws {
    try check(
      """
      #include <stdlib.h>
      typedef struct surface { int refs; int status; } surface;
      static surface nil = { 1, 1 };
      surface *surface_ref(surface *s) { s->refs++; return s; }
      void surface_unref(surface *s) { if (--s->refs == 0) free(s); }
      static surface *in_error(void) { return &nil; }
      surface *surface_make(void) {
        surface *s = malloc(sizeof *s);
        if (!s) return in_error();
        s->refs = 1;
        s->status = rand();
        return s;
      }
      int fine(void) {
        surface *s = surface_make();
        if (s->status) return s->status;
        surface_unref(s);
        return 0;
      }
      int wrong(void) {
        surface *s = surface_make();
        if (s->status) return s->status;
        if (rand()) return 1; // ERROR path.leak
        surface_unref(s);
        return 0;
      }
      """, named: "/test/surface.c")
  }
}
