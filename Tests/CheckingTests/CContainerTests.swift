import Testing

/// What C's containers do: values as `void *`, structs assigned whole, sizes that are never negative, counts that mark what is
/// not counted.
@Suite struct CContainerTests {
  private static let props = """
    typedef unsigned long size_t; void *malloc(size_t); void free(void *); void abort(void); \
    typedef struct thing { int refs; int x; } thing; \
    thing *thing_create(int x) { thing *t = (thing *)malloc(sizeof *t); t->refs = 1; t->x = x; return t; } \
    thing *thing_hold(thing *t) { t->refs++; return t; } \
    void thing_drop(thing *t) { if (--t->refs == 0) free(t); }

    """

  private func expect(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try check(Self.props + source, named: "/test/table.c", sourceLocation: sourceLocation)
  }

  @Test func aStructThatIsAssignedWholeTakesWhatStandsInIt() throws {
    try expect(
      """
      struct record { struct record *lower; thing *item; };
      struct stack { struct record *top; };
      struct record *push(struct stack *s, thing *item) {
        struct record *r = (struct record *)malloc(sizeof *r);
        if (!r) return 0;
        *r = (struct record){s->top, item};
        s->top = r;
        return r;
      }
      void fine(struct stack *s) {
        thing *t = thing_create(1);
        if (!push(s, t)) thing_drop(t);
      }
      void copied(struct record *to) {
        struct record r = {0, thing_create(2)};
        *to = r;
      }
      void kept(void) {
        struct record r = {0, thing_create(2)};
        struct record other;
        other = r;
      } // ERROR path.leak
      """)
  }

  @Test func whatATablePerhapsCopiesIsPerhapsKept() throws {
    try expect(
      """
      typedef struct kind { void *(*copy)(const void *); } kind;
      typedef struct table { kind *kind; int size; } table;
      typedef struct entry { void *value; } entry;
      entry *find(table *, const char *);
      void put(table *d, entry *e, void *value) { e->value = d->kind->copy ? d->kind->copy(value) : value; }
      void add(table *d, const char *key, thing *t) {
        entry *e = find(d, key);
        put(d, e, t);
        d->size++;
      }
      void fine(table *d) {
        thing *t = thing_create(1);
        add(d, "a", t);
      }
      void elsewhere(table *d) {
        thing *t = thing_create(1);
        d->size = t->x;
      } // ERROR path.leak
      """)
  }

  @Test func numbersBeyondTheLargestWithASignAreNotBelowZero() throws {
    try expect(
      """
      #define MOST ((size_t)-1)
      void *give(size_t n) {
        if (n >= MOST / 2) return 0;
        void *p = malloc(n);
        if (!p) abort();
        return p;
      }
      int forgets(void) {
        void *block = give(16);
        if (!block) return 0;
        thing *t = thing_create(1);
        free(block);
        return t->x; // ERROR path.leak
      }
      """)
  }

  @Test func aSizeThatIsNotZeroIsMoreThanZero() throws {
    try expect(
      """
      void fill(thing *t, size_t n);
      void fine(size_t count) {
        thing *t = 0;
        size_t i, sum = 0;
        if (count) t = thing_create(1);
        for (i = 0; i < count; i++) sum += t->x;
        if (count > 0) thing_drop(t);
      }
      void forgets(size_t count) {
        thing *t = 0;
        if (count) t = thing_create(1);
        if (count > 1) thing_drop(t);
      } // ERROR path.leak
      """)
  }

  @Test func aCountThatMarksWhatIsSharedForEver() throws {
    try expect(
      """
      #define SHARED 2147483647
      void fine(int x) {
        thing *t = thing_create(x);
        if (t->refs != SHARED) thing_drop(t);
      }
      void forgets(int x) {
        thing *t = thing_create(x);
        if (t->x != SHARED) thing_drop(t);
      } // ERROR path.leak
      """)
  }

  @Test func whatHasOneOwnerIsHandedOnWithoutARetain() throws {
    try expect(
      """
      typedef struct part { struct part *next; } part;
      part *part_new(void) { return (part *)malloc(sizeof(part)); }
      void part_free(part *p) { free(p); }
      struct cursor { part *current; part *following; };
      part *next_of(part *p) { return p->next; }
      int step(struct cursor *c) {
        if (!c->current) return 0;
        c->following = next_of(c->current);
        return 1;
      }
      void end(struct cursor *c) { part_free(c->following); c->following = 0; }
      void twice(void) {
        part *p = part_new();
        part_free(p);
        part_free(p); // ERROR path.overRelease
      }
      """)
  }

  @Test func whatIsTakenOffAListIsNotShownByIt() throws {
    try expect(
      """
      struct link { struct link *next; thing *data; };
      struct queue { struct link *first; };
      thing *pop(struct queue *q) {
        struct link *l = q->first;
        if (!l) return 0;
        thing *t = l->data;
        q->first = l->next;
        free(l);
        return t;
      }
      thing *read_one(struct queue *(*open)(void), void (*close)(struct queue *)) {
        struct queue *q = open();
        thing *t = pop(q);
        close(q);
        return t;
      }
      void fine(struct queue *(*open)(void), void (*close)(struct queue *)) {
        thing *t = read_one(open, close);
        if (t) thing_drop(t);
      }
      """)
  }

  @Test func whatIsTakenOutByASetterIsGivenOn() throws {
    try expect(
      """
      typedef struct job { thing *message; } job;
      struct queue { thing *first; };
      thing *job_message(job *j) { return j->message; }
      void job_set(job *j, thing *t) { j->message = t; }
      void job_end(job *j) { if (j->message) thing_drop(j->message); free(j); }
      void queue_put(struct queue *q, thing *t) { if (q->first) thing_drop(q->first); q->first = t; }
      void fine(job *j, struct queue *q) {
        thing *t = job_message(j);
        job_set(j, 0);
        queue_put(q, t);
      }
      void alsoFine(job *j, struct queue *q) {
        thing *t = job_message(j);
        queue_put(q, t);
        job_set(j, 0);
      }
      void forgets(job *j, struct queue *q) {
        thing *t = job_message(j);
        queue_put(q, t);
      } // ERROR val.ptrToField
      """)
  }

  @Test func aPointerWhoseBytesAreCopiedMayBeKept() throws {
    try expect(
      """
      typedef struct tree { int size; void *last; } tree;
      void copy(void *to, const void *from, int count);
      void insert(tree *t, void *data) { copy(&t->last, &data, sizeof data); }
      void fine(tree *t) { insert(t, thing_create(1)); }
      void forgets(tree *t) {
        thing *one = thing_create(1);
        insert(t, 0);
        t->size = one->x;
      } // ERROR path.leak
      """)
  }
}
