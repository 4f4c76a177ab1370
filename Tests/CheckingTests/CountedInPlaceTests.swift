import Testing

/// Counts that are changed where they stand, by an operator, an atomic or a helper, and not by a call of what retains or releases.
struct CountedInPlaceTests {
  struct Spelling: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var field: String
    var count: String
    var up: String
    var down: String
  }

  static let spellings = [
    Spelling(testDescription: "a number", field: "int n;", count: "(o)->n", up: "++%", down: "--%"),
    Spelling(
      testDescription: "a number in a struct", field: "struct { int n; } rc;", count: "(o)->rc.n", up: "%++",
      down: "--%"),
    Spelling(
      testDescription: "an atomic", field: "struct { int n; } rc;", count: "(o)->rc.n",
      up: "__sync_add_and_fetch(&%, 1)",
      down: "__sync_sub_and_fetch(&%, 1)"),
    Spelling(
      testDescription: "a helper", field: "struct { int n; } rc;", count: "(o)->rc.n", up: "up(&%)", down: "down(&%)"),
    Spelling(
      testDescription: "a struct of its own", field: "struct { int other; atomic n; } rc;", count: "(o)->rc.n",
      up: "atomic_up(&%)", down: "atomic_down(&%)"),
  ]

  @Test(arguments: spellings) func eachIsARetainOrARelease(_ spelling: Spelling) throws {
    let up = spelling.up.replacing("%", with: spelling.count)
    let down = spelling.down.replacing("%", with: spelling.count)
    try check(
      """
      typedef unsigned long size_t;
      void *calloc(size_t, size_t);
      void free(void *);
      static inline int up(int *p) { return __sync_add_and_fetch(p, 1); }
      static inline int down(int *p) { return __sync_sub_and_fetch(p, 1); }
      typedef struct { int number; } atomic;
      static inline int atomic_up(atomic *a) { return up(&a->number); }
      static inline int atomic_down(atomic *a) { return down(&a->number); }
      #define UP(o) (\(up))
      #define DOWN(o) do { if ((\(down)) == 0) obj_free(o); } while (0)
      typedef struct obj { int x; \(spelling.field) char *name; } obj;
      static void obj_free(obj *o) { free(o->name); free(o); }
      obj *obj_new(void) { obj *o = (obj *)calloc(1, sizeof *o); if (o) UP(o); return o; }
      obj *obj_ref(obj *o) { UP(o); return o; }
      void obj_unref(obj *o) { DOWN(o); }
      void fine(void) {
        obj *o = obj_new();
        if (o) DOWN(o);
      }
      void fineToo(obj *o) {
        UP(o);
        o->x = 0;
        DOWN(o);
      }
      void mixed(void) {
        obj *o = obj_new();
        if (!o) return;
        UP(o);
        obj_unref(o);
        DOWN(o);
      }
      int forgets(int n) {
        obj *o = obj_new();
        if (!o) return 0;
        if (n) return 1; // ERROR path.leak
        DOWN(o);
        return 2;
      }
      void forgetsOne(void) {
        obj *o = obj_new();
        if (!o) return;
        UP(o);
        DOWN(o);
      } // ERROR path.leak
      int after(void) {
        obj *o = obj_new();
        if (!o) return 0;
        DOWN(o);
        return o->x; // ERROR path.useAfterRelease
      }
      static void sink(obj *o) {
        o->x = 0;
        DOWN(o);
      }
      void handsOver(void) {
        obj *o = obj_new();
        if (o) sink(o);
      }
      void handsOverTwice(void) {
        obj *o = obj_new();
        if (!o) return;
        sink(o);
        sink(o); // ERROR path.overRelease
      }
      """, named: "/test/obj.c")
  }
}
