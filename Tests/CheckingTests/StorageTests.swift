import Testing

/// What is put into storage that an allocator has just given is still the frame's, until somebody else has the storage.
@Suite struct StorageTests {
  private static let props = """
    typedef unsigned long size_t; void *malloc(size_t); void *calloc(size_t, size_t); void free(void *); void abort(void); \
    char *strdup(const char *); void *memset(void *, int, size_t); int probe(const char *); void enter(const void *); \
    typedef struct props { int n; } props; \
    props *props_new(void) { props *p = (props *)calloc(1, sizeof *p); return p; } void props_free(props *p) { free(p); } \
    typedef struct shop { props *p; char *name; } shop; \
    void shop_end(shop *s) { props_free(s->p); free(s->name); free(s); }

    """

  private func expect(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try check(Self.props + source, named: "/test/shop.c", sourceLocation: sourceLocation)
  }

  @Test func storageThatIsGivenBackLeavesWhatStoodInIt() throws {
    try expect(
      """
      shop *fine(props *p, const char *name) {
        shop *s;
        if (!p) p = props_new();
        if (!p) return 0;
        s = (shop *)calloc(1, sizeof *s);
        if (!s) goto out;
        s->p = p;
        s->name = strdup(name);
        if (!s->name) goto undo;
        return s;
      undo:
        free(s);
      out:
        props_free(p);
        return 0;
      }
      shop *forgets(const char *name) {
        shop *s = (shop *)malloc(sizeof *s);
        if (!s) return 0;
        memset(s, 0, sizeof *s);
        s->p = props_new();
        if (!s->p) { free(s); return 0; }
        s->name = strdup(name);
        if (!s->name) {
          free(s); // ERROR path.leak
          return 0;
        }
        return s;
      }
      """)
  }

  @Test func whatAWrapperOfAnAllocatorGivesIsStorageToo() throws {
    try expect(
      """
      static void *give(size_t n) { void *p = calloc(1, n); if (!p) abort(); return p; }
      shop *fine(const char *name) {
        shop *s = (shop *)give(sizeof *s);
        s->p = props_new();
        if (probe(name)) { props_free(s->p); free(s); return 0; }
        return s;
      }
      shop *forgets(const char *name) {
        shop *s = (shop *)give(sizeof *s);
        s->p = props_new();
        if (probe(name)) {
          free(s); // ERROR path.leak
          return 0;
        }
        return s;
      }
      """)
  }

  @Test func whoeverHasTheStorageHasWhatStandsThere() throws {
    try expect(
      """
      struct town { shop **shops; int count; };
      static void add(struct town *t, void *s) { t->shops[t->count++] = (shop *)s; }
      int by_known(struct town *t) {
        shop *s = (shop *)calloc(1, sizeof *s);
        if (!s) return -1;
        s->p = props_new();
        add(t, s);
        return probe("");
      }
      int by_unknown(void) {
        shop *s = (shop *)calloc(1, sizeof *s);
        if (!s) return -1;
        s->p = props_new();
        enter(s);
        return probe("");
      }
      int only_seen(void) {
        shop *s = (shop *)calloc(1, sizeof *s);
        if (!s) return -1;
        s->p = props_new();
        probe((const char *)s);
        return 0; // ERROR path.leak
      }
      void taken_back(struct town *t) {
        props *p = props_new();
        shop *s = (shop *)calloc(1, sizeof *s);
        if (s) {
          s->p = p;
          add(t, s);
          if (probe("")) free(s);
        }
        props_free(p);
      }
      """)
  }

  @Test func whatIsCopiedByteByByteIsPerhapsThere() throws {
    try expect(
      """
      void *memcpy(void *, const void *, size_t);
      struct array { char *bytes; size_t size; };
      static void append(struct array *a, const void *what, size_t n) { memcpy(a->bytes + a->size, what, n); a->size += n; }
      int fine(struct array *a) {
        props *p = props_new();
        if (!p) return -1;
        append(a, &p, sizeof p);
        return 0;
      }
      static void add(struct array *a, props *p) { append(a, &p, sizeof p); }
      int fine_too(struct array *a) {
        props *p = props_new();
        if (!p) return -1;
        add(a, p);
        return 0;
      }
      int ends(void) { props *p = props_new(); if (!p) return -1; props_free(p); return 0; }
      int ends_too(void) { props *p = props_new(); if (!p) return -2; props_free(p); return 0; }
      int forgets(struct array *a) {
        props *p = props_new();
        if (!p) return -1;
        append(a, "p", 1);
        return 0; // ERROR path.leak
      }
      """)
  }

  @Test func aRecordThatIsCopiedTakesWhatStandsInItAlong() throws {
    try expect(
      """
      struct entry { int kind; props *p; };
      struct stack { struct entry *entries; int count; };
      static int push(struct stack *s, const struct entry *e) { s->entries[s->count++] = *e; return 0; }
      int fine(struct stack *s) {
        struct entry e;
        e.kind = 1;
        e.p = props_new();
        return push(s, &e);
      }
      static int kind(const struct entry *e) { return e->kind; }
      int forgets(void) {
        struct entry e;
        e.kind = 1;
        e.p = props_new();
        return kind(&e); // ERROR path.leak
      }
      """)
  }

  @Test func whatStandsInStorageThatOthersHaveMayBeTakenBackOut() throws {
    try check(
      CPythonTests.header + """
        void *malloc(unsigned long); void free(void *); int unknown(void *);
        struct screen { PyObject *device; int handle; };
        static void end(struct screen *s) { Py_DECREF(s->device); free(s); }
        static int enter(struct screen *s) { return unknown(s); }
        int kept(PyObject *list) {
          struct screen *s = (struct screen *)malloc(sizeof *s);
          PyObject *d = PyList_GetItem(list, 0);
          if (!s || !d) { free(s); return 0; }
          Py_INCREF(d);
          s->device = d;
          if (enter(s) < 0) {
            end(s);
            return -1;
          }
          return 0;
        }
        int forgets(PyObject *list) {
          struct screen *s = (struct screen *)malloc(sizeof *s);
          if (!s) return 0;
          s->device = PyList_New(0);
          if (!s->device) { free(s); return 0; }
          free(s); // ERROR path.leak
          return 0;
        }

        """, named: "/test/module.c")
  }

  @Test func aPointerToFunctionsDoesNotDoWhatAFunctionOfItsNameDoes() throws {
    try expect(
      """
      typedef struct face { int count; struct face *inner; const struct backend *backend; } face;
      struct backend { face *(*source)(face *); };
      face *face_up(face *f) { f->count++; return f; } void face_down(face *f) { if (--f->count == 0) free(f); }
      static face *source(int n) {
        face *f = (face *)calloc(1, sizeof *f);
        if (f) f->count = 1;
        return f;
      }
      static face *self(face *f) { return f; }
      static face *inner(face *f) { return f->inner; }
      static const struct backend plain = { self }, wrapped = { inner };
      int fine(face *f, int n) {
        f->backend = n ? &plain : &wrapped;
        return f->backend->source(f)->count;
      }
      int uses(int n) { face *f = source(n); if (!f) return 0; n = f->count; face_down(f); return n; }
      int forgets(int n) {
        face *f = source(n);
        if (!f) return 0;
        return f->count; // ERROR path.leak
      }
      """)
  }

  @Test func anObjectThatNobodyEndsBelongsToSomebodyElse() throws {
    try expect(
      """
      typedef struct stall { int n; } stall;
      stall *stall_find(int n);
      stall *stall_new(void) { stall *s = (stall *)calloc(1, sizeof *s); return s; }
      void stall_end(stall *s) { free(s); }
      int opens(int n) { stall *s = stall_new(); if (!s) return -1; s->n = n; return 0; }
      int opens_more(int n) { stall *s = stall_new(); if (!s) return -1; s->n = n + 1; return 0; }
      void closes(int n) { stall_end(stall_find(n)); }

      typedef struct booth { int n; } booth;
      booth *booth_new(void) { booth *b = (booth *)calloc(1, sizeof *b); return b; }
      void booth_end(booth *b) { free(b); }
      int one(int n) { booth *b = booth_new(); if (!b) return -1; b->n = n; booth_end(b); return 0; }
      int other(int n) { booth *b = booth_new(); if (!b) return -1; b->n = n; booth_end(b); return 0; }
      int forgets(int n) { booth *b = booth_new(); if (!b) return -1; b->n = n; return 0; } // ERROR path.leak
      """)
  }

  @Test func whoReturnsWhatAnotherEnteredInATableHasNotMadeItForTheCaller() throws {
    try expect(
      """
      struct table { void **slots; int count; };
      typedef struct row { struct table *table; int n; } row;
      static void insert(struct table *t, void *what) { t->slots[t->count++] = what; }
      row *row_add(struct table *t) {
        row *r = (row *)calloc(1, sizeof *r);
        if (!r) return 0;
        insert(t, r);
        return r;
      }
      row *row_add_with(struct table *t, int n) { row *r = row_add(t); if (r) r->n = n; return r; }
      void row_end(row *r) { free(r); }
      void fine(struct table *t) { row *r = row_add_with(t, 1); if (r) r->n++; }
      void ends(struct table *t) { row_end(row_add_with(t, 1)); }
      void ends_too(struct table *t) { row_end(row_add_with(t, 2)); }
      """)
  }
}
