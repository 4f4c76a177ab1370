import Foundation
import Testing

/// C programs whose counts are numbers of a class of their own, which helpers put up and down in the midst of other work.
@Suite("Recorded counts behind helpers") struct RecordedHelperTests {
  private static let files = [
    "counter.h": """
    typedef struct { int value; } counter;
    static inline int counter_up(counter *one) { return __atomic_add_fetch(&one->value, 1, __ATOMIC_SEQ_CST); }
    static inline int counter_down(counter *one) { return __atomic_sub_fetch(&one->value, 1, __ATOMIC_SEQ_CST); }
    extern counter statistics;
    typedef struct { counter uses; void *keeper; } shared;
    #define TAKE(object) counter_up(&(object)->shared.uses)
    #define GIVE(object, end) do { \\
      shared *its = &(object)->shared; \\
      int left = counter_down(&its->uses); \\
      if (left <= 0 && !its->keeper) end(object); \\
    } while (0)
    """,
    "memory.h": """
    #include <stddef.h>
    struct memory { void *(*take)(size_t, size_t); void (*give)(void *); };
    extern struct memory memory;
    """,
    "memory.c": """
    #include "memory.h"
    #include "counter.h"
    #include <stdlib.h>
    counter statistics;
    struct memory memory = { calloc, free };
    """,
    "leaf.h": """
    #include "counter.h"
    typedef struct leaf { shared shared; int size; char text[8]; } leaf;
    int leaf_new(leaf **place);
    void leaf_free(leaf *one);
    """,
    "leaf.c": """
    #include "leaf.h"
    #include "memory.h"
    int leaf_new(leaf **place) {
      leaf *one = memory.take(1, sizeof(leaf));
      if (!one) return -1;
      TAKE(one);
      counter_up(&statistics);
      *place = one;
      return 0;
    }
    static void leaf_end(leaf *one) {
      one->size = 0;
      memory.give(one);
    }
    static void trace(leaf *one, const char *text) { one->text[0] = text[0]; }
    void leaf_free(leaf *one) {
      if (!one) return;
      trace(one, "free");
      GIVE(one, leaf_end);
    }
    """,
    "main.c": """
    #include "leaf.h"
    #include <string.h>
    static leaf *kept;
    static int lend(leaf **place) {
      *place = kept;
      TAKE(*place);
      (*place)->text[(*place)->size++] = 'x';
      return 0;
    }
    static void use(int forgets) {
      leaf *one;
      lend(&one);
      if (!forgets) leaf_free(one);
    }
    int main(int count, char **words) {
      if (leaf_new(&kept)) return 1;
      use(0);
      use(count > 1 && !strcmp(words[1], "leak"));
      leaf_free(kept);
      kept = NULL;
      return 0;
    }
    """,
  ]

  private func ledger(_ way: String, _ optimization: String) throws -> Deed.Result {
    try Deed.ledger(
      compiling: ["cc", optimization, "memory.c", "leaf.c", "main.c"], running: [way], in: TemporaryTree(Self.files))
  }

  @Test(
    "the objects around the numbers are counted, from none; other numbers, and sizes, are none",
    arguments: ["-O0", "-O2"])
  func clean(optimization: String) throws {
    let result = try ledger("none", optimization)
    let totals = "1 created, 1 destroyed, peak 1; 2 retains, 3 releases; 0 alive with 0 references\n"
    #expect(result.output.hasSuffix(totals), "\(result.output)")
    #expect(result.status == 0)
  }

  @Test("the retain that has no release is named where it stands", arguments: ["-O0", "-O2"])
  func leak(optimization: String) throws {
    let result = try ledger("leak", optimization)
    let lines = (Self.files["main.c"] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("TAKE(*place)") }) + 1
    let sentence = "alive: 1 leaf object is still alive: the retain in lend (main.c:\(line)) has no release"
    #expect(result.output.hasPrefix(sentence), "\(result.output)")
    #expect(result.status == 1)
  }

  @Test("helpers of another source are known from the settings")
  func elsewhere() throws {
    var files = Self.files
    files["counter.h"] = files["counter.h"]?
      .replacing("static inline int counter_up(counter *one) {", with: "int counter_up(counter *one); //")
      .replacing("static inline int counter_down(counter *one) {", with: "int counter_down(counter *one); //")
    files["counter.c"] = """
      #include "counter.h"
      int counter_up(counter *one) { return __sync_add_and_fetch(&one->value, 1); }
      int counter_down(counter *one) { return __sync_sub_and_fetch(&one->value, 1); }
      """
    let tree = try TemporaryTree(files)
    let sources = ["memory.c", "leaf.c", "main.c", "counter.c"]
    let found = try Deed.run(["disciplines", "-q", "--save", "found.yml"] + sources + ["--"], in: tree)
    #expect(found.status == 0, "\(found.errors)")
    try "disciplines: [found.yml]\n".write(
      to: tree.root.appendingPathComponent(".deed.yml"), atomically: true, encoding: .utf8)
    let result = try Deed.ledger(compiling: ["cc", "-O1"] + sources, running: ["leak"], in: tree)
    #expect(result.output.contains("1 leaf object is still alive: the retain in lend"), "\(result.output)")
  }

  @Test("what is made and freed again, since a later step failed, is no leak", arguments: ["-O0", "-O2"])
  func discarded(optimization: String) throws {
    let tree = try TemporaryTree([
      "list.c": """
      #include <stdlib.h>
      typedef struct { int references; } value;
      typedef struct { value base; void *items; } list;
      static value *value_new(size_t size) {
        value *one = calloc(1, size);
        if (one) one->references = 1;
        return one;
      }
      static void value_unref(value *one) { if (--one->references == 0) free(one); }
      static list *list_new(int size) {
        list *one = (list *)value_new(sizeof(list));
        if (!one) return NULL;
        one->items = size < 0 ? NULL : malloc(size);
        if (!one->items) {
          free(one);
          return NULL;
        }
        return one;
      }
      int main(void) {
        list *good = list_new(4), *bad = list_new(-1);
        free(good->items);
        value_unref(&good->base);
        return bad != NULL;
      }
      """
    ])
    let result = try Deed.ledger(compiling: ["cc", optimization, "list.c"], in: tree)
    #expect(result.output.contains("2 created, 2 destroyed"), "\(result.output)")
    #expect(result.output.hasSuffix("0 alive with 0 references\n"), "\(result.output)")
  }
}
