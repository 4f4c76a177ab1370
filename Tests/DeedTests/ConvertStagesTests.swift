import Foundation
import Testing

/// In a big program the few units that a conversion is about are asked first; what they let pass still has to compile with the rest.
@Suite struct ConvertStagesTests {
  private static func tree() throws -> TemporaryTree {
    let counted = ConvertVerbTests.counted.replacing("\nnamespace box {", with: "\n#pragma once\nnamespace box {")
    var files = [
      "box.h": counted.replacing(" private:\n  Box *box_;", with: "  Box *box_;") + "}\n",
      "used.cpp": """
      #include "box.h"
      namespace box {
      int used() {
        Box *box = new Box(1);
        int size = box->size();
        box->Release();
        return size;
      }
      }

      """,
      // No fact speaks of this use.
      "odd.cpp": """
      #include "box.h"
      #include <type_traits>
      int odd(box::Shelf *shelf) {
        static_assert(std::is_pointer<decltype(shelf->box_)>::value, "");
        return shelf != nullptr;
      }

      """,
    ]
    for number in 0..<8 { files["other\(number).cpp"] = "#include \"box.h\"\nint other\(number)() { return 1; }\n" }
    let tree = try TemporaryTree(files)
    try tree.writeDatabase(
      of: files.keys.filter { $0.hasSuffix(".cpp") }.sorted(), command: "clang++ -std=c++17 -I. -c")
    return tree
  }

  @Test func theRestHasToCompile() throws {
    let tree = try Self.tree()
    let result = try Deed.run(["convert", "--write", "--verbose"], in: tree)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("'box::Shelf::box_' stays raw: the compiler would say"), "\(result.errors)")
    let used = try String(contentsOf: tree.root.appendingPathComponent("used.cpp"), encoding: .utf8)
    #expect(used.contains("deed::Ref<Box> box = "), "\(used)\(result.errors)")
    let rounds = result.errors.split(separator: "\n").filter { $0.contains("proving: ") }
    #expect(rounds.count >= 4, "\(result.errors)")
    #expect(rounds.first?.contains("proving: 10 units") == false, "\(result.errors)")
    #expect(rounds.last?.contains("proving: 10 units") == true, "\(result.errors)")
  }

  /// With `--alone` nothing else is read: what others include too stays as it is.
  @Test func aloneOnlyTheNamedUnitsAreRead() throws {
    let tree = try Self.tree()
    let header = try String(contentsOf: tree.root.appendingPathComponent("box.h"), encoding: .utf8)
    let result = try Deed.run(["convert", "--write", "--verbose", "--alone", "used.cpp", "box.h"], in: tree)
    #expect(result.status == 0, "\(result.errors)")
    let used = try String(contentsOf: tree.root.appendingPathComponent("used.cpp"), encoding: .utf8)
    #expect(used.contains("deed::Ref<Box> box = "), "\(used)\(result.errors)")
    #expect(try String(contentsOf: tree.root.appendingPathComponent("box.h"), encoding: .utf8) == header)
    let rounds = result.errors.split(separator: "\n").filter { $0.contains("proving: ") }
    #expect(!rounds.isEmpty && rounds.allSatisfy { !$0.contains("proving: 10 units") }, "\(result.errors)")
  }

  /// What a function itself gives up twice is the same mistake whatever takes it over, and costs nobody's conversion.
  @Test func mistakesThatWereThereCostNothing() throws {
    let tree = try TemporaryTree([
      "a.cpp": ConvertVerbTests.counted + """
        Shelf *used(int size) {
          Box *box = new Box(size);
          if (!ready()) {
            box->Release();
            if (size > 3) return nullptr;
          }
          if (box->size() != size) throw 1;
          return new Shelf(box);
        }
        }

        """
    ])
    let result = try Deed.run(["convert", "--write", "--verbose", "a.cpp", "--", "-std=c++17"], in: tree)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("proving: 1 units") && result.errors.contains(" 0 findings"), "\(result.errors)")
    #expect(!result.errors.contains("left out: "), "\(result.errors)")
    let text = try String(contentsOf: tree.root.appendingPathComponent("a.cpp"), encoding: .utf8)
    #expect(text.contains("explicit Shelf(deed::Ref<Box> box) : box_(std::move(box)) {}"), "\(text)")
  }
}
