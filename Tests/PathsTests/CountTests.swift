import Testing

@Suite struct CountTests {
  @Test func releasedTwice() {
    check(
      """
      void f() {
        T *x = create();
        release(x);
        release(x); // !overRelease
      }
      void g() {
        T *x = create();
        T *alias = x;
        release(x);
        release(alias); // !overRelease
      }
      """)
  }

  @Test func usedAfterItsEnd() {
    check(
      """
      T *f() {
        T *x = create();
        release(x);
        return x->next; // !useAfterRelease
      }
      void g() {
        T *x = create();
        release(x);
        look(x); // !useAfterRelease
      }
      void h(T *list) {
        T *x = create();
        append(list, x);
        release(x);
        look(x);
      }
      """)
  }

  @Test func borrowedThings() {
    check(
      """
      void f(T *list) {
        T *x = peek(list);
        release(x); // !overRelease
      }
      void g(T *list) {
        T *x = peek(list);
        steal(x); // !missingRetain
      }
      void h(T *list) {
        T *x = peek(list);
        retain(x);
        steal(x);
      }
      void i() {
        T *list = create();
        T *x = peek(list);
        release(list);
        look(x); // !useAfterRelease
      }
      """)
  }

  @Test func idioms() {
    check(
      """
      void clearing(T *self) {
        T *tmp = self->item;
        if (tmp != NULL) {
          self->item = NULL;
          release(tmp);
        }
      }
      void destroy(T *self) { xrelease(self->item); xrelease(self->next); }
      void swap(T *self, T *other) {
        T *tmp = self->item;
        self->item = other->item;
        other->item = tmp;
      }
      T *take(T *self) {
        T *result = self->item;
        self->item = NULL;
        return result;
      }
      void use(T *self) { T *x = take(self); xrelease(x); }
      void store(T *self) { self->item = make(); }
      void reset(T *self) { T *x = create(); clear(&x); look(self); }
      T *retained_or_new(T *x) {
        if (x != NULL) { retain(x); return x; }
        return make();
      }
      void user(T *p) { T *x = retained_or_new(p); xrelease(x); }
      int fill(T **out) {
        T *x = make();
        if (x == NULL) return -1;
        *out = x;
        return 0;
      }
      int filled() {
        T *x;
        if (fill(&x) < 0) return -1;
        release(x);
        return 0;
      }
      """)
  }

  @Test func whatHelpersDo() {
    check(
      """
      void drop(T *x) { look(x); release(x); }
      T *build() { T *x = create(); return x; }
      void a() { T *x = build(); drop(x); }
      void b() {
        T *x = build();
        drop(x);
        drop(x); // !overRelease
      }
      int c() {
        T *x = build();
        look(x);
        return 0; // !leak
      }
      void die() { while (1) { } }
      void d() {
        T *x = build();
        if (coin()) die();
        drop(x);
      }
      """)
  }

  @Test func anUnknownCalleeEndsCertainty() {
    check(
      """
      void f() {
        T *x = create();
        unknown(x); // !may-leak
      }
      void g() {
        T *x = NULL;
        unknown_slot(&x);
        xrelease(x);
      }
      """)
  }

  @Test func aResultThatIsOwnedOnOneWayOnly() {
    check(
      """
      T *get(T *x) { if (coin()) return x->item; return create(); }
      void user(T *x) { T *t = get(x); if (coin()) release(t); } // !may-leak
      """)
  }
}
