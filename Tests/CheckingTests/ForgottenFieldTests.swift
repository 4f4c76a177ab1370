import Testing

/// Fields that own what they hold by who fills them, and objects that end without giving it up.
@Suite struct ForgottenFieldTests {
  private func expect(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try HolderTests().expect(source, sourceLocation: sourceLocation)
  }

  @Test func oneFindingForAllThatADestructorForgets() throws {
    try expect(
      """
      struct Fine { Op *a; Op *b; Fine() : a(new Op), b(new Op) {} ~Fine() { a->down(); Count::drop(b); } };
      struct Wrong { Op *a; Op *b; Op *c; Wrong() : a(new Op), b(new Op), c(new Op) {}
        ~Wrong() { b->down(); } // ERROR path.forgottenField
      };
      """)
  }

  @Test func theReferenceMayComeWithTheCaller() throws {
    try expect(
      """
      struct Fine { Op *op; Fine(Op *given) : op(given) {} ~Fine() {} };
      Fine *lend(Op *op) { return new Fine(op); }
      struct Wrong { Op *op; Wrong(Op *given) : op(given) {}
        ~Wrong() {} // ERROR path.forgottenField
      };
      Wrong *give(Op *op) { op->up(); return new Wrong(op); }
      """)
  }

  @Test func aCopyIsGivenAReferenceOfItsOwn() throws {
    try expect(
      """
      struct Fine : Count { Op *op; Fine(Op *given) : op(given) {} ~Fine() { op->down(); }
        Fine *copy() { op->up(); return new Fine(op); } };
      struct Wrong : Count { Op *op; Wrong(Op *given) : op(given) {}
        ~Wrong() {} // ERROR path.forgottenField
        Wrong *copy() { op->up(); return new Wrong(op); } };
      """)
  }

  @Test func whoOnlySeesItHasNotTakenItWhereADestructorGivesUpTheRest() throws {
    try expect(
      """
      struct Tidy { Op *a; Op *b; Tidy() : a(new Op), b(new Op) {}
        ~Tidy() { a->down(); } // ERROR path.forgottenField
      };
      void look(Tidy *tidy) { unknown(tidy->b); }
      """)
  }

  @Test func aPointerBesideDoesNotTakeIt() throws {
    try expect(
      """
      struct Tidy { Op *a; Op *b; Tidy() : a(new Op), b(new Op) {}
        ~Tidy() { a->down(); } // ERROR path.forgottenField
      };
      struct View { Op *seen; View() : seen(nullptr) {} };
      void look(Tidy *tidy, View *view) { view->seen = tidy->b; }
      struct Keeper { Op *op; Keeper(Op *given) : op(given) {} ~Keeper() { op->down(); } };
      struct Fine { Op *a; Op *b; Keeper *keeper; Fine() : a(new Op), b(new Op), keeper(nullptr) {}
        ~Fine() { a->down(); delete keeper; }
      };
      void hand(Fine *fine) { fine->keeper = new Keeper(fine->b); }
      """)
  }

  @Test func whoeverMayTakeItOutIsBelieved() throws {
    try expect(
      """
      struct Moved { Op *op; Moved() : op(new Op) {} ~Moved() {} };
      Node *move(Moved *from) { Node *node = new Node(from->op); from->op = nullptr; return node; }
      struct Shown { Op *op; Shown() : op(new Op) {} ~Shown() {} Op *get() { return op; } };
      void end(Shown *shown) { shown->get()->down(); delete shown; }
      struct Handed { Op *op; Handed() : op(new Op) {} ~Handed() {} };
      void hand(Handed *handed) { unknown(handed->op); }
      struct Seen { Op *op; Seen() : op(new Op) {} ~Seen(); };
      struct Based { Op *op; Based() : op(new Op) {} virtual ~Based() {} };
      struct Derived : Based { ~Derived() { op->down(); } };
      template <class T> struct Slot { T *op; Slot() : op(new T) {} ~Slot() {} void clear() { op->down(); } };
      void one(Slot<Op> &slot) { slot.clear(); }
      Slot<Join> *two() { return new Slot<Join>(); }
      """)
  }

  @Test func whoPutsSomethingElseThereDoesNotEmptyIt() throws {
    try expect(
      """
      struct Wrong { Op *op; Wrong() : op(nullptr) {}
        ~Wrong() {} // ERROR path.forgottenField
        void set(Op *given) { given->up(); Count::drop(op); op = given; } };
      struct Renewed { Op *op; Renewed() : op(new Op) {}
        ~Renewed() {} // ERROR path.forgottenField
        void renew() { op->down(); op = new Op; } };
      struct Cleared { Op *op; Cleared() : op(nullptr) {} ~Cleared() {}
        void set(Op *given) { Count::drop(op); op = given; if (op) op->up(); } };
      void clear(Cleared *cleared) { cleared->set(nullptr); }
      struct Reset { Op *op; Reset() : op(new Op) {} ~Reset() {}
        void reset(bool again) { op->down(); op = again ? new Op : nullptr; } };
      """)
  }

  @Test func whatIsOnlyDeclaredAndPrivateTakesNothing() throws {
    try expect(
      """
      class Wrong { Op *op; void never(Op *); public: Wrong() : op(new Op) {}
        ~Wrong() {} // ERROR path.forgottenField
      };
      class Called { Op *op; void elsewhere(); public: Called() : op(new Op) {} ~Called() {} void end() { elsewhere(); } };
      class Public { Op *op; public: Public() : op(new Op) {} ~Public() {} void elsewhere(); };
      """)
  }

  @Test func whatIsReturnedTooHasOneReference() throws {
    try expect(
      """
      struct Back { Op *op; ~Back() {} Op *make() { op = new Op; return op; } };
      struct Kept { Op *op;
        ~Kept() {} // ERROR path.forgottenField
        Op *make() { op = new Op; op->up(); return op; } };
      """)
  }

  @Test func structsOfCEndWhereTheirStorageIsGivenBack() throws {
    try check(
      """
      #include <stdlib.h>
      typedef struct thing { int refs; } thing;
      thing *thing_ref(thing *t) { t->refs++; return t; }
      void thing_unref(thing *t) { if (--t->refs == 0) free(t); }
      typedef struct box { thing *first; thing *second; } box;
      box *box_new(thing *one, thing *two) {
        box *b = malloc(sizeof *b);
        if (!b) return NULL;
        b->first = thing_ref(one);
        b->second = thing_ref(two);
        return b;
      }
      void box_free(box *b) {
        thing_unref(b->first);
        free(b); // ERROR path.forgottenField
      }
      typedef struct kept { thing *only; } kept;
      kept *kept_new(thing *one) {
        kept *k = malloc(sizeof *k);
        if (k) k->only = thing_ref(one);
        return k;
      }
      """, named: "/test/box.c")
  }

  @Test func anObjectOfAnExtensionForgetsAField() throws {
    try CPythonTests().expect(
      """
      typedef struct { PyObject base; PyObject *name;
        PyObject *value; // ERROR path.forgottenField
      } Pair;
      int pair_init(Pair *self, PyObject *name, PyObject *value) {
        Py_INCREF(name);
        self->name = name;
        Py_INCREF(value);
        self->value = value;
        return 0;
      }
      void pair_dealloc(Pair *self) {
        Py_XDECREF(self->name);
      }
      """)
  }
}
