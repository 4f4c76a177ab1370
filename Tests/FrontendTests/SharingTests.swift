import Facts
import Frontend
import Testing

/// What units bring into being beside what is written in them: it must not depend on who read a header.
@Suite("Shared headers change nothing")
struct SharingTests {
  /// Bodies that all instantiations have in common, members that only a table of virtual functions needs, destructors
  /// whose promise not to throw is worked out late, lengths of `__FILE__`, extern arrays, aliases declared twice.
  private func project() -> Project {
    var project = Project()
    project.files["include/parts.h"] = """
      #pragma once
      #include "count.h"
      #include <stdarg.h>
      #include <stdio.h>
      typedef struct Part Part;
      void log(const char *file, const char *what);
      #define LOG(what) log(__FILE__, what)
      template <class T> void nothing(T *) {}
      template <class T, void (*End)(T *)> struct Array {
        T **items; int size;
        explicit Array(int n) : items(nullptr), size(n) { LOG("array"); }
        ~Array() { for (int i = 0; i < size; i++) End(items[i]); }
      };
      struct Operator : Counted { Operator() { LOG("operator"); } virtual int kind() const = 0; };
      struct Motion : Operator { explicit Motion(int) {} int kind() const override; virtual void match(); };
      struct Scan : Motion { Scan(int n); virtual int width() const { return 1; } int kind() const override { return 2; } virtual int seek(); };
      struct Special : Motion { Special(); ~Special() override; struct Link { Part *part; int n; }; };
      extern const char *const names[];
      extern int shared_count;
      int declared_twice(Part *part);
      inline int sum(const char *format, ...) { va_list all; va_start(all, format); va_end(all); return shared_count; }
      """
    project.files["include/parts2.h"] = """
      #pragma once
      #include "parts.h"
      typedef struct Part Part;
      struct Part { Array<Operator, nothing<Operator>> *all; Special::Link link; };
      """
    for index in 0..<8 {
      project.add(
        "src/p\(index).cpp",
        """
        #include "parts2.h"
        int parts\(index)(Part *part) {
          auto *all = new Array<Operator, nothing<Operator>>(3);
          auto *other = new Array<Part, nothing<Part>>(\(index));
          Special::Link link = part->link;
          part->all = all; LOG(names[0]); delete other;
          return declared_twice(part) + link.n + sum("x");
        }
        """)
    }
    project.add(
      "src/motion.cpp", "#include \"parts2.h\"\nint Motion::kind() const { return 1; }\nvoid Motion::match() {}\n")
    project.add(
      "src/scan.cpp", "#include \"parts.h\"\nScan::Scan(int n) : Motion(n) {}\nint Scan::seek() { return kind(); }\n")
    project.add("src/special.cpp", "#include \"parts.h\"\nSpecial::Special() : Motion(1) {}\nSpecial::~Special() {}\n")
    project.add(
      "src/names.cpp", "#include \"parts.h\"\nconst char *const names[] = {\"a\", \"b\"};\nint shared_count = 1;\n")
    for program in 0..<2 {
      project.add(
        "src/program\(program).cpp",
        "#include \"parts2.h\"\nint declared_twice(Part *) { return \(program); }\nint main() { return declared_twice(0); }\n"
      )
    }
    return project
  }

  /// C's tentative definitions, builtins, and structs that headers declare and nobody defines.
  @Test func whatIsOnlyDeclaredIsTheSame() throws {
    var project = Project(units: 0)
    project.compiler = ["clang"]
    project.files["include/keys.h"] = """
      #pragma once
      #include <stdarg.h>
      struct hidden;
      struct key { int unused; };
      extern const struct key first_key;
      int count(struct hidden *hidden, const struct key *key, ...);
      """
    project.files["include/also.h"] =
      "#pragma once\nstruct hidden;\n#include \"keys.h\"\nint also(struct hidden *hidden);\n"
    for index in 0..<8 {
      project.add(
        "src/k\(index).c",
        """
        #include "\(index % 2 == 0 ? "keys" : "also").h"
        int use\(index)(struct hidden *hidden, ...) {
          va_list all; va_start(all, hidden); va_end(all);
          return count(hidden, &first_key);
        }
        """)
    }
    project.add("src/keys.c", "#include \"keys.h\"\nconst struct key first_key;\n")
    let result = try ReadTests().check(project)
    #expect(result.failures.isEmpty && result.diagnostics.isEmpty && result.statistics.unitsWithSharedHeaders > 6)
    let facts = result.facts
    let key = facts.globals.first { facts[$0.name] == "first_key" }
    #expect(key?.isDefined == true)
    let hidden = facts.records.first { facts[$0.name] == "hidden" }
    #expect(hidden.flatMap { facts.location(of: $0.span) }?.path.hasSuffix("include/also.h") == true)
  }

  @Test func everythingThatComesIntoBeingIsTheSame() throws {
    let result = try ReadTests().check(project())
    #expect(result.failures.isEmpty && result.diagnostics.isEmpty && result.statistics.fallbacks == 0)
    #expect(result.statistics.unitsWithSharedHeaders > 8)
    let facts = result.facts
    func all(_ name: String) -> [Function] { facts.functions.filter { facts[$0.name] == name } }
    let arrays = facts.functions.filter { facts[$0.name].hasSuffix("::Array") && $0.flags.contains(.isInstantiation) }
    #expect(arrays.filter { $0.body != nil }.count == 2, "each instantiation has its body, though the text is one")
    #expect(all("Motion::~Motion").allSatisfy { $0.body != nil })
    #expect(all("Scan::~Scan").count == 1 && all("Scan::~Scan").allSatisfy { $0.body != nil })
    #expect(all("declared_twice").count == 2)
    // The header declares it for both programs.
    for function in all("declared_twice") { #expect(function.declarations.count == 2) }
    let names = facts.globals.first { facts[$0.name] == "names" }
    #expect(names.map { facts[facts[$0.type].spelling] } == "const char *const[2]")
    #expect(
      !facts.types.contains { facts[$0.spelling].hasPrefix("const char[") && facts[$0.spelling] != "const char[]" })
  }
}
