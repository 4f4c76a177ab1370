import Foundation
import Testing

/// What is only text must not stand in the way of annotating: lines that a preprocessor counts, and types spelled as they were written.
@Suite struct AnnotateProofTests {
  private static let head = """
    #include <cstdlib>

    struct Box {
      int n = 1;
      void up() { ++n; }
      void down() {
        if (--n == 0) delete this;
      }
    };

    """

  private struct Case: CustomTestStringConvertible {
    var testDescription: String
    var text: String
  }

  private static let cases = [
    Case(
      testDescription: "a name that holds its line",
      text: """
        #define PASTED(condition, line) typedef int holds_at_##line[(condition) ? 1 : -1]
        #define EXPANDED(condition, line) PASTED(condition, line)
        #define HOLDS(condition) EXPANDED(condition, __LINE__)
        HOLDS(sizeof(int) <= sizeof(long));
        #undef HOLDS
        void drop(Box *box) { box->down(); }
        """),
    Case(
      testDescription: "a name that a macro pasted of a number that happens to be its line",
      text: """
        #define SIZED(size) int sized_##size() { return size; }
        SIZED(11)
        SIZED(12)
        SIZED(13)
        SIZED(14)
        void drop(Box *box) { box->down(); }
        """),
    Case(
      testDescription: "a class without a name whose members have constructors",
      text: """
        struct Text { Text(); Text(const Text &); ~Text(); };
        struct Event {
          struct Deep {
            union {
              struct { Text text; int key; };
              int number;
            };
            Deep();
            ~Deep();
          };
        };
        void drop(Box *box) { box->down(); }
        """),
    Case(
      testDescription: "the function's own signature as a text",
      text: """
        void failed(const char *what, int line, const char *where);
        #define CHECK(what) ((what) ? (void)0 : failed(#what, __LINE__, __extension__ __PRETTY_FUNCTION__))
        void drop(Box *box) {
          CHECK(box);
          box->down();
        }
        """),
    Case(
      testDescription: "a class inside of a function whose parameters are annotated",
      text: """
        template <class F> int call(F f) { return f(1); }
        int drop(Box *box) {
          int left = call([=](auto more) { return box->n + more; });
          box->down();
          return left;
        }
        """),
  ]

  @Test(arguments: cases) private func isTheSameProgram(one: Case) throws {
    let text = Self.head + one.text + "\n"
    let tree = try TemporaryTree(["a.cpp": text])
    let result = try Deed.run(["annotate", "--style", "aliases", "--write", "a.cpp", "--", "-std=c++17"], in: tree)
    #expect(result.status == 0, "\(result.errors)")
    let made = try AnnotateVerbTests.text("a.cpp", in: tree)
    #expect(made.contains("drop(deed::owner<Box *> box)"), "\(made)")
    #expect(try Deed.run(["annotate", "--style", "aliases", "a.cpp", "--", "-std=c++17"], in: tree).output.isEmpty)
  }

  @Test func aTemplatesArgumentIsNoPointerForAll() throws {
    let tree = try TemporaryTree([
      "a.cpp": Self.head
        + "template <class T> void exchange(T &a, T &b) { T c(a); a = b; b = c; }\n"
        + "void use(Box *one, Box *other, int n, int m) { exchange(one, other); exchange(n, m); one->n = other->n; }\n"
    ])
    let result = try Deed.run(["annotate", "--style", "aliases", "a.cpp", "--", "-std=c++17"], in: tree)
    #expect(result.status == 0, "\(result.errors)")
    #expect(!result.output.contains("+template <class T> void exchange"), "\(result.output)")
    #expect(result.output.contains("+void use(deed::pointer<Box *> one, deed::pointer<Box *> other, int n, int m)"))
  }
}
