import Testing

/// Conditions that belong together: what was asked before, what a question is about, and what tells the ways of a call apart.
@Suite struct QuestionTests {
  /// What is asked again after a call that nobody knows is answered as before; what was seen to change is asked anew.
  @Test func askedTwice() throws {
    try HolderTests().expect(
      """
      struct Queue : Count { int size; Op *first; int length() const { return size; } void clear(); };
      void Queue::clear() { size = 0; }
      void anything();
      void fine(Queue *list, Op *o) {
        if (0 < list->length()) o->up();
        anything();
        if (0 < list->length()) o->down();
      }
      void emptied(Queue *list) {
        Op *o = nullptr;
        if (0 < list->length()) o = new Op();
        list->clear();
        if (0 < list->length()) o->down();
      } // ERROR path.leak
      void again(Queue *list) {
        Op *o = new Op();
        while (0 < list->length()) anything();
        if (list->length() == 0) return; // ERROR path.leak
        o->down();
      }
      """)
  }

  /// The answer that counts is the last one: not what stood there before somebody filled it, and also where so much has changed that it
  /// is not told place by place.
  @Test func askedAgainMuchLater() throws {
    let numbers = 0..<60
    let work = numbers.map { "table->f\($0) = nullptr;" }.joined(separator: " ") + " anything(table);"
    try HolderTests().expect(
      """
      struct Queue : Count { int size = 0; int length() const { return size; } };
      struct Table { \(numbers.map { "int *f\($0);" }.joined(separator: " ")) };
      extern Table *table;
      void fill(Queue *list);
      void anything(Table *table);
      void fine() {
        Queue *list = new Queue();
        Op *o = nullptr;
        fill(list);
        if (0 < list->length()) o = new Op();
        \(work)
        \(work)
        if (0 < list->length()) o->down();
        list->down();
      }
      void wrong() {
        Queue *list = new Queue();
        Op *o = nullptr;
        fill(list);
        if (0 < list->length()) o = new Op();
        \(work)
        if (1 < list->length()) o->down();
        list->down();
      } // ERROR path.leak
      """)
  }

  /// What a callee was not seen to change either is asked again: only what it was seen to write is asked anew.
  @Test func askedAgainAfterAHelper() throws {
    try HolderTests().expect(
      """
      struct Queue : Count { int size = 0; int length() const { return size; } void clear(); };
      void Queue::clear() { size = 0; }
      extern Queue *known;
      void anything(Queue *list);
      void looks(Queue *list) { if (list->length() > 3) anything(known); }
      void clears(Queue *list) { if (list->length() > 3) list->clear(); }
      void fine(Queue *list) {
        Op *o = nullptr;
        if (0 < list->length()) o = new Op();
        looks(list);
        if (0 < list->length()) o->down();
      }
      void wrong(Queue *list) {
        Op *o = nullptr;
        if (0 < list->length()) o = new Op();
        clears(list);
        if (0 < list->length()) o->down();
      } // ERROR path.leak
      """)
  }

  /// What stands deep in what others hold can be asked about too.
  @Test func questionsOfWhatIsDeep() throws {
    try HolderTests().expect(
      """
      struct Elements { Op **all; };
      struct Inner { Elements *elements; };
      struct Outer : Count {
        Inner *inner;
        Op *common(Outer *other, int n, int m) {
          Op *mine = inner->elements->all[n];
          Op *others = other->inner->elements->all[m];
          Op *kept = same(mine, others);
          if (kept) kept->down();
          return nullptr;
        }
        Op *same(Op *one, Op *two);
      };
      Op *Outer::same(Op *one, Op *two) {
        if (one == two) { one->up(); return one; }
        return nullptr;
      }
      """)
  }

  /// Whether a helper finds an object to delete is told by the object: what holds it in a variable deletes it on every path.
  @Test func helpersThatDeleteUnlessNull() throws {
    try check(
      """
      void anything(void *);
      struct Text { Text(); ~Text(); int n; };
      Text *plain() { return new Text(); }
      Text *copied() { return new Text(); }
      Text *parsed() { return new Text(); }
      void drop(Text *text) { delete text; }
      template <class T> struct Deleter {
        static void end(T *object) {
          if (object == nullptr) return;
          delete object;
        }
      };
      template <class T> struct Auto {
        T *object;
        Auto() : object(nullptr) {}
        ~Auto() { Deleter<T>::end(object); }
        Auto &operator=(T *other) { object = other; return *this; }
        T *reset() { T *old = object; object = nullptr; return old; }
      };
      void fine() { Auto<Text> held; held = plain(); }
      void takenOut() {
        Auto<Text> held;
        held = copied();
        held.reset(); // ERROR path.leak
      }
      """)
  }

  /// What is deleted takes along what it holds, once.
  @Test func deletionEndsContentsOnce() throws {
    try HolderTests().expect(
      """
      struct Table {
        Op *rows;
        Table(Op *given) : rows(given) {}
        ~Table() { rows->down(); }
      };
      Table *tableOf(Op *rows) { return new Table(rows); }
      Table *tableOfNew() { return new Table(new Op()); }
      Table *emptyTable() { return new Table(new Op()); }
      void endTable(Table *table) { delete table; }
      void end(Table *table) { if (table) delete table; }
      void fine() {
        Op *rows = new Op();
        Table *table = new Table(rows);
        end(table);
      }
      void twice() {
        Op *rows = new Op();
        Table *table = new Table(rows);
        end(table);
        rows->down(); // ERROR path.overRelease
      }
      """)
  }

  /// A getter's place keeps its reference, and gives up no other when it ends.
  @Test func whatAGetterShowedIsThePlaces() throws {
    try HolderTests().expect(
      """
      struct Parser {
        Op *root;
        Parser();
        ~Parser() { root->down(); }
        Op *result() const { return root; }
      };
      Op *fine() {
        Parser parser;
        Op *root = parser.result();
        root->up();
        return root;
      }
      """)
  }

  /// What an assertion that fails leaves behind goes with the program.
  @Test func whereTheProgramEnds() throws {
    try HolderTests().expect(
      """
      [[noreturn]] void stop();
      int put(Node *node, Op *o) {
        if (!node) return -1;
        o->down();
        return 0;
      }
      void fine(Node *node) {
        if (put(node, new Op()) != 0) stop();
        unknown(node);
      }
      void wrong(Node *node) {
        if (put(node, new Op()) != 0) unknown(node); // ERROR path.leak
        unknown(node);
      }
      """)
  }
}
