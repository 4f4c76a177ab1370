import Foundation
import Testing

/// Which release answers which retain, where the code is at hand.
@Suite("What the code says of recorded references") struct RecordedPairingTests {
  /// All is called by one function, so that the tree of calls does not tell what belongs together; and what is taken first is
  /// given back last.
  private static let program = """
    #include <stdlib.h>
    struct item { int count; };
    struct cache { struct item *item; };
    struct list { struct item *item; };
    struct item *item_new(void) {
      struct item *made = malloc(sizeof *made);
      if (made) made->count = 1;
      return made;
    }
    void item_ref(struct item *item) { item->count++; }
    void item_unref(struct item *item) { if (item && --item->count == 0) free(item); }
    void cache_put(struct cache *cache, struct item *item) {
      item_ref(item);
      cache->item = item;
    }
    void list_add(struct list *list, struct item *item) {
      item_ref(item);
      list->item = item;
    }
    void list_clear(struct list *list) {
      item_unref(list->item);
      list->item = NULL;
    }
    void cache_clear(struct cache *cache) {
      item_unref(cache->item);
      cache->item = NULL;
    }
    int main(int count, char **words) {
      struct cache cache = {0};
      struct list list = {0};
      for (int round = 0; round < 20; ++round) {
        struct item *item = item_new();
        cache_put(&cache, item);
        list_add(&list, item);
        item_unref(item);
        list_clear(&list);
        if (count == 1 || (count == 2 && round % 10 != 7)) cache_clear(&cache);
      }
      return words == NULL;
    }

    """

  /// The same, where no name tells what belongs together.
  private static let plainlyNamed = program.replacing("cache_put", with: "remember").replacing(
    "cache_clear", with: "forget"
  )
  .replacing("list_add", with: "append").replacing("list_clear", with: "empty")

  private func tree(record words: [String], program: String = program) throws -> TemporaryTree {
    try Deed.buildRecorder()
    let tree = try TemporaryTree(["main.c": program])
    let build = try Deed.run(["cc", "-O1", "main.c", "-o", "program"], in: tree)
    #expect(build.status == 0, "\(build.errors)")
    let record = try Deed.run(["record", "-q", "-o", "trace", "--", "./program"] + words, in: tree)
    #expect(record.status == 0, "\(record.errors)")
    try tree.writeDatabase(of: ["main.c"], command: "clang -c")
    return tree
  }

  @Test("a retain is answered by the release of the place that it is kept in")
  func stated() throws {
    let tree = try tree(record: ["forget"], program: Self.plainlyNamed)
    let output = try Deed.run(["ledger", "trace", "-p", "."], in: tree).output
    #expect(
      output.hasPrefix(
        "alive: 2 item objects are still alive: the retain in remember (main.c:13) has no release; 18 others were released in forget (main.c:25)"
      ), "\(output)")
    #expect(output.contains("what the code says of these functions"))
  }

  @Test("where no release was seen in the run, the code tells where it would be")
  func neverReleased() throws {
    let tree = try tree(record: ["forget", "all"], program: Self.plainlyNamed)
    let output = try Deed.run(["ledger", "trace", "-p", "."], in: tree).output
    #expect(
      output.hasPrefix(
        "alive: 20 item objects are still alive: the retain in remember (main.c:13) has no release; the code gives it back in forget (main.c:25)"
      ), "\(output)")
    // The allocator's own pointers, to the chunk behind the last of them for one, hold nothing.
    #expect(output.contains("definitely lost: 20\n"), "\(output)")
  }

  @Test("the words that names begin with tell what belongs together, where nothing else does")
  func named() throws {
    let tree = try tree(record: ["forget"])
    let output = try Deed.run(["ledger", "trace"], in: tree).output
    #expect(
      output.hasPrefix(
        "alive: 2 item objects are still alive: the retain in cache_put (main.c:13) has no release; 18 others were released in cache_clear (main.c:25)"
      ), "\(output)")
  }

  /// By balance alone the last retain is taken for the one without a release: what the code says is needed for the right one.
  @Test("without the code the wrong one of two retains may be named")
  func unstated() throws {
    let tree = try tree(record: ["forget"], program: Self.plainlyNamed)
    let output = try Deed.run(["ledger", "trace"], in: tree).output
    #expect(output.contains("2 item objects are still alive: the retain in append (main.c:17)"), "\(output)")
  }
}
