import Testing

/// Counted classes that no file describes: what retains and releases is found in their bodies.
@Suite struct CountedClassTests {
  static let box = """
    struct Box { int n = 1; Box *next = nullptr; void up() { ++n; } void down() { if (--n == 0) delete this; } \
    ~Box() { if (next) next->down(); } }; bool ready(); \

    """

  func expect(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try check(Self.box + source, sourceLocation: sourceLocation)
  }

  @Test func aGuardReleasesByItsDestructor() throws {
    try expect(
      """
      struct Guard { Box *p; explicit Guard(Box *q) : p(q) {} ~Guard() { if (p) p->down(); } };
      int fine() {
        Guard guard(new Box());
        if (ready()) return 1;
        return 0;
      }
      """)
  }

  @Test func countedUpAndDownInLoops() throws {
    try expect(
      """
      void fine() {
        Box *box = new Box();
        for (int i = 0; i < 10; i++) box->up();
        for (int i = 0; i < 10; i++) box->down();
        box->down();
      }
      """)
  }

  @Test func aResultPassedStraightOn() throws {
    try expect(
      """
      static Box *make() { return new Box(); }
      static void take(Box *box) { box->down(); }
      static Box *same(Box *box) { return box; }
      void fine() { take(same(make())); }
      void wrong() { same(make()); } // ERROR path.leak
      """)
  }

  @Test func fieldsThatTheDestructorReleases() throws {
    try expect(
      """
      struct Owner { Box *kept; Owner() : kept(new Box()) {} ~Owner() { kept->down(); }
        void set(Box *box) { kept->down(); kept = box; } };
      void fine(Owner &owner) { owner.set(new Box()); }
      void retained(Owner &owner, Box *box) { box->up(); owner.set(box); }
      """)
  }

  @Test func suppressions() throws {
    try expect(
      """
      void f() {
        Box *box = new Box();
        ready();
        return;  // deed: leaked, the process ends here
      }
      void g() {
        ready();  // deed: leaked, nothing is // ERROR deed.suppression
      }
      """)
  }

  /// A function that seems to be called only to crash is one that was not understood: what comes after it is looked at.
  @Test func whatCannotReturnIsNotBelieved() throws {
    let report = try report(
      on: Self.box + """
        struct Slot { Box *box; };
        static int count(Slot *slot) { return slot->box->n; }
        static int always() { Slot slot = {nullptr}; return count(&slot); }
        void wrong() {
          Box *box = new Box();
          always();
          if (ready()) return;
          box->down();
        }
        """)
    #expect(report.findings.map { "\($0.location.line): \($0.rule)" } == ["7: path.leak"])
    #expect(report.incomplete.map(\.function) == ["always"])
  }

  /// What is claimed of a function that has too many ways to walk them all is not held against ways of it that were walked.
  @Test func waysThatWereWalkedGoBeforeTheClaim() throws {
    let coins = 0..<20
    let make = coins.map { "Box *b\($0) = nullptr; int o\($0) = 0; if (ready()) { b\($0) = new Box(); o\($0) = 1; }" }
    let drop = coins.map { "if (o\($0)) b\($0)->down();" }
    let report = try report(
      on: Self.box + """
        struct Keep { Box *box; explicit Keep(Box *given) : box(given) {} ~Keep() { box->down(); } };
        void keep(Box *box, bool isLent) {
          \(make.joined(separator: " "))
          if (!isLent) delete new Keep(box);
          \(drop.joined(separator: " "))
        }
        void fine(bool isLent) {
          Box *box = new Box();
          keep(box, isLent);
          if (isLent) box->down();
        }
        void wrong() {
          Box *box = new Box();
          Box *lost = new Box();
          keep(box, false);
        }
        """)
    #expect(report.findings.filter { $0.severity > .note }.map(\.function) == ["wrong"])
    #expect(report.incomplete.map(\.function) == ["keep"])
  }
}
