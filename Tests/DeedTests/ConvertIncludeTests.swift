import Foundation
import Testing

/// A smart pointer to a class counts its objects, so that the class must be defined where a raw pointer's need only be declared.
@Suite struct ConvertIncludeTests {
  private static let counted = ConvertVerbTests.counted.replacing(
    "\nnamespace box {", with: "\n#pragma once\nnamespace box {")

  /// A header that only declares a class, and a source that includes no more; others include the definition too.
  private static func tree(others: Int, isCircle: Bool) throws -> TemporaryTree {
    var files = [
      "box.h": (isCircle ? "#include \"tray.h\"\n" : "") + counted + "Box *make(int size);\n}\n",
      "tray.h": """
      #pragma once
      namespace box {
      class Box;
      class Tray {
       public:
        explicit Tray(Box *box) : box_(box) {}
        ~Tray();
        Box *box() const { return box_; }

       private:
        Box *box_;
      };
      Tray *fill();
      }

      """,
      "tray.cpp": """
      #include "tray.h"
      #include "box.h"
      namespace box {
      Tray::~Tray() { box_->Release(); }
      Box *make(int size) { return new Box(size); }
      Tray *fill() { return new Tray(make(3)); }
      }

      """,
      "pass.cpp": """
      #include "tray.h"
      namespace box {
      Tray *pass(Tray *tray) {
        Tray *next = new Tray(tray->box());
        return next;
      }
      void end(Tray *tray) { delete tray; }
      void swap(Box *(*make)()) { Tray tray(make()); }
      }

      """,
    ]
    // What is returned by value is ended by the compiler's account, though no path comes to it.
    files["hand.h"] = "#pragma once\nnamespace box {\nclass Box;\nBox *make(int size);\n}\n"
    files["hand.cpp"] = "#include \"hand.h\"\nnamespace box {\nBox *hand() { return make(5); }\n}\n"
    for number in 0..<others {
      files["other\(number).cpp"] = "#include \"box.h\"\n#include \"tray.h\"\nint other\(number)() { return 1; }\n"
    }
    let tree = try TemporaryTree(files)
    try tree.writeDatabase(
      of: files.keys.filter { $0.hasSuffix(".cpp") }.sorted(), command: "clang++ -std=c++17 -I. -c")
    return tree
  }

  /// With many units the headers are read once for all of them, and bring the definition along: what is written has to compile all the
  /// same.
  /// The header that uses the smart pointer includes the definition; where the definition includes that header, the pointer stays raw.
  @Test(arguments: [0, 8], [false, true]) func whatIsOnlyDeclaredIsIncluded(others: Int, isCircle: Bool) throws {
    let tree = try Self.tree(others: others, isCircle: isCircle)
    let result = try Deed.run(["convert", "--write", "--verbose"], in: tree)
    #expect(result.status == 0, "\(result.errors)")
    let header = try String(contentsOf: tree.root.appendingPathComponent("tray.h"), encoding: .utf8)
    #expect(header.contains("deed::Ref<Box> box_;") != isCircle, "\(header)\(result.errors)")
    #expect(header.contains("#include \"box.h\"\n") != isCircle, "\(header)\(result.errors)")
    if isCircle {
      #expect(result.errors.contains("'box::Tray::box_' stays raw: the compiler would say"), "\(result.errors)")
    }
    let hand = try String(contentsOf: tree.root.appendingPathComponent("hand.cpp"), encoding: .utf8)
    #expect(hand.contains("deed::Ref<Box> hand()"), "\(hand)\(result.errors)")
    #expect(hand.contains("#include \"box.h\"\n"), "\(hand)\(result.errors)")
    for name in ["pass.cpp", "tray.cpp", "hand.cpp"] {
      let compiler = try Deed.run(
        executable: URL(fileURLWithPath: "/usr/bin/env"), ["g++", "-std=c++17", "-w", "-fsyntax-only", "-I.", name],
        in: tree.root)
      #expect(compiler.status == 0, "\(name): \(compiler.errors)")
    }
  }
}
