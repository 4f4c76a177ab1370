import Testing

/// What C programs write by hand: assigning through an address, lists that are linked through their members, storage that grows,
/// tables of a few, counts of what is held.
@Suite struct HandWrittenIdiomTests {
  private static let box = """
    typedef struct box { int count; int open; } box; typedef unsigned long size_t; void *calloc(size_t, size_t); \
    void *realloc(void *, size_t); void free(void *); int probe(const void *); void look(box *); \
    box *box_new(void) { box *b = (box *)calloc(1, sizeof *b); if (!b) return 0; b->count = 1; return b; } \
    void box_up(box *b) { b->count++; } void box_down(box *b) { if (--b->count == 0) free(b); }

    """

  private func expect(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try check(Self.box + source, named: "/test/box.c", sourceLocation: sourceLocation)
  }

  @Test func whatIsAssignedThroughAnAddressStandsThere() throws {
    try expect(
      """
      static void assign(box **place, box *other) { if (*place) box_down(*place); *place = other; }
      box *fine(void) {
        box *b = box_new();
        assign(&b, box_new());
        return b;
      }
      void forgets(void) {
        box *b = 0;
        assign(&b, box_new());
        if (probe(b)) return; // ERROR path.leak
        box_down(b);
      }
      void twice(void) {
        box *b = box_new();
        if (!b) return;
        assign(&b, 0);
        look(b);
      }
      """)
  }

  @Test func aListThatIsLinkedThroughItsMembersHasThem() throws {
    try expect(
      """
      struct link { struct link *next, *prev; };
      typedef struct item { int count; struct link link; } item;
      item *item_new(void) { item *i = (item *)calloc(1, sizeof *i); if (!i) return 0; i->count = 1; return i; }
      void item_up(item *i) { i->count++; }
      void item_down(item *i) { if (--i->count == 0) free(i); }
      static void append(struct link *list, struct link *last) {
        last->prev = list->prev;
        last->next = list;
        list->prev->next = last;
        list->prev = last;
      }
      void fine(struct link *all, int n) {
        for (int k = 0; k < n; k++) {
          item *i = item_new();
          if (!i) return;
          append(all, &i->link);
        }
      }
      void forgets(struct link *all) {
        item *i = item_new();
        if (!i || probe(i)) return; // ERROR path.leak
        append(all, &i->link);
      }
      """)
  }

  @Test func storageThatGrowsHoldsTheSameObject() throws {
    try expect(
      """
      static box *grown(box **place) {
        box *larger = (box *)realloc(*place, 100);
        if (!larger) { box_down(*place); *place = 0; return 0; }
        *place = 0;
        return larger;
      }
      void fine(void) {
        box *b = box_new(), *larger;
        if (!b) return;
        larger = grown(&b);
        if (!larger) return;
        box_down(larger);
      }
      void forgets(void) {
        box *b = box_new(), *larger;
        if (!b) return;
        larger = (box *)realloc(b, 100);
        if (!larger) return; // ERROR path.leak
        box_down(larger);
      }
      """)
  }

  @Test func aLoopOverATableOfAFewMeetsEachOfThem() throws {
    try expect(
      """
      void fine(void) {
        box *one = box_new(), *other = box_new();
        if (!one || !other) { if (one) box_down(one); if (other) box_down(other); return; }
        box *all[] = {one, other};
        for (unsigned k = 0; k < sizeof all / sizeof all[0]; k++) { look(all[k]); box_down(all[k]); }
      }
      void cut(void) {
        box *all[4];
        for (unsigned k = 0; k < sizeof all / sizeof all[0]; k++) all[k] = 0;
        for (unsigned k = 0; k < sizeof all / sizeof all[0]; k++) if (!(all[k] = box_new())) break;
        for (unsigned k = 0; k < sizeof all / sizeof all[0]; k++) if (all[k]) box_down(all[k]);
      }
      void forgetsTheLast(void) {
        box *one = box_new(), *other = box_new();
        if (!one || !other) { if (one) box_down(one); if (other) box_down(other); return; }
        box *all[] = {one, other};
        for (unsigned k = 0; k < sizeof all / sizeof all[0] - 1; k++) box_down(all[k]);
      } // ERROR path.leak
      """)
  }

  @Test func aNumberThatWentUpIsNotZero() throws {
    try expect(
      """
      typedef struct walk { int depth; box *leaf; } walk;
      static void begin(walk *w, int depth) {
        w->depth = 0;
        while (w->depth < depth) w->depth++;
        w->leaf = box_new();
        w->depth++;
      }
      static void end(walk *w) { if (w->depth && w->leaf) box_down(w->leaf); }
      int fine(int depth) {
        walk w;
        begin(&w, depth);
        int result = probe(w.leaf);
        end(&w);
        return result;
      }
      int forgets(int depth) {
        walk w;
        begin(&w, depth);
        return probe(w.leaf); // ERROR path.leak
      }
      """)
  }

  @Test func whatIsBuiltInMemoryThatWasThereIsWhatStandsThere() throws {
    try check(
      """
      typedef decltype(sizeof 0) size_t;
      void *calloc(size_t, size_t);
      void free(void *);
      int probe(const void *);
      inline void *operator new(size_t, void *place) noexcept { return place; }
      struct Box { int count; int open; Box() : open(1) {} };
      template <class T> T *made() {
        T *object = (T *)calloc(1, sizeof(T));
        if (!object) return object;
        new (object) T();
        object->count = 1;
        return object;
      }
      void up(Box *b) { b->count++; }
      void down(Box *b) { if (--b->count == 0) { b->~Box(); free(b); } }
      void fine() {
        Box *b = made<Box>();
        if (!b) return;
        probe(b);
        down(b);
      }
      void forgets() {
        Box *b = made<Box>();
        if (!b) return;
        probe(b);
      } // ERROR path.leak
      """)
  }

  @Test func whatACallerCanAskForIsNoInconsistency() throws {
    try expect(
      """
      typedef struct set { int flags; int size; } set;
      int insert(set *);
      int put(set *s, box *b) {
        int isNew = insert(s);
        if (isNew < 0) return -1;
        if (isNew) { if (s->flags & 1) box_up(b); }
        return isNew;
      }
      """)
  }

  @Test func whatOneWayLeavesOpenIsToldWhereAnotherIsCertain() throws {
    try expect(
      """
      void keep(void **);
      void forgets(void) {
        box *b = box_new();
        if (!b) return;
        if (probe("x")) { keep((void **)&b); return; }
        look(0);
      } // ERROR path.leak
      """)
  }

  @Test func aCounterpartThatIsReturnedHasOneReference() throws {
    try expect(
      """
      typedef struct maker { box *last; int size; } maker;
      static box *made(maker *m) {
        box *b = box_new();
        if (!b) return 0;
        m->last = b;
        if (probe(m)) { box_down(b); return 0; }
        return b;
      }
      box *fine(void) {
        maker m;
        box *b = made(&m);
        if (!b) return 0;
        if (probe(b)) { box_down(b); return 0; }
        return b;
      }
      """)
  }

  @Test func whatAMakerIsGivenMayBecomeAPartOfWhatItMakes() throws {
    try expect(
      """
      typedef struct holder { box *content; int size; } holder;
      static holder *holder_made(box *b, int size) {
        holder *h = (holder *)calloc(1, sizeof *h);
        if (!h) { if (b) box_down(b); return 0; }
        h->content = b;
        h->size = size;
        return h;
      }
      static holder *holder_new(box *b) { return holder_made(b, 1); }
      void holder_free(holder *h) { if (h->content) box_down(h->content); free(h); }
      void fine(void) {
        holder *h = holder_new(box_new());
        if (!h) return;
        probe(h);
        holder_free(h);
      }
      """)
  }

  @Test func whatIsMadeAndListedIsTheListsToo() throws {
    try expect(
      """
      struct link { struct link *next, *prev; };
      typedef struct item { int size; struct link link; } item;
      void append(struct link *list, struct link *last);
      item *item_new(struct link *all) {
        item *i = (item *)calloc(1, sizeof *i);
        if (!i) return 0;
        append(all, &i->link);
        return i;
      }
      void item_free(item *i) { free(i); }
      void fine(struct link *all) { item_new(all); }
      void ended(struct link *all) { item_free(item_new(all)); }
      """)
  }

  @Test func whatIsListedMayBePartOfALargerOne() throws {
    try expect(
      """
      struct link { struct link *next, *prev; };
      typedef struct item { int size; struct link link; } item;
      struct impl { item this; void *library; };
      static inline void begin(struct link *list) { list->next = list->prev = list; }
      static inline void append(struct link *list, struct link *last) {
        last->next = list;
        last->prev = list->prev;
        list->prev->next = last;
        list->prev = last;
      }
      item *item_new(struct link *all) {
        struct impl *impl = (struct impl *)calloc(1, sizeof *impl);
        if (!impl) return 0;
        item *i = &impl->this;
        append(all, &i->link);
        return i;
      }
      item *item_alone(void) {
        struct impl *impl = (struct impl *)calloc(1, sizeof *impl);
        if (!impl) return 0;
        begin(&impl->this.link);
        return &impl->this;
      }
      void item_free(item *i) { free((struct impl *)i); }
      int fine(struct link *all) { item *i = item_new(all); return i && i->size; }
      int leaks(void) { item *i = item_alone(); return i && i->size; } // ERROR path.leak
      """)
  }

  @Test func oneOfTwoConditionsIsTrueOrFalse() throws {
    try expect(
      """
      static box *made(int kind) { if (kind == -1) return 0; return box_new(); }
      int fine(void *p) {
        box *b = box_new();
        if (!b) return 0;
        box *other = made(probe(p) == 3 || probe(b));
        if (!other && 0) return 1;
        if (other) box_down(other);
        box_down(b);
        return 0;
      }
      """)
  }
}
