import Facts
import Frontend
import Testing

@Suite("Units that are not as they should be, and what is asked of a unit")
struct UnitTests {
  private func names(_ result: UnitResult) -> [String] {
    result.facts.functions.filter { $0.body != nil }.map { result.facts[$0.name] }.sorted()
  }

  @Test func optionsOfOtherCompilersAreNoReasonToStop() throws {
    let result = try lowerUnit(
      .source(
        "int f(void) { return 1; }", named: "/a.c",
        arguments: ["-fno-such-thing", "-mno-such-thing", "-Wno-such-thing", "-fplugin=none.so", "-Werror", "-c"]))
    #expect(result.errors.isEmpty)
    #expect(names(result) == ["f"])
  }

  @Test func firstErrorsAreToldAndTheRestIsRead() throws {
    let result = try lowerUnit(
      .source("void good(int *p) { *p = 1; }\nvoid bad() { missing(); }\n", named: "/a.cpp"))
    #expect(
      result.errors == [
        UnitDiagnostic(
          file: "/a.cpp", line: 2, column: 14, message: "use of undeclared identifier 'missing'")
      ])
    #expect(names(result).contains("good"))
    for function in result.facts.functions where result.facts[function.name] == "bad" {
      #expect(function.flags.contains(.hasErrors))
    }
  }

  /// Of `place = UNKNOWN;` nothing is left in the tree.
  @Test func whatIsMissingFromTheTreeMarksItsFunction() throws {
    let result = try lowerUnit(
      .source(
        "int take(int);\nvoid good(int *p) { *p = 1; }\nvoid cut(int *p) { *p = take(UNKNOWN); }\n", named: "/a.cpp"))
    for name in ["good", "cut"] {
      let function = result.facts.functions.first { result.facts[$0.name] == name }
      #expect(function?.flags.contains(.hasErrors) == (name == "cut"))
    }
  }

  @Test func aWarningThatCountsAsAnErrorCutsNothing() throws {
    let result = try lowerUnit(
      .source("void f() { int unused; }\n", named: "/a.cpp", arguments: ["-Wall", "-Werror"]))
    #expect(result.facts.functions.contains { result.facts[$0.name] == "f" && !$0.flags.contains(.hasErrors) })
  }

  @Test func missingFileIsNamed() {
    #expect(throws: UnitFailure.missingFile("/none/such.c")) {
      try lowerUnit(
        UnitRequest(directory: "/", arguments: ["cc", "-c", "/none/such.c"], mainFile: "/none/such.c"))
    }
  }

  @Test(arguments: [["cc"], ["cc", "-c", "/a.o"], ["cc", "-c", "/a.s"], ["cc", "--version"]])
  func commandsThatCompileNothingAreRefused(arguments: [String]) {
    #expect(throws: UnitFailure.self) {
      try lowerUnit(UnitRequest(directory: "/", arguments: arguments, mainFile: "/a.c"))
    }
  }

  @Test func missingDirectoryIsNoCrash() {
    #expect(throws: UnitFailure.self) {
      try lowerUnit(UnitRequest(directory: "/none/such", arguments: ["cc", "-c", "a.c"], mainFile: "a.c"))
    }
  }

  @Test func bodiesOfHeadersAreSkippedOnRequest() throws {
    var request = UnitRequest(
      directory: "/", arguments: ["clang++", "/a.cpp"], mainFile: "/a.cpp",
      overlays: [
        "/a.h": "inline int once() { return 1; }\ninline int twice() { return 2; }\n",
        "/a.cpp": "#include \"a.h\"\nint own() { return once() + twice(); }\n",
      ])
    #expect(try names(lowerUnit(request)) == ["once", "own", "twice"])
    request.skipsBody = { path, offset in path == "/a.h" && offset == 11 }
    let result = try lowerUnit(request)
    #expect(names(result) == ["own", "twice"])
    #expect(result.facts.functions.contains { result.facts[$0.name] == "once" })
    #expect(result.filesRead == ["/a.cpp", "/a.h"])
  }

  @Test func bodiesInSystemHeadersAreNotRead() throws {
    let result = try lowerUnit(
      UnitRequest(
        directory: "/", arguments: ["clang++", "-isystem", "/system", "/a.cpp"], mainFile: "/a.cpp",
        overlays: [
          "/system/s.h": "template <class T> T same(T p) { return p; }\ninline int plain() { return 1; }\n",
          "/a.cpp": "#include <s.h>\nint own() { return same(plain()); }\n",
        ]))
    #expect(names(result) == ["own"])
    let plain = result.facts.functions.first { result.facts[$0.name] == "plain" }
    #expect(plain?.flags.contains(.isSystem) == true)
  }

  @Test func hiddenFunctionsOfTwoFilesAreTwo() throws {
    let usrs = try ["/one/a.c", "/two/a.c"].map { path in
      let facts = try lowerUnit(.source("static int f(void) { return 1; }\nint g(void) { return f(); }", named: path))
        .facts
      return facts.functions.map { facts[$0.usr] }
    }
    #expect(Set(usrs[0]).intersection(usrs[1]) == ["c:@F@g"])
  }

  @Test func theSameUnitGivesTheSameFacts() throws {
    let text = "struct T { T(); ~T(); T *next; };\nT *f(T *p) { T t; return p->next ? p : new T; }\n"
    let first = try lowerUnit(.source(text, named: "/a.cpp")).facts
    let second = try lowerUnit(.source(text, named: "/a.cpp")).facts
    #expect(first == second)
    #expect(!first.functions.isEmpty)
  }

  @Test func everyOperandIsAValueOfItsBody() throws {
    for name in try Fixture.all() {
      let facts = try Fixture(named: name).lower().facts
      for function in facts.functions {
        guard let body = function.body else { continue }
        for (index, event) in body.events.enumerated() {
          for operand in body.operands(of: event) {
            #expect(operand.index < index, "\(name): \(facts[function.name])")
          }
        }
        #expect(body.blocks.count > body.exit.index && body.blocks.count > body.entry.index)
        for edge in body.edges { #expect(edge.target.index < body.blocks.count) }
      }
    }
  }
}
