import Testing

@Suite struct LeakTests {
  @Test func balancedCodeIsQuiet() {
    check(
      """
      void a() { T *x = make(); if (x == NULL) return; look(x); release(x); }
      T *b() { T *x = make(); return x; }
      void c(T *p) { retain(p); look(p); release(p); }
      void d() { steal(make()); }
      void e() { T *x = make(); xrelease(x); }
      """)
  }

  @Test func anEarlyReturnForgets() {
    check(
      """
      int f() {
        T *x = create();
        if (coin()) {
          return -1; // !leak
        }
        release(x);
        return 0;
      }
      """)
  }

  @Test func cleanupLabelsThatReleaseWhatMayBeNull() {
    check(
      """
      int f() {
        T *a = NULL;
        T *b = NULL;
        int result = -1;
        a = make();
        if (a == NULL) goto done;
        b = make();
        if (b == NULL) goto done;
        result = 0;
      done:
        xrelease(a);
        xrelease(b);
        return result;
      }
      int g() {
        T *a = make();
        if (a == NULL) goto fail;
        T *b = make();
        if (b == NULL) goto fail;
        release(b);
        release(a);
        return 0;
      fail:
        return -1; // !leak
      }
      """)
  }

  @Test func ownershipByFlag() {
    check(
      """
      void f(T *x, int own) {
        if (own) retain(x);
        look(x);
        if (own) release(x);
      }
      void g(T *x, int own) {
        T *kept = NULL;
        if (own > 0) { kept = make(); }
        look(x);
        if (own > 0) { xrelease(kept); }
      }
      """)
  }

  @Test func overwrittenAndDiscarded() {
    check(
      """
      void f() {
        T *x = create();
        x = create(); // !leak
        release(x);
      }
      void g() {
        create(); // !discardedResult
      }
      """)
  }

  @Test func loops() {
    check(
      """
      void f(int n) {
        int i = 0;
        while (i < n) {
          T *x = make();
          if (x == NULL) return;
          look(x);
          release(x);
          i = i + 1;
        }
      }
      void g(int n) {
        T *last = NULL;
        while (coin()) {
          xrelease(last);
          last = make();
        }
        xrelease(last);
      }
      void h() {
        T *last = NULL;
        while (coin()) {
          last = make(); // !leak
        }
        xrelease(last);
      }
      """)
  }

  @Test func successAndFailureOfTheTaker() {
    check(
      """
      int f() {
        T *x = create();
        if (steal_if_ok(x) < 0) {
          release(x);
          return -1;
        }
        return 0;
      }
      int g() {
        T *x = create();
        if (steal_if_ok(x) < 0) {
          return -1; // !leak
        }
        return 0;
      }
      void h() { steal_if_ok(create()); }
      int i() {
        T *x = create();
        steal_if_ok(x);
        release(x); // !overRelease
        return 0;
      }
      """)
  }
}
