import Foundation
import Testing

/// `deed convert` on small trees, through the real binary.
@Suite struct ConvertVerbTests {
  static let counted = """
    #include <cstddef>

    namespace box {

    class Counted {
     public:
      void AddRef() { ++count_; }
      void Release() {
        if (--count_ == 0) delete this;
      }
      virtual ~Counted() {}

     private:
      int count_ = 1;
    };

    class Box : public Counted {
     public:
      explicit Box(int size) : size_(size) {}
      int size() const { return size_; }

     private:
      int size_;
    };

    class Shelf : public Counted {
     public:
      explicit Shelf(Box *box) : box_(box) {}
      ~Shelf() { box_->Release(); }

     private:
      Box *box_;
    };

    void look(Box *box) { (void)box->size(); }
    bool ready();

    """

  /// What a function is before, and after; `nil` where it must stay as it is, with the reason.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var before: String
    var after: String?
    var reason = ""
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "a release at the end goes",
      before: """
        int f() {
          Box *box = new Box(1);  // a fresh one
          int size = box->size();
          look(box);
          box->Release();
          return size;
        }
        """,
      after: """
        int f() {
          deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(1));  // a fresh one
          int size = box->size();
          look(box.get());
          return size;
        }
        """),
    Case(
      name: "what is passed on is moved",
      before: "Shelf *f() {\n  Box* box = new Box(2);\n  return new Shelf(box);\n}",
      after: """
        deed::Ref<Shelf> f() {
          deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(2));
          return deed::adopt_ref(new Shelf(std::move(box)));
        }
        """),
    Case(
      name: "null, and an assignment on one way",
      before: """
        Box *f(int size) {
          Box *box = NULL;
          if (ready()) {
            box = new Box(size);
          }
          return box;
        }
        """,
      after: """
        deed::Ref<Box> f(int size) {
          deed::Ref<Box> box = NULL;
          if (ready()) {
            box = deed::Ref<Box>::adopt(new Box(size));
          }
          return box;
        }
        """),
    Case(
      name: "a release that something may see keeps its time",
      before: "void f() {\n  Box *box = new Box(3);\n  look(box);\n  box->Release();\n  ready();\n}",
      after: """
        void f() {
          deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(3));
          look(box.get());
          box = nullptr;
          ready();
        }
        """),
    Case(
      name: "the if around a release goes with it",
      before: """
        Box *make(int size) { return size > 0 ? new Box(size) : NULL; }
        void f(int size) {
          Box *box = make(size);
          if (NULL != box) {
            look(box);
          }
          if (NULL != box) {
            box->Release();
          }
        }
        """,
      after: """
        deed::Ref<Box> make(int size) { return size > 0 ? deed::adopt_ref(new Box(size)) : NULL; }
        void f(int size) {
          deed::Ref<Box> box = make(size);
          if (NULL != box) {
            look(box.get());
          }
        }
        """),
    Case(
      name: "each turn of a loop has its own",
      before: """
        void f(int count) {
          for (int i = 0; i < count; ++i) {
            Box *box = new Box(i);
            look(box);
            box->Release();
          }
        }
        """,
      after: """
        void f(int count) {
          for (int i = 0; i < count; ++i) {
            deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(i));
            look(box.get());
          }
        }
        """),
    Case(
      name: "a leak is not mended in silence",
      before: "int f() {\n  Box *box = new Box(4);\n  if (!ready()) return -1;\n  box->Release();\n  return 0;\n}",
      reason: "while it still holds a reference"),
    Case(
      name: "what is used after it was passed on is copied",
      before:
        "void keep(Shelf *shelf);\nvoid f() {\n  Box *box = new Box(5);\n  keep(new Shelf(box));\n  look(box);\n}",
      after: """
        void f() {
          deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(5));
          keep(new Shelf(box));
          look(box.get());
        }
        """),
    Case(
      name: "arguments come in any order",
      before: """
        Shelf *put(Box *box, int size) { (void)size; return new Shelf(box); }
        Shelf *f() {
          Box *box = new Box(6);
          return put(box, box->size());
        }
        """,
      after: """
        deed::Ref<Shelf> f() {
          deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(6));
          return put(box, box->size());
        }
        """),
    Case(
      name: "an address that goes somewhere",
      before: "void fill(Box **box);\nvoid f() {\n  Box *box = new Box(7);\n  fill(&box);\n  box->Release();\n}",
      reason: "its address is used"),
    Case(
      name: "a macro that is not compiled names it",
      before: """
        #define CHECK(x)
        void f() {
          Box *box = new Box(8);
          CHECK(Box *other = box);
          box->Release();
        }
        """,
      reason: "text that is not compiled, or a macro, names it"),
    Case(
      name: "a retain of its own",
      before: "void f() {\n  Box *box = new Box(9);\n  box->AddRef();\n  box->Release();\n  box->Release();\n}",
      reason: "it may be given up twice"),
  ]

  static func convert(_ words: [String], in tree: TemporaryTree) throws -> Deed.Result {
    try Deed.run(["convert"] + words + ["a.cpp", "--", "-std=c++17"], in: tree)
  }

  @Test(arguments: cases) func oneLocal(_ one: Case) throws {
    let source = Self.counted + one.before + "\n\n}  // namespace box\n"
    let tree = try TemporaryTree(["a.cpp": source])
    let result = try Self.convert(["--write", "--verbose"], in: tree)
    #expect(result.status == 0, "\(result.errors)")
    let text = try String(contentsOf: tree.root.appendingPathComponent("a.cpp"), encoding: .utf8)
    if let after = one.after {
      #expect(text.contains(after), "got\n\(text)\n\(result.errors)")
      #expect(text.contains("#include <cstddef>\n"))
      #expect(text.contains("#include \"deed/counting.hpp\"\n"))
      let again = try Self.convert([], in: tree)
      #expect(again.output.isEmpty, "converted twice:\n\(again.output)")
    } else {
      #expect(text.contains("  Box *box = new Box("), "got\n\(text)")
      #expect(result.errors.contains(one.reason), "\(result.errors)")
    }
  }

  /// A program of two files and a header.
  static let halves = [
    "box.h": counted.replacing("\nnamespace box {", with: "\n#pragma once\nnamespace box {")
      + "Box *make(int size);\nint put(Box *box);\n}\n",
    "made.cpp": """
    #include "box.h"
    namespace box {
    Box *make(int size) {
      Box *box = new Box(size);
      return box;
    }
    }

    """,
    "used.cpp": """
    #include "box.h"
    namespace box {
    int put(Box *box) {
      int size = box->size();
      box->Release();
      return size;
    }
    int f() {
      Box *box = make(2);
      return put(box);
    }
    }

    """,
  ]

  /// What other files use too stays raw: its borders adopt and detach.
  @Test func conversionCanBeLimitedToAFile() throws {
    let tree = try TemporaryTree(Self.halves)
    try tree.writeDatabase(of: ["made.cpp", "used.cpp"], command: "clang++ -std=c++17 -c")
    let one = try Deed.run(["convert", "--verbose", "used.cpp"], in: tree)
    #expect(one.status == 0, "\(one.errors)")
    let made = "+  deed::Ref<Box> box = deed::Ref<Box>::adopt(make(2));"
    #expect(one.output.contains(made), "\(one.output)\(one.errors)")
    #expect(one.output.contains("+  return put(box.detach());"))
    #expect(!one.output.contains("+++ b/box.h"))
    let all = try Deed.run(["convert"], in: tree)
    #expect(all.output.contains("+  deed::Ref<Box> box = make(2);"), "\(all.output)\(all.errors)")
    #expect(all.output.contains("+  return put(std::move(box));"))
    #expect(all.output.contains("+deed::Ref<Box> make(int size);"))
  }

  /// What a person says of functions whose bodies nobody read holds when the result is checked, too.
  @Test func answersHoldForTheConvertedProgram() throws {
    let tree = try TemporaryTree([
      "a.cpp": Self.counted + """
        Box *find();
        void put(Box *box);
        void use() {
          Box *found = find();
          put(found);
        }

        }  // namespace box

        """,
      ".deed.yml": "answers: [\"box::find()=owner\", \"box::put(0)=owner\"]\n",
    ])
    let result = try Self.convert([], in: tree)
    let made = "+  deed::Ref<Box> found = deed::Ref<Box>::adopt(find());"
    #expect(result.output.contains(made), "\(result.output)\(result.errors)")
    #expect(result.output.contains("+  put(found.detach());"))
  }

  /// A template's text is one place, however often it is instantiated.
  @Test func aTemplateIsLeftRawOnce() throws {
    let tree = try TemporaryTree([
      "a.cpp": Self.counted + """
        void fill(Box **box);
        template <class T> int look(T size) {
          Box *box = new Box(int(size));
          fill(&box);
          box->Release();
          return 0;
        }
        int f() { return look(1) + look(2L) + look('3'); }

        }  // namespace box

        """
    ])
    let result = try Self.convert(["--verbose"], in: tree)
    let notes = result.errors.split(separator: "\n").filter {
      $0.contains("'box::look(box)' stays raw: its address is used")
    }
    #expect(notes.count == 1, "\(result.errors)")
    #expect(result.errors.contains("; 1 stay raw"), "\(result.errors)")
  }

  @Test func conversionCanBeLimitedToAClass() throws {
    let tree = try TemporaryTree(["a.cpp": Self.counted + Self.cases[1].before + "\n\n}  // namespace box\n"])
    let shelf = try Self.convert(["--class", "box::Shelf"], in: tree)
    #expect(shelf.output.contains("+  deed::Ref<Box> box_;"), "\(shelf.output)\(shelf.errors)")
    #expect(shelf.output.contains("+  return new Shelf(deed::adopt_ref(box));"), "\(shelf.output)\(shelf.errors)")
    let wrong = try Self.convert(["--class", "box::Shelv"], in: tree)
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("there is no class 'box::Shelv' (did you mean 'box::Shelf'?)"))
  }

  @Test func otherSmartPointersAreNamed() throws {
    let tree = try TemporaryTree(["a.cpp": Self.counted + Self.cases[0].before + "\n}\n"])
    let wrong = try Self.convert(["--to", "deed::ref"], in: tree)
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("nothing is converted to 'deed::ref' (did you mean 'deed::Ref'?)"))
    let missing = try Self.convert(["--to", "gpos::Ref"], in: tree)
    #expect(missing.output.isEmpty, "a header that is nowhere converts nothing")
    #expect(missing.errors.contains("the compiler would say: 'gpos/common/Ref.h' file not found"))
  }
}
