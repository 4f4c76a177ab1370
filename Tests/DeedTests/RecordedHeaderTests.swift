import Foundation
import Testing

/// Counts in a library's installed headers, which are compiled into the program; and objects that are written as a whole.
@Suite("Recorded headers of libraries") struct RecordedHeaderTests {
  private static let files = [
    "installed/node/node.h": """
    #pragma once
    #ifdef __cplusplus
    extern "C" {
    #endif
    struct head { int references; };
    typedef struct node { struct head head; int kind; struct node *next; } node;
    void *node_take(unsigned long size);
    void node_give(void *memory);
    static inline node *node_new(int kind) {
      node *made = (node *)node_take(sizeof(node));
      if (!made) return 0;
    #ifdef __cplusplus
      made->head.references = 1;
      made->kind = kind;
    #else
      *made = (node){
        .head = {.references = 1}, .kind = kind };
    #endif
      return made;
    }
    static inline node *node_ref(node *one) { one->head.references++; return one; }
    static inline void node_unref(node *one) { if (--one->head.references == 0) node_give(one); }
    #ifdef __cplusplus
    }
    namespace node_library {
    template <class Derived> class counted {
      mutable unsigned count = 0;
      friend void take(const counted *one) { ++one->count; }
      friend void give(const counted *one) { if (--one->count == 0) delete static_cast<const Derived *>(one); }
     protected:
      ~counted() {}
    };
    }
    #endif
    """,
    "memory.c": """
    #include <stdlib.h>
    void *node_take(unsigned long size) { return calloc(1, size); }
    void node_give(void *memory) { free(memory); }
    """,
    "main.c": """
    #include <node/node.h>
    static int use(node *one, int number) {
      node_ref(one);
      if (number == 7) return -1;  // forgotten
      node_unref(one);
      return 0;
    }
    int main(void) {
      for (int number = 0; number < 10; ++number) {
        node *one = node_new(number);
        use(one, number);
        node_unref(one);
      }
      return 0;
    }
    """,
    "main.cpp": """
    #include <node/node.h>
    #include <string>
    #include <vector>
    struct Layer : node_library::counted<Layer> { std::string name; };
    static void use(Layer *one, int number) {
      take(one);
      if (number == 7) return;  // forgotten
      give(one);
    }
    int main() {
      std::vector<Layer *> layers;
      for (int number = 0; number < 10; ++number) {
        layers.push_back(new Layer);
        take(layers.back());
        use(layers.back(), number);
      }
      for (Layer *one : layers) give(one);
      layers.clear();
    }
    """,
  ]

  private static let program: Result<TemporaryTree, any Error> = Result {
    try Deed.buildRecorder()
    return try TemporaryTree(files)
  }

  @Test(
    "what an installed header counts is recorded, wherever in the object the count stands",
    arguments: [
      ("cc", "main.c", ["memory.c"], "-O0", "node"), ("cc", "main.c", ["memory.c"], "-O2", "node"),
      ("c++", "main.cpp", [], "-O0", "Layer"), ("c++", "main.cpp", [], "-O2", "Layer"),
    ] as [(String, String, [String], String, String)])
  func installed(compiler: String, main: String, others: [String], optimization: String, type: String) throws {
    let tree = try Self.program.get()
    let program = "program\(optimization)-\(compiler)"
    let build = try Deed.run(
      [compiler, optimization, "-isystem", "installed", main] + others + ["-o", program], in: tree)
    #expect(build.status == 0 && build.errors.isEmpty, "\(build.errors)")
    let run = try Deed.run(["record", "-q", "-o", "\(program).trace", "--", "./\(program)"], in: tree)
    #expect(run.status == 0, "\(run.errors)")
    let result = try Deed.run(["ledger", "\(program).trace"], in: tree)
    let lines = (Self.files[main] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.hasSuffix("// forgotten") })
    let place = main == "main.c" ? "use (main.c:\(line))" : "use(Layer*, int) (main.cpp:\(line))"
    #expect(
      result.output.hasPrefix("alive: 1 \(type) object is still alive: the retain in \(place) has no release"),
      "\(result.output)")
    #expect(result.output.contains("10 created, 9 destroyed"), "\(result.output)")
    #expect(result.status == 1)
  }
}
