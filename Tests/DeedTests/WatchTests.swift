import Foundation
import Glibc
import Testing

/// `deed record --watch` and `--poison`: what goes wrong is told when it happens, with the places of the object's life.
@Suite("Mistakes told at once") struct WatchTests {
  private static let source = """
    #include <atomic>
    #include <cstdio>
    #include <cstring>
    #include <sys/wait.h>
    #include <unistd.h>
    struct Base {
      virtual ~Base() {}
      void hold() { ++count; }
      void drop() { if (--count == 0) delete this; }
      std::atomic<int> count{1};
    };
    struct Leaf : Base { long numbers[10] = {}; Leaf *next = nullptr; };
    static void touch(Leaf *leaf) { leaf->numbers[2] = 7; }
    static long chase(Leaf *leaf) { return leaf->next->numbers[1]; }
    static Leaf *made() { return new Leaf; }
    static void end(Leaf *leaf) { leaf->drop(); }
    int main(int, char **words) {
      Leaf *leaf = made();
      auto is = [&](const char *way) { return !strcmp(words[1], way); };
      if (is("child") && fork() != 0) return wait(nullptr) < 0;
      leaf->hold();
      leaf->drop();
      end(leaf);  // ended
      if (is("over") || is("child")) leaf->drop();  // over
      if (is("after")) leaf->hold();  // after
      if (is("write")) touch(leaf);
      if (is("crash")) std::printf("%ld", chase(leaf));
      std::puts("the end");
    }
    """

  private static let program: Result<TemporaryTree, any Error> = Result {
    try Deed.buildRecorder()
    let tree = try TemporaryTree(["leaf.cpp": source])
    let result = try Deed.run(["c++", "-O1", "leaf.cpp", "-o", "leaf"], in: tree)
    try #require(result.status == 0, "\(result.errors)")
    return tree
  }

  private func run(_ way: String, _ options: [String]) throws -> Deed.Result {
    let trace = "\(UUID().uuidString).trace"
    return try Deed.run(["record", "-q", "-o", trace] + options + ["--", "./leaf", way], in: try Self.program.get())
  }

  private static func line(_ comment: String) throws -> Int {
    try #require(source.line { $0.hasSuffix("// \(comment)") })
  }

  @Test("without a mistake nothing is said", arguments: ["--watch", "--poison"])
  func clean(option: String) throws {
    let result = try run("none", [option])
    #expect(result.status == 0)
    #expect(result.output == "the end\n")
    #expect(result.errors.isEmpty, "\(result.errors)")
  }

  @Test(
    "a count that goes on after the end is told with three places",
    arguments: [
      ("over", "over-release: a Leaf is released once too often in main"),
      ("after", "use-after-destroy: a Leaf is used in main"),
    ], ["--watch", "--poison"])
  func counts(expected: (way: String, sentence: String), option: String) throws {
    let result = try run(expected.way, [option])
    #expect(result.status == 0)
    #expect(
      result.errors.hasPrefix("\(expected.sentence) (leaf.cpp:\(try Self.line(expected.way)))"), "\(result.errors)")
    // What only passes the object on speaks for its caller.
    #expect(result.errors.contains("destroyed in main (leaf.cpp:\(try Self.line("ended")))"), "\(result.errors)")
    #expect(result.errors.contains("\n    end(Leaf*)  "), "\(result.errors)")
    #expect(result.errors.contains("\n    made()  "), "\(result.errors)")
    // What the count itself wrote into the dead object's memory is no second mistake.
    #expect(!result.errors.contains("write-after-destroy"), "\(result.errors)")
  }

  @Test("a write into a destroyed object's memory is found, and its byte")
  func written() throws {
    let result = try run("write", ["--poison"])
    #expect(result.status == 0)
    #expect(result.errors.hasPrefix("write-after-destroy: a Leaf is written to at byte 32 after its end"))
    #expect(result.errors.contains("\n    made()  "), "\(result.errors)")
  }

  @Test("a crash on what a destroyed object held names the object, and stays a crash")
  func crash() throws {
    let result = try run("crash", ["--poison"])
    #expect(result.status == SIGSEGV || result.status == 128 + SIGSEGV)
    #expect(result.errors.hasPrefix("crash-after-destroy: a Leaf is used"), "\(result.errors)")
    #expect(result.errors.contains("in chase(Leaf*) (leaf.cpp:14)"), "\(result.errors)")
    #expect(result.errors.contains("destroyed in main (leaf.cpp:\(try Self.line("ended")))"), "\(result.errors)")
  }

  @Test("a forked process tells its own by files and offsets")
  func forked() throws {
    let result = try run("child", ["--watch"])
    #expect(result.errors.contains("is released after its end\n  here      leaf+0x"), "\(result.errors)")
    #expect(result.errors.contains("\n  created   leaf+0x"), "\(result.errors)")
  }
}
