import Foundation
import Testing

/// `deed annotate` on C projects as they are laid out: a build beside the sources, several ways to read one header, a style of layout.
@Suite struct AnnotateProjectTests {
  private static let header = """
    #ifndef BOX_H
    #define BOX_H

    #ifdef BUILDING
    #define PUBLIC __attribute__((visibility("default")))
    #else
    #define PUBLIC
    #endif
    struct box { int n; };
    PUBLIC struct box *box_new(void);
    PUBLIC struct box *box_peek(struct box *from);
    PUBLIC void box_free(struct box *box);
    PUBLIC int box_fill(struct box **place);
    #endif

    """

  private static let source = """
    #include "box.h"
    #include <stdlib.h>

    static struct box *made(int n)
    {
        struct box *one = malloc(sizeof *one), *unknown = (struct box *)(long)n;
        if (one) one->n = unknown ? 1 : n;
        return one;
    }
    struct box *box_new(void) { return made(1); }
    struct box *box_peek(struct box *from) { return from; }
    void box_free(struct box *box) { free(box); }
    int box_fill(struct box **place) { *place = box_new(); return *place != 0; }

    """

  private static let use = """
    #include "box.h"

    int main(void)
    {
        struct box *box;
        if (!box_fill(&box))
            return 1;
        box_peek(box)->n = 2;
        box_free(box);
        return 0;
    }

    """

  /// `include` is the directory that the units are told to look into.
  private static func project(include: String, files: [String: String]) throws -> TemporaryTree {
    let tree = try TemporaryTree(files)
    let root = tree.root.resolvingSymlinksInPath().path
    func entry(_ file: String, _ flag: String) -> [String: String] {
      [
        "directory": root + "/build", "file": "\(root)/\(file)",
        "command": "cc \(flag) -I\(root)/\(include) -c \(root)/\(file)",
      ]
    }
    let database = [entry("src/box.c", "-DBUILDING"), entry("test/use.c", "")]
    let build = tree.root.appendingPathComponent("build")
    try FileManager.default.createDirectory(at: build, withIntermediateDirectories: true)
    try JSONSerialization.data(withJSONObject: database)
      .write(to: build.appendingPathComponent("compile_commands.json"))
    return tree
  }

  private static func annotate(_ style: String, in tree: TemporaryTree) throws -> Deed.Result {
    try Deed.run(["annotate", "-p", "build", "--style", style, "--write"], in: tree)
  }

  @Test func unitsThatReadAHeaderDifferentlyAgreeOnItsAnnotations() throws {
    let tree = try Self.project(
      include: "src", files: ["src/box.h": Self.header, "src/box.c": Self.source, "test/use.c": Self.use])
    let result = try Self.annotate("macros", in: tree)
    #expect(result.status == 0, "\(result.errors)")
    let header = try AnnotateVerbTests.text("src/box.h", in: tree)
    for line in [
      "#define BOX_H\n\n#include \"deed/ownership.h\"\n\n#ifdef BUILDING",
      "PUBLIC BORROWED(struct box *) box_peek(struct box *from);", "PUBLIC void box_free(STOLEN(struct box *) box);",
      // What a caller has filled is the caller's variable.
      "PUBLIC int box_fill(OWNED(struct box *) *place);",
    ] {
      #expect(header.contains(line), "\(line) is not in:\n\(header)")
    }
    // The one that nobody can tell stands by itself.
    let source = try AnnotateVerbTests.text("src/box.c", in: tree)
    #expect(
      source.contains(
        "    OWNED(struct box *) one = malloc(sizeof *one); struct box *unknown = (struct box *)(long)n;\n"),
      "\(source)")
    #expect(try Self.annotate("macros", in: tree).output.isEmpty)
    #expect(try Deed.run(["annotate", "-p", "build", "--style", "macros", "--strip", "--write"], in: tree).status == 0)
    #expect(try AnnotateVerbTests.text("src/box.h", in: tree) == Self.header)
    #expect(try AnnotateVerbTests.text("src/box.c", in: tree) == Self.source)
  }

  @Test func whatTheBuildMakesIsLeftAlone() throws {
    let tree = try Self.project(
      include: "build/include",
      files: [
        "src/box.h": Self.header, "build/include/box.h": Self.header, "src/box.c": Self.source, "test/use.c": Self.use,
      ])
    let result = try Self.annotate("macros", in: tree)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("build/include/box.h is left alone: made by the build: edit what it is made from"))
    #expect(result.errors.contains("build/include/deed/ownership.h lies among what the build makes"))
    #expect(try AnnotateVerbTests.text("build/include/box.h", in: tree) == Self.header)
    #expect(try AnnotateVerbTests.text("src/box.h", in: tree).contains("box_free(STOLEN(struct box *) box)"))
  }

  @Test func theFormatterKnowsWhatTheMacrosAre() throws {
    let tree = try Self.project(
      include: "src",
      files: [
        ".clang-format": "BasedOnStyle: LLVM\nIndentWidth: 4\nBreakBeforeBraces: Linux\n", "src/box.h": Self.header,
        "src/box.c": Self.source,
        "test/use.c": """
        #include "box.h"

        struct box *box_of_the_longest_name_here(int first, int second, int third);
        int box_fill_all(struct box **place_to_fill, int first, int second, int of)
        {
            return box_fill(place_to_fill) && first < second && second < of;
        }
        int main(void)
        {
            struct box *box = box_of_the_longest_name_here(100000, 200000, 30000);
            box_free(box);
            return 0;
        }

        """,
      ])
    let result = try Self.annotate("macros", in: tree)
    #expect(result.status == 0, "\(result.errors)")
    let use = try AnnotateVerbTests.text("test/use.c", in: tree)
    #expect(use.contains("int box_fill_all(OWNED(struct box *) *place_to_fill, int first"), "\(use)")
    #expect(use.contains("    OWNED(struct box *) box =\n        box_of_the_longest_name_here("), "\(use)")
  }

  @Test func anAttributeBeforeOtherWordsIsFoundAgain() throws {
    let tree = try Self.project(
      include: "src", files: ["src/box.h": Self.header, "src/box.c": Self.source, "test/use.c": Self.use])
    let result = try Self.annotate("swift", in: tree)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      try AnnotateVerbTests.text("src/box.c", in: tree).contains(
        "SWIFT_RETURNS_RETAINED static struct box *made(int n)"))
    let again = try Deed.run(["annotate", "-p", "build", "--style", "swift"], in: tree)
    #expect(again.output.isEmpty, "\(again.output)")
  }
}
