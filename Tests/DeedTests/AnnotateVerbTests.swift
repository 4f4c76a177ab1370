import Foundation
import Testing

/// `deed annotate` on small trees, through the real binary.
@Suite struct AnnotateVerbTests {
  static let header = """
    #pragma once

    struct Box {
      int n = 1;
      void up() { ++n; }
      void down() {
        if (--n == 0) delete this;
      }
    };

    /* Takes it over. */
    void take(Box *box);
    Box *make();
    """

  static let source = """
    #include "box.h"

    #include <cstddef>

    static Box* kept  /* for good */;
    Box *
    make()
    {
      return new Box();
    }
    void take(Box * box) { kept->down(); kept = box; }
    const Box *peek(const Box *const &box) { return box; }
    void use() {
      Box *made = make();  // a fresh one
      take(made);
    }

    """

  static func tree() throws -> TemporaryTree { try TemporaryTree(["box.h": header + "\n", "a.cpp": source]) }

  static func annotate(_ words: [String], in tree: TemporaryTree) throws -> Deed.Result {
    try Deed.run(["annotate"] + words + ["a.cpp", "--", "-std=c++17"], in: tree)
  }

  static func text(_ path: String, in tree: TemporaryTree) throws -> String {
    try String(contentsOf: tree.root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test func everyDeclarationIsAnnotated() throws {
    let tree = try Self.tree()
    let result = try Self.annotate(["--write"], in: tree)
    #expect(result.status == 0, "\(result.errors)")
    let source = try Self.text("a.cpp", in: tree)
    for line in [
      "#include \"box.h\"\n#include \"deed/owner.hpp\"\n", "static deed::owner<Box*> kept  /* for good */;",
      "deed::owner<Box *>\nmake()\n{", "void take(deed::owner<Box *>  box)",
      "deed::owner<Box *> made = make();  // a fresh one",
    ] {
      #expect(source.contains(line), "\(line) is not in:\n\(source)")
    }
    let header = try Self.text("box.h", in: tree)
    #expect(header.contains("#pragma once\n\n#include \"deed/owner.hpp\"\n\nstruct Box {"))
    #expect(header.contains("/* Takes it over. */\nvoid take(deed::owner<Box *> box);\ndeed::owner<Box *> make();"))
    #expect(try Self.text("deed/owner.hpp", in: tree).contains("using owner = T;"))
  }

  @Test(arguments: ["aliases", "gsl", "macros", "attributes", "c-attributes", "text-attributes"])
  func whatIsWrittenIsTakenOutAgainToTheByte(style: String) throws {
    let tree = try Self.tree()
    #expect(try Self.annotate(["--style", style, "--write"], in: tree).status == 0)
    let annotated = try Self.text("a.cpp", in: tree)
    #expect(annotated != Self.source)

    let again = try Self.annotate(["--style", style], in: tree)
    #expect(again.output.isEmpty, "annotated twice:\n\(again.output)")

    #expect(try Self.annotate(["--style", style, "--strip", "--write"], in: tree).status == 0)
    #expect(try Self.text("a.cpp", in: tree) == Self.source)
    #expect(try Self.text("box.h", in: tree) == Self.header + "\n")
    let left = try FileManager.default.contentsOfDirectory(atPath: tree.root.path).sorted()
    #expect(left == ["a.cpp", "box.h"], "the header goes with its last user")
  }

  /// What was found once is taken in, with which its maker's reference is over.
  private static let store = """
    #include "box.h"

    struct Shelf {
      Box *first = nullptr;
      void add(Box *box) { box->up(); first = box; }
      Box *find(int n) const { return n ? first : nullptr; }
      ~Shelf() { first->down(); }
    };
    struct Store {
      virtual Box *get(int n) = 0;
    };
    struct Loading : Store {
      Shelf shelf;
      Box *load(int n) { return n > 3 ? nullptr : new Box(); }
      Box *get(int n) override {
        Box *box = shelf.find(n);
        if (box) return box;
        box = load(n);
        if (box) {
          shelf.add(box);
          box->down();
        }
        return box;
      }
    };

    """

  @Test(arguments: ["aliases", "gsl", "macros", "text-attributes"])
  func aSecondRunLearnsNothingFromTheFirst(style: String) throws {
    let tree = try TemporaryTree(["box.h": Self.header + "\n", "a.cpp": Self.store])
    #expect(try Self.annotate(["--style", style, "--write"], in: tree).status == 0)
    #expect(try Self.text("a.cpp", in: tree) != Self.store)
    let again = try Self.annotate(["--style", style], in: tree)
    #expect(again.output.isEmpty, "annotated twice:\n\(again.output)")
  }

  @Test func whatAnotherFunctionOfTheNameIsTellsNothing() throws {
    let tree = try TemporaryTree([
      // No guard is needed to find what the style defines.
      "box.h": "struct box { int n; };\nstruct box *box_new(void);\nvoid box_free(struct box *box);\n",
      "a.c": """
      #include "box.h"
      #include <stdlib.h>
      struct box *box_new(void) { return malloc(sizeof(struct box)); }
      void box_free(struct box *box) { free(box); }

      """,
      "spy.c":
        "#include \"box.h\"\nextern void (*real)(void *);\nvoid box_free(struct box *box) { real(box); }\n",
    ])
    func annotate(_ words: [String]) throws -> Deed.Result {
      try Deed.run(["annotate", "--style", "macros"] + words + ["a.c", "spy.c", "--"], in: tree)
    }
    #expect(try annotate(["--write"]).status == 0)
    #expect(try Self.text("box.h", in: tree).contains("box_free(STOLEN(struct box *) box)"))
    let again = try annotate([])
    #expect(again.output.isEmpty, "annotated twice:\n\(again.output)")
  }

  @Test func withoutWriteThereIsADiffThatPatchTakes() throws {
    let tree = try Self.tree()
    let result = try Self.annotate([], in: tree)
    #expect(try Self.text("a.cpp", in: tree) == Self.source)
    #expect(result.output.contains("--- a/a.cpp\n+++ b/a.cpp\n"))
    #expect(result.output.contains("--- /dev/null\n+++ b/deed/owner.hpp\n"))
    try Data(result.output.utf8).write(to: tree.root.appendingPathComponent("it.diff"))
    let patch = Process()
    patch.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    patch.arguments = ["patch", "-p1", "-s", "-i", "it.diff"]
    patch.currentDirectoryURL = tree.root
    try patch.run()
    patch.waitUntilExit()
    #expect(patch.terminationStatus == 0)
    #expect(try Self.annotate([], in: tree).output.isEmpty)
  }

  @Test func anAnswerIsTakenAsDeclared() throws {
    let tree = try TemporaryTree([
      "box.h": Self.header + "\n",
      "a.cpp":
        "#include \"box.h\"\nBox *find();\nvoid put(Box *box);\nvoid use() { Box *found = find(); put(found); }\n",
    ])
    let questions = try Self.annotate(["--questions"], in: tree)
    #expect(questions.output.contains("does a caller of find have to give up what it returns?"))
    #expect(questions.output.contains("--answer 'put(0)=owner'"))

    let result = try Self.annotate(["--answer", "find()=owner", "--answer", "put(0)=owner"], in: tree)
    #expect(result.output.contains("+deed::owner<Box *> find();"))
    #expect(result.output.contains("+void put(deed::owner<Box *> box);"))
    #expect(result.output.contains("+void use() { deed::owner<Box *> found = find(); put(found); }"))

    let wrong = try Self.annotate(["--answer", "fnd()=owner"], in: tree)
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("no slot 'fnd()'"))
  }

  /// Whatever the layout tool makes of a line that a person had laid out otherwise: taking out gives back the bytes.
  @Test func oddLayoutsComeBackToTheByte() throws {
    let text = """
      #include "box.h"
      typedef Box *(Maker)(int);
      Box *one(int) { return new Box(); }
      struct Base {
        explicit Base(Box *box) : box_(box) {}
        ~Base() { box_->down(); }
        Box *box_;
      };
      struct Derived : Base {
        explicit Derived(Box *a_box_with_a_name_that_fills_the_line_up_to_here_and_more)
            : Base(a_box_with_a_name_that_fills_the_line_up_to_here_and_more){};
      };
      void use() { Maker *maker = one; Derived derived(maker(1)); }

      """
    let tree = try TemporaryTree([
      "box.h": Self.header + "\n", "a.cpp": text, ".clang-format": "BasedOnStyle: Google\n",
    ])
    #expect(try Self.annotate(["--write"], in: tree).status == 0)
    #expect(try Self.text("a.cpp", in: tree) != text)
    #expect(try Self.annotate([], in: tree).output.isEmpty)
    #expect(try Self.annotate(["--strip", "--write"], in: tree).status == 0)
    #expect(try Self.text("a.cpp", in: tree) == text)
  }

  /// The line behind an `#include` that comes and goes is nobody's to lay out.
  @Test func whatStandsBehindTheIncludeStaysAsItIs() throws {
    let header = "#pragma once\n\n#include \"box.h\"\n\nvoid put(\n\t\tBox *one,\n\t\tconst char *why);\n"
    let tree = try TemporaryTree([
      "box.h": Self.header + "\n", "put.h": header, ".clang-format": "BasedOnStyle: Google\n",
      "a.cpp": "#include \"put.h\"\nvoid put(Box *one, const char *) { one->down(); }\n",
    ])
    #expect(try Self.annotate(["--style", "macros", "--write"], in: tree).status == 0)
    let wanted = header.replacing("Box *one", with: "STOLEN(Box *) one")
      .replacing("box.h\"", with: "box.h\"\n#include \"deed/ownership.h\"")
    #expect(try Self.text("put.h", in: tree) == wanted)
    #expect(try Self.annotate(["--style", "macros", "--strip", "--write"], in: tree).status == 0)
    #expect(try Self.text("put.h", in: tree) == header)
  }

  /// Without a directory in the commands each file finds only what lies beside it.
  @Test func theHeaderIsFoundFromEveryDirectory() throws {
    let tree = try TemporaryTree([
      "box.h": Self.header + "\n",
      "part/a.cpp": "#include \"../box.h\"\nBox *make() { return new Box(); }\nvoid take(Box *box) { box->down(); }\n",
    ])
    let words = ["--write", "part/a.cpp", "--", "-std=c++17"]
    let result = try Deed.run(["annotate"] + words, in: tree)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try Self.text("box.h", in: tree).contains("void take(deed::owner<Box *> box);"), "\(result.errors)")
    #expect(try Self.text("part/a.cpp", in: tree).contains("deed::owner<Box *> make()"))
    #expect(try Deed.run(["annotate", "--strip"] + words, in: tree).status == 0)
    #expect(try Self.text("box.h", in: tree) == Self.header + "\n")
    #expect(!FileManager.default.fileExists(atPath: tree.root.appendingPathComponent("deed").path))
  }

  @Test func badWordsAreSaidAtOnce() throws {
    let tree = try Self.tree()
    let style = try Self.annotate(["--style", "aliasses"], in: tree)
    #expect(style.status == 2)
    #expect(style.errors.contains("no style 'aliasses' (did you mean 'aliases'?)"))
    let answer = try Self.annotate(["--answer", "take(0)=owned"], in: tree)
    #expect(answer.status == 2)
    #expect(answer.errors.contains("a slot is owner, pointer, leaked, not 'owned'"))
    let resume = try Self.annotate(["--resume"], in: tree)
    #expect(resume.status == 2)
    #expect(resume.errors.contains("no interrupted rewrite here"))
  }
}
