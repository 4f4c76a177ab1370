import Foundation
import Testing

/// C libraries whose own functions allocate and free, and stand in other units than what counts.
@Suite("Recorded C libraries") struct RecordedLibraryTests {
  private static let library = [
    "memory.c": """
    #include <stdlib.h>
    static void *(*take)(size_t) = malloc;
    static void (*give)(void *) = free;
    void *part_take(size_t size) { return take(size); }
    void part_give(void *memory) { give(memory); }
    """,
    "part.h": """
    #include <stddef.h>
    typedef struct part { int kind; size_t references; } part;
    typedef struct { int size; part *inner; part part; } list;
    void part_delete(part *);
    part *list_new(void);
    int leaf_new(part **);
    static inline part *part_ref(part *one) {
      if (one && one->references != (size_t)-1) __atomic_add_fetch(&one->references, 1, __ATOMIC_ACQUIRE);
      return one;
    }
    static inline void part_unref(part *one) {
      if (one && one->references != (size_t)-1 && __atomic_sub_fetch(&one->references, 1, __ATOMIC_RELEASE) == 0) part_delete(one);
    }
    """,
    "part.c": """
    #include "part.h"
    void *part_take(size_t size);
    void part_give(void *memory);
    static void part_begin(part *one, int kind) {
      one->kind = kind;
      one->references = 1;
    }
    part *list_new(void) {
      list *whole = part_take(sizeof(list));
      part_begin(&whole->part, 1);
      whole->inner = NULL;
      if (leaf_new(&whole->inner)) { part_give(whole); return NULL; }
      return &whole->part;
    }
    int leaf_new(part **place) {
      *place = part_take(sizeof(part));
      if (!*place) return -1;
      (*place)->kind = 2;
      (*place)->references = 1;
      return 0;
    }
    void part_delete(part *one) {
      if (one->kind == 1) {
        list *whole = (list *)((char *)one - offsetof(list, part));
        part_unref(whole->inner);
        part_give(whole);
      } else {
        part_give(one);
      }
    }
    """,
    "main.c": """
    #include "part.h"
    #include <string.h>
    static part *kept[100];
    static int use(part *one, int fails) {
      part_ref(one);
      if (fails) return -1;  // forgotten
      part_unref(one);
      return 0;
    }
    int main(int count, char **words) {
      int leaks = count > 1 && !strcmp(words[1], "leak");
      for (int number = 0; number < 100; ++number) kept[number] = list_new();
      for (int number = 0; number < 100; ++number) use(kept[number], leaks && number % 25 == 7);
      for (int number = 0; number < 100; ++number) part_unref(kept[number]);
      memset(kept, 0, sizeof kept);
      return 0;
    }
    """,
  ]

  private func ledger(_ way: String, optimization: String) throws -> Deed.Result {
    try Deed.ledger(
      compiling: ["cc", optimization, "memory.c", "part.c", "main.c"], running: [way], in: TemporaryTree(Self.library))
  }

  @Test("objects begin with their first count and end with their last", arguments: ["-O0", "-O2"])
  func clean(optimization: String) throws {
    let result = try ledger("none", optimization: optimization)
    let totals = "200 created, 200 destroyed, peak 200; 100 retains, 300 releases; 0 alive with 0 references\n"
    #expect(result.output.hasSuffix(totals), "\(result.output)")
    #expect(result.status == 0)
  }

  @Test("a path that forgets is named, and what the object holds lives on with it", arguments: ["-O0", "-O2"])
  func leak(optimization: String) throws {
    let result = try ledger("leak", optimization: optimization)
    let lines = (Self.library["main.c"] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.hasSuffix("// forgotten") })
    let sentence = "alive: 4 part objects are still alive: the retain in use (main.c:\(line)) has no release"
    #expect(result.output.hasPrefix(sentence), "\(result.output)")
    let held =
      "with them: 4 part objects are alive, made in leaf_new (part.c:19), held by a live part made in list_new (part.c:10)"
    #expect(result.output.contains(held), "\(result.output)")
    #expect(result.status == 1)
  }
}
