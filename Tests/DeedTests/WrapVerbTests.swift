import Foundation
import Testing

/// `deed wrap` on a small library, through the real binary.
@Suite struct WrapVerbTests {
  private static let header = """
    #ifndef BOX_H
    #define BOX_H
    typedef struct box box_t;
    box_t *box_new(void);
    void box_free(box_t *box);
    int box_get_size(box_t *box);
    #endif
    """
  private static let source = """
    #include "box.h"
    #include <stdlib.h>
    struct box { int size; };
    box_t *box_new(void) { return calloc(1, sizeof(box_t)); }
    void box_free(box_t *box) { free(box); }
    int box_get_size(box_t *box) { return box->size; }
    """
  private static let classHeader = """
    #pragma once
    class Shape {
     public:
      virtual ~Shape() {}
      void grab() const { ++count; }
      void drop() const { if (--count == 0) delete this; }
      static Shape *make();
     private:
      mutable int count = 1;
    };
    """

  private static func tree() throws -> TemporaryTree {
    let tree = try TemporaryTree(["box.h": header + "\n", "box.c": source + "\n"])
    let database = #"[{"directory":"\#(tree.root.path)","file":"box.c","arguments":["clang","-c","box.c"]}]"#
    try database.write(
      to: tree.root.appendingPathComponent("compile_commands.json"), atomically: true, encoding: .utf8)
    return tree
  }

  private static func text(_ path: String, in tree: TemporaryTree) throws -> String {
    try String(contentsOf: tree.root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test(arguments: [
    (["clang-19", "-shared", "-fPIC", "box.c", "-o", "libbox.so"], "-"), (["clang-19", "-c", "box.c"], "libbox.a"),
  ])
  func whatTheLibraryDoesNotDefineIsLeftOut(command: [String], archive: String) throws {
    let tree = try Self.tree()
    let header = Self.header.replacing("#endif", with: "int box_lost(box_t *box);\n#endif")
    try header.write(to: tree.root.appendingPathComponent("box.h"), atomically: true, encoding: .utf8)
    let env = URL(fileURLWithPath: "/usr/bin/env")
    #expect(try Deed.run(executable: env, command, in: tree.root).status == 0)
    if archive != "-" {
      #expect(try Deed.run(executable: env, ["ar", "rcs", archive, "box.o"], in: tree.root).status == 0)
    }
    let words = ["wrap", "--module", "Box", "--link", "box", "--library-path", ".", "box.h", "-o", "out"]
    let result = try Deed.run(words, in: tree)
    #expect(result.status == 0, "\(result.errors)")
    let lines = try Self.text("out/Functions.md", in: tree).split(separator: "\n").filter {
      $0.contains("does not define")
    }
    #expect(lines.count == 1)
    #expect(lines.first?.contains("`box_lost`") ?? false)
  }

  @Test func aPackageIsWritten() throws {
    let tree = try Self.tree()
    let result = try Deed.run(
      ["wrap", "--module", "Box", "-p", ".", "--deed", "https://example.org/x/deed.git", "box.h", "-o", "out"], in: tree
    )
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("3 functions, 2 wrapped, 1 that count, 0 left out, 0 with a question"))
    #expect(result.output.contains("Box has one owner: box_free"))
    let manifest = try Self.text("out/Package.swift", in: tree)
    #expect(manifest.contains(#".package(url: "https://example.org/x/deed.git", from: "0.1.0")"#))
    #expect(manifest.contains(#".product(name: "NativeLifetimes", package: "deed")"#))
    #expect(try Self.text("out/Sources/Box/Box.swift", in: tree).contains("public final class Box: Sendable"))
    #expect(try Self.text("out/Functions.md", in: tree).contains("| `box_get_size` | Box.size |"))
  }

  /// A library of counted objects alone would need nothing else, and so does one whose other objects are left as they are.
  @Test func withoutDeedThePackageNeedsNothing() throws {
    let tree = try Self.tree()
    let result = try Deed.run(["wrap", "--module", "Box", "-p", ".", "box.h", "-o", "out"], in: tree)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try !Self.text("out/Package.swift", in: tree).contains("dependencies: [.package"))
    #expect(try !Self.text("out/Sources/Box/Box.swift", in: tree).contains("NativeLifetimes"))
  }

  @Test func headersAreAnnotatedInstead() throws {
    let tree = try TemporaryTree([
      "shape.hpp": Self.classHeader + "\n",
      "shape.cpp": "#include \"shape.hpp\"\nShape *Shape::make() { return new Shape; }\n",
    ])
    let words = ["wrap", "--annotate-headers", "shape.hpp", "shape.cpp", "--", "-std=c++17"]
    let shown = try Deed.run(words, in: tree)
    #expect(shown.status == 0, "\(shown.errors)")
    #expect(shown.output.contains("+class SWIFT_SHARED_REFERENCE(.grab, .drop) Shape {"))
    #expect(try Self.text("shape.hpp", in: tree) == Self.classHeader + "\n")
    let written = try Deed.run(["wrap", "--annotate-headers", "--write"] + words.dropFirst(2), in: tree)
    #expect(written.status == 0, "\(written.errors)")
    #expect(try Self.text("shape.hpp", in: tree).contains("SWIFT_RETURNS_RETAINED static Shape *make();"))
    #expect(try Self.text("deed/swift.h", in: tree).contains("__has_include(<swift/bridging>)"))
  }

  @Test(arguments: [
    (["box.h"], "which module?"), (["--module", "Box", "box.h"], "where does the package go?"),
    (["--module", "9", "box.h"], "cannot be a module's name"),
    (["--module", "Box", "none.h", "-o", "out"], "none.h: no such file"),
    (["--module", "Box", "--write", "box.h", "-o", "out"], "--write belongs to --annotate-headers"),
    (["--check", "none.apinotes", "box.h"], "none.apinotes"),
  ]) func mistakesAreOneLine(_ words: [String], _ expected: String) throws {
    let result = try Deed.run(["wrap"] + words, in: Self.tree())
    #expect(result.status == 2)
    #expect(result.errors.contains(expected))
  }
}
