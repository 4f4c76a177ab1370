import Testing

/// References that go to places of which little is known: who gets at them, and what can still be said.
@Suite struct OthersPlacesTests {
  private static let pairs =
    "typedef struct item { int n; struct item *next; } item; void *calloc(unsigned long, unsigned long); void free(void *); "
    + "int probe(void); void other(void *); item *item_new(void) { item *i = (item *)calloc(1, sizeof *i); return i; } "
    + "void item_free(item *i) { free(i); } "

  /// An unknown call changes nothing in an object that nobody else has seen, asked about or not.
  @Test func twoPlacesInAnObjectOfOnesOwn() throws {
    try HolderTests().expect(
      """
      struct Both : Count {
        Op *a; Op *b;
        Both() : a(new Op()), b(new Op()) {}
        ~Both() { a->down(); b->down(); }
        void set(Op *o) { a->down(); a = o; b->down(); o->up(); b = o; }
      };
      int number();
      Both *fine() {
        Both *both = new Both();
        Op *o = new Op();
        both->set(o);
        number();
        return both;
      }
      Both *oneTooMany() {
        Both *both = new Both();
        Op *o = new Op();
        both->set(o);
        o->up();
        number();
        return both; // ERROR val.ownMove
      }
      """)
  }

  /// Once in a new object that others hold is one reference, however many were taken.
  @Test func inANewObjectThatOthersHold() throws {
    try HolderTests().expect(
      """
      struct Sort : Count {
        Op *op;
        Sort(Op *o) : op(o) {}
        ~Sort() { op->down(); }
      };
      struct Sorts : Count {
        Sort **all;
        int size;
        void add(Sort *sort) { all[size++] = sort; }
        ~Sorts() { for (int i = 0; i < size; i++) all[i]->down(); }
      };
      void fine(Sorts *list, Op *o) {
        o->up();
        list->add(new Sort(o));
      }
      void twice(Sorts *list, Op *o) {
        o->up();
        o->up();
        list->add(new Sort(o)); // ERROR val.ownMove
      }
      """)
  }

  /// What a helper hands on to somebody unknown is as good as handed on by its caller.
  @Test func untypedPointersThatAreHandedOn() throws {
    try check(
      Self.pairs + """
        static void give(void *p) { if (p) other(p); }
        static void keep(void *p) { if (p) probe(); }
        void fine(void) { item *i = item_new(); if (!i) return; give(i); }
        void forgets(void) { item *i = item_new(); if (!i) return; keep(i); } // ERROR path.leak
        """, named: "/test/items.c")
  }

  /// A container of anything owns in one place what it only shows in another.
  @Test func containersOfAnything() throws {
    try check(
      Self.pairs + """
        typedef struct list { void **contents; int length; } list;
        item *item_at(list *l, int n);
        void list_free(list *l) { for (int n = 0; n < l->length; n++) free(l->contents[n]); free(l->contents); }
        void sift(list *l, int n) {
          void *moved = l->contents[n];
          while (n > 0) { l->contents[n] = l->contents[n - 1]; n--; }
          l->contents[n] = moved;
        }
        """, named: "/test/list.c")
  }

  /// What was made here is not what stood somewhere before.
  @Test func newObjectsEqualNothing() throws {
    try check(
      Self.pairs + """
        typedef struct options { item *given; } options;
        int fine(const options *o) {
          item *i;
          if (o->given) i = o->given; else i = item_new();
          if (!i) return -1;
          if (o->given != i) item_free(i);
          return 0;
        }
        int forgets(const options *o) {
          item *i;
          if (o->given) i = o->given; else i = item_new();
          if (!i) return -1;
          if (o->given == i) return 1;
          return 0; // ERROR path.leak
        }
        """, named: "/test/options.c")
  }

  /// Of several ways to fail each may return a number of its own: all of them are failures.
  @Test func manyFailuresInALoop() throws {
    try check(
      Self.pairs + """
        int parent(item **out, item *i) {
          if (probe()) return -1;
          if (probe()) { i->n = 1; return -2; }
          if (probe()) { i->next = 0; return -3; }
          item *made = item_new();
          if (!made) return -4;
          *out = made;
          return 0;
        }
        int climb(item *start, int n) {
          item *current = item_new(), *above = 0;
          int error;
          if (!current) return -1;
          while (n--) {
            error = parent(&above, current);
            item_free(current);
            if (error < 0) return error;
            current = above;
          }
          item_free(current);
          return 0;
        }
        """, named: "/test/climb.c")
  }

  /// A table of which nothing is known that keeps things for others: who puts an object in and returns it too may have no reference left
  /// to give.
  @Test func whatATableMayHaveTaken() throws {
    try HolderTests().expect(
      """
      struct Entry { Op *value; bool owns; Entry(Op *v, bool o) : value(v), owns(o) {} ~Entry() { if (owns) value->down(); } };
      struct Table {
        Entry **entries; int length;
        bool insert(Op *o) { if (!o) return false; entries[length++] = new Entry(o, true); return true; }
      };
      struct Maker {
        Table *table;
        Op *registered() { Op *o = new Op(); table->insert(o); return o; }
        void use() { registered(); }
      };
      Op *plain() { return new Op(); }
      void forgets() {
        plain(); // ERROR path.discarded
      }
      """)
  }
}
