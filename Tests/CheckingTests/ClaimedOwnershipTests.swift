import Testing

/// What claims say of places and of functions without a body goes back into the walk.
@Suite struct ClaimedOwnershipTests {
  func expect(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try check(CountedClassTests.box + source, sourceLocation: sourceLocation)
  }

  @Test func borrowedIntoAnOwningField() throws {
    try expect(
      """
      struct Holder {
        Box *kept = nullptr;
        Box *shown = nullptr;
        ~Holder() { if (kept) kept->down(); }
      };
      struct Shelf { Box *first; Box *head() const { return first; } ~Shelf() { first->down(); } };
      void wrong(Holder *holder, Shelf *shelf) {
        Box *box = shelf->head();
        if (holder->kept) holder->kept->down();
        holder->kept = box;
      } // ERROR val.ptrToField
      void fine(Holder *holder, Shelf *shelf) {
        Box *box = shelf->head();
        box->up();
        if (holder->kept) holder->kept->down();
        holder->kept = box;
      }
      """)
  }

  @Test func virtualCallsDoWhatAllOverridesDo() throws {
    try expect(
      """
      struct Sink { virtual void take(Box *box) = 0; virtual ~Sink() {} };
      struct Drop : Sink { void take(Box *box) override { box->down(); } };
      struct Ask : Sink { void take(Box *box) override { ready(); box->down(); } };
      void fine(Sink *sink) { sink->take(new Box()); }
      void wrong(Sink *sink) {
        Box *box = new Box();
        sink->take(box);
        box->down(); // ERROR path.overRelease
      }
      """)
  }

  /// What nobody can follow sees the object that it is called on, and what is only lent to it: neither takes a reference away.
  @Test func whatIsLentStaysOurs() throws {
    try expect(
      """
      struct Stream { virtual Stream &put(const Box *box) = 0; };
      Stream &operator<<(Stream &stream, Box &box) { return stream.put(&box); }
      void print(Stream &stream, Box *box) { stream << *box; }
      void wrong(Stream &stream) {
        Box *box = new Box();
        print(stream, box);
      } // ERROR path.leak
      void fine(Stream &stream) {
        Box *box = new Box();
        print(stream, box);
        box->down();
      }
      """)
  }

  /// One of several is given up, and it is not known which.
  @Test func elementsThatALoopReleases() throws {
    try expect(
      """
      void fine() {
        Box *boxes[4];
        for (int i = 0; i < 4; i++) boxes[i] = new Box();
        for (int i = 0; i < 4; i++) boxes[i]->down();
      }
      """)
  }

  @Test func pointersToFunctionsDoWhatTheirTargetsDo() throws {
    try expect(
      """
      typedef void (*Taker)(Box *);
      static void drop(Box *box) { box->down(); }
      static Taker taker = drop;
      void set() { taker = drop; }
      void fine() { taker(new Box()); }
      """)
  }

  @Test func aTableThatRefusesDidNotTake() throws {
    try expect(
      """
      struct Table {
        Box *slot = nullptr;
        bool insert(Box *box) {
          if (slot) return false;
          slot = box;
          return true;
        }
        ~Table() { if (slot) slot->down(); }
      };
      void fine(Table &table) {
        Box *box = new Box();
        if (!table.insert(box)) box->down();
      }
      void wrong(Table &table) {
        Box *box = new Box();
        if (!table.insert(box)) return; // ERROR path.leak
      }
      // Who does not ask knows that there is room.
      void sure(Table &table) { table.insert(new Box()); }
      """)
  }
}
