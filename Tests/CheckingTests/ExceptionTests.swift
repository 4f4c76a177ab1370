import Testing

/// With exceptions followed, every call that may throw is a way out, and the destructors on it run.
@Suite struct ExceptionTests {
  static let prelude =
    CountedClassTests.box + """
      struct Guard { Box *p; explicit Guard(Box *q) : p(q) {} ~Guard() { if (p) p->down(); } }; \
      void mayThrow(); void quiet() noexcept; struct Error {}; \

      """

  func expect(_ source: String, followsExceptions: Bool = true, sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    try check(Self.prelude + source, followsExceptions: followsExceptions, sourceLocation: sourceLocation)
  }

  @Test func aCallThatThrowsPastAReference() throws {
    try expect(
      """
      void wrong() {
        Box *box = new Box();
        mayThrow(); // ERROR path.leak
        box->down();
      }
      void fine() {
        Box *box = new Box();
        quiet();
        box->down();
      }
      """)
  }

  @Test func nobodyAsksUnlessTold() throws {
    try expect(
      """
      void f() {
        Box *box = new Box();
        mayThrow();
        box->down();
      }
      """, followsExceptions: false)
  }

  @Test func destructorsRunOnTheWay() throws {
    try expect(
      """
      void fine() {
        Guard guard(new Box());
        mayThrow();
      }
      """)
  }

  @Test func whatABodyThrowsIsKnown() throws {
    try expect(
      """
      static void raise() { throw Error(); }
      static int count(int n) { return n + 1; }
      void wrong() {
        Box *box = new Box();
        raise(); // ERROR path.leak
      }
      int fine() {
        Box *box = new Box();
        int n = count(1);
        box->down();
        return n;
      }
      """)
  }

  @Test func handlersEndWhatTheyAreThereFor() throws {
    try expect(
      """
      void fine() {
        Box *box = new Box();
        try {
          mayThrow();
        } catch (...) {
          box->down();
          return;
        }
        box->down();
      }
      void wrong() {
        Box *box = new Box();
        try {
          mayThrow();
        } catch (...) {
          return; // ERROR path.leak
        }
        box->down();
      }
      """)
  }
}
