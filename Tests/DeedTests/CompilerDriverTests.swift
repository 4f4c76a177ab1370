import Foundation
import Testing

/// `deed cc` and `deed c++` in the place of a compiler, and what the programs that they build tell.
@Suite("deed cc and deed c++") struct CompilerDriverTests {
  /// The count in one header, its end in one unit, its use in another: each unit sees a half.
  private static let counted = [
    "counted.h": """
    #pragma once
    #include <atomic>
    namespace x {
    class Counted {
     public:
      void AddRef() { ++count_; }
      void Release();
     protected:
      virtual ~Counted() = default;
     private:
      std::atomic<int> count_{1};
    };
    struct First { virtual ~First() {} int first = 1; };
    class Query : public First, public Counted { int number_ = 2; };
    }
    """,
    "counted.cpp": """
    #include "counted.h"
    void x::Counted::Release() { if (--count_ == 0) delete this; }
    """,
    "main.cpp": """
    #include "counted.h"
    #include <map>
    struct Cache {
      std::map<int, x::Query *> queries;
      void put(int key, x::Query *query, bool twice) {
        query->AddRef();
        if (twice) query->AddRef();
        queries[key] = query;
      }
    };
    int main(int count, char **) {
      Cache cache;
      for (int key = 0; key < 20; ++key) {
        auto *query = new x::Query;
        cache.put(key, query, count > 1 && key % 10 == 3);
        query->Release();
      }
      for (auto &entry : cache.queries) entry.second->Release();
    }
    """,
  ]

  private func tree(_ files: [String: String]) throws -> TemporaryTree {
    try Deed.buildRecorder()
    return try TemporaryTree(files)
  }

  private func compile(_ words: [String], in tree: TemporaryTree, status: Int32 = 0) throws -> Deed.Result {
    let result = try Deed.run(words, in: tree)
    #expect(result.status == status, "\(words): \(result.errors)")
    return result
  }

  private func names(_ tree: TemporaryTree) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: tree.root.path))
  }

  // MARK: Counts

  @Test("a count in halves is exact, inlined or not", arguments: [["-O0", "-g"], ["-O2"], ["-O2", "-no-pie"]])
  func exact(flags: [String]) throws {
    let tree = try tree(Self.counted)
    _ = try compile(["c++"] + flags + ["main.cpp", "counted.cpp", "-o", "program"], in: tree)
    _ = try compile(["record", "-o", "clean.trace", "--", "./program"], in: tree)
    let clean = try Deed.run(["ledger", "clean.trace"], in: tree)
    #expect(clean.status == 0)
    #expect(clean.output.contains("20 created, 20 destroyed"), "\(clean.output)")
    #expect(clean.output.contains("20 retains, 40 releases; 0 alive"))
    _ = try compile(["record", "-o", "leak.trace", "--", "./program", "leak"], in: tree)
    let leak = try Deed.run(["ledger", "leak.trace"], in: tree)
    #expect(leak.status == 1)
    #expect(
      leak.output.contains(
        "2 x::Query objects are still alive: the retain in Cache::put(int, x::Query*, bool) (main.cpp:7) has no release"
      ),
      "\(leak.output)")
  }

  @Test("a C library's objects are seen from where they are made to where they are freed")
  func c() throws {
    let tree = try tree([
      "node.c": """
      #include <stdlib.h>
      struct node { int count; struct node *next; };
      struct node *node_new(void) {
        struct node *made = malloc(sizeof *made);
        if (!made) return NULL;
        made->count = 1;
        made->next = NULL;
        return made;
      }
      struct node *node_ref(struct node *node) { node->count++; return node; }
      void node_unref(struct node *node) {
        if (node && --node->count == 0) {
          node_unref(node->next);
          free(node);
        }
      }
      int main(int count, char **words) {
        (void)words;
        struct node *one = node_new();
        struct node *other = node_new();
        one->next = node_ref(other);
        if (count == 1) node_unref(other);
        node_unref(one);
        return 0;
      }
      """
    ])
    _ = try compile(["cc", "-O2", "node.c", "-o", "program"], in: tree)
    _ = try compile(["record", "-o", "clean.trace", "--", "./program"], in: tree)
    let clean = try Deed.run(["ledger", "clean.trace"], in: tree)
    #expect(clean.output.contains("2 created, 2 destroyed"), "\(clean.output)")
    #expect(clean.status == 0)
    _ = try compile(["record", "-o", "leak.trace", "--", "./program", "leak"], in: tree)
    let leak = try Deed.run(["ledger", "leak.trace"], in: tree)
    #expect(leak.output.contains("1 node object is still alive"), "\(leak.output)")
    #expect(leak.output.contains("node.c:20"), "\(leak.output)")
  }

  @Test("a release that leaves the number to a helper, and ends the object by itself, is told once")
  func helper() throws {
    let tree = try tree([
      "box.c": """
      #include <stdlib.h>
      struct box { int count; struct box *inner; };
      struct box *box_new(struct box *inner) {
        struct box *made = malloc(sizeof *made);
        if (!made) abort();
        made->count = 1;
        made->inner = inner;
        return made;
      }
      struct box *box_get(struct box *box) {
        if (box) box->count++;
        return box;
      }
      static void box_delete(struct box *box) { free(box); }
      static int box_put_once(struct box *box) {
        if (--box->count > 0) return 0;
        if (box->inner) return 2;
        box_delete(box);
        return 1;
      }
      int box_put(struct box *box) {
        if (!box) return 0;
        int result = box_put_once(box);
        if (result != 2) return result;
        box_put(box->inner);
        box_delete(box);
        return 1;
      }
      int main(void) {
        for (int round = 0; round < 10; ++round) {
          struct box *inner = box_new(0);
          struct box *outer = box_new(box_get(inner));
          box_put(inner);
          box_put(outer);
        }
      }
      """
    ])
    _ = try compile(["cc", "-O1", "box.c", "-o", "program"], in: tree)
    _ = try compile(["record", "-q", "-o", "trace", "--", "./program"], in: tree)
    let report = try Deed.run(["ledger", "trace"], in: tree)
    #expect(report.output.contains("20 created, 20 destroyed, peak 2; 10 retains, 30 releases"), "\(report.output)")
    #expect(report.status == 0)
    #expect(!report.output.contains("unseen-retain"), "\(report.output)")
  }

  @Test("a count that changes in the midst of other work is told of, too")
  func inPlace() throws {
    let tree = try tree([
      "list.c": """
      #include <stdlib.h>
      struct item { int refs; int uses; struct item *next; };
      struct list { struct item *first; struct item *kept; int uses; };
      struct item *item_new(void) {
        struct item *made = malloc(sizeof *made);
        if (!made) abort();
        made->refs = 1;
        made->uses = 0;
        made->next = NULL;
        return made;
      }
      void item_put(struct item *item) { if (--item->refs == 0) free(item); }
      void list_keep_first(struct list *list) {
        if (list->kept) item_put(list->kept);
        list->first->refs++, list->uses++;
        list->kept = list->first;
      }
      void list_clear(struct list *list) {
        struct item *kept = list->kept;
        list->kept = NULL;
        if (kept && --kept->refs == 0) free(kept);
      }
      int main(int count, char **words) {
        (void)words;
        struct list list = {0};
        for (int round = 0; round < 10; ++round) {
          list.first = item_new();
          list_keep_first(&list);
          if (count > 1 && round == 7) list.kept = NULL;
          list_clear(&list);
          item_put(list.first);
        }
        return 0;
      }
      """
    ])
    _ = try compile(["cc", "-O1", "list.c", "-o", "program"], in: tree)
    _ = try compile(["record", "-q", "-o", "clean.trace", "--", "./program"], in: tree)
    let clean = try Deed.run(["ledger", "clean.trace"], in: tree)
    #expect(clean.output.contains("10 created, 10 destroyed, peak 1; 10 retains, 20 releases"), "\(clean.output)")
    #expect(clean.status == 0)
    _ = try compile(["record", "-q", "-o", "leak.trace", "--", "./program", "leak"], in: tree)
    let leak = try Deed.run(["ledger", "leak.trace"], in: tree).output
    #expect(
      leak.hasPrefix("alive: 1 item object is still alive: the retain in list_keep_first (list.c:15) has no release"),
      "\(leak)")
  }

  @Test("what a function hands out is given back by its caller, whatever their names")
  func handedOut() throws {
    let tree = try tree([
      "holder.c": """
      #include <stdlib.h>
      struct node { int refs; };
      struct holder { struct node *node; };
      struct node *node_new(void) {
        struct node *made = malloc(sizeof *made);
        if (!made) abort();
        made->refs = 1;
        return made;
      }
      struct node *node_ref(struct node *node) { node->refs++; return node; }
      void node_unref(struct node *node) { if (--node->refs == 0) free(node); }
      static struct node *acquire(struct node **field) { return node_ref(*field); }
      static struct node *acquire_of(struct holder *holder) { return acquire(&holder->node); }
      static void holder_init(struct holder *holder, struct node *node) { holder->node = node_ref(node); }
      static int holder_use(struct holder *holder) {
        struct node *node = acquire_of(holder);
        int refs = node->refs;
        node_unref(node);
        return refs;
      }
      static int holder_ask(struct holder *holder) {
        struct node *node = acquire(&holder->node);
        int refs = node->refs;
        node_unref(node);
        return refs;
      }
      int main(void) {
        struct node *node = node_new();
        int refs = 0;
        for (int round = 0; round < 10; ++round) {
          struct holder holder;
          holder_init(&holder, node);
          refs += holder_use(&holder) + holder_ask(&holder);
        }
        node_unref(node);
        return refs == 0;
      }
      """
    ])
    _ = try compile(["cc", "-g", "-O0", "holder.c", "-o", "program"], in: tree)
    _ = try compile(["record", "-q", "-o", "trace", "--", "./program"], in: tree)
    let report = try Deed.run(["ledger", "trace"], in: tree).output
    #expect(
      report.hasPrefix(
        "alive: 1 node object is still alive: the retain in holder_init (holder.c:14) has no release 10 times"),
      "\(report)")
  }

  @Test("a count that begins at none is told by how all objects end")
  func beginsAtNone() throws {
    let tree = try tree([
      "main.cpp": """
      struct Shape {
        virtual ~Shape() {}
        void hold() { ++count; }
        void drop() { if (--count == 0) delete this; }
        int count = 0;
      };
      struct Handle {
        explicit Handle(Shape *shape) : shape(shape) { shape->hold(); }
        ~Handle() { if (shape) shape->drop(); }
        Shape *shape;
      };
      static Shape *kept;
      int main(int count, char **) {
        for (int number = 0; number < 10; ++number) {
          Handle handle(new Shape);
          if (count > 1 && number == 7) { kept = handle.shape; kept->hold(); }
        }
      }
      """
    ])
    _ = try compile(["c++", "-O1", "main.cpp", "-o", "program"], in: tree)
    _ = try compile(["record", "-q", "-o", "clean.trace", "--", "./program"], in: tree)
    let clean = try Deed.run(["ledger", "clean.trace"], in: tree)
    #expect(clean.status == 0, "\(clean.output)")
    _ = try compile(["record", "-q", "-o", "leak.trace", "--", "./program", "leak"], in: tree)
    let leak = try Deed.run(["ledger", "leak.trace"], in: tree).output
    #expect(
      leak.hasPrefix("alive: 1 Shape object is still alive: the retain in main (main.cpp:16) has no release"), "\(leak)"
    )
  }

  // MARK: Manners

  @Test("questions are the compiler's to answer")
  func questions() throws {
    let tree = try tree(["a.c": "int a(void) { return ANSWER; }\n"])
    #expect(try compile(["cc", "--version"], in: tree).output.contains("clang version"))
    // Alone it asks Deed; beside other words it is one of the compiler's.
    #expect(try compile(["cc", "--help"], in: tree).output.contains("Usage: deed cc"))
    #expect(try compile(["cc", "--help", "-v"], in: tree).output.contains("USAGE"))
    #expect(try compile(["cc", "-E", "-DANSWER=42", "a.c"], in: tree).output.contains("return 42"))
    #expect(try compile(["cc", "-MM", "-DANSWER=42", "a.c"], in: tree).output.contains("a.o: a.c"))
    #expect(try names(tree) == ["a.c"])
  }

  @Test("objects, dependencies and response files come out as the compiler makes them")
  func outputs() throws {
    var files = Self.counted
    files["words"] = "-O1 \"-DNAME=a b\"\n-c main.cpp counted.cpp"
    let tree = try tree(files)
    _ = try compile(["c++", "@words", "-MD"], in: tree)
    #expect(try names(tree).subtracting(files.keys) == ["main.o", "main.d", "counted.o", "counted.d"])
    _ = try compile(["c++", "main.o", "counted.o", "-o", "program"], in: tree)
    _ = try compile(["record", "-q", "-o", "t", "--", "./program"], in: tree)
    #expect(try Deed.run(["ledger", "t"], in: tree).output.contains("20 created"))
    _ = try compile(["c++", "-S", "-O2", "-o", "-", "counted.cpp"], in: tree)
    _ = try compile(["c++", "main.cpp", "counted.cpp"], in: tree)
    #expect(try names(tree).contains("a.out"))
  }

  @Test("what does not compile fails as it would without")
  func broken() throws {
    let tree = try tree(["a.c": "int a(void) { return missing; }\n"])
    let result = try compile(["cc", "-c", "a.c"], in: tree, status: 1)
    #expect(result.errors.contains("a.c:1:22: error: use of undeclared identifier 'missing'"))
    #expect(!result.errors.contains("deed:"))
    #expect(try compile(["cc", "-c", "none.c"], in: tree, status: 1).errors.contains("no such file"))
    #expect(try names(tree) == ["a.c"])
  }
}
