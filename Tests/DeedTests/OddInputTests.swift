import Foundation
import Testing

/// Sources and databases as they come, through the real binary: it ends, says what is wrong in one line, and reads the rest.
@Suite(.serialized) struct OddInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    /// Beside the good unit, which is always read too.
    var source: String
    var arguments = ["cc", "-c", "odd.c"]
    /// A part of the one line that is to be said; none where nothing is wrong.
    var complaint: String?

    var testDescription: String { name }
  }

  static let body = "struct box *odd(void) { return box_make(); }\n"
  static let start = "#include \"box.h\"\n"

  static let cases: [Case] = [
    Case(name: "nothing at all", source: ""),
    Case(name: "CRLF", source: (start + body).replacingOccurrences(of: "\n", with: "\r\n")),
    Case(name: "byte order mark", source: "\u{FEFF}" + start + body),
    Case(name: "no newline at the end", source: start + "int x;"),
    Case(name: "includes itself", source: "#ifndef ODD\n#define ODD\n#include \"odd.c\"\n\(start)\(body)#endif\n"),
    Case(name: "includes itself without end", source: "#include \"odd.c\"\n", complaint: "nested too deeply"),
    Case(
      name: "10,000 parentheses",
      source: "int x = \(String(repeating: "(", count: 10_000))1\(String(repeating: ")", count: 10_000));\n",
      complaint: "bracket nesting level exceeded"),
    Case(
      name: "20,000 terms", source: "int f(int a) { return a\(String(repeating: " + a", count: 20_000)); }\n"),
    Case(name: "50,000 initialisers", source: "int x[] = { 1\(String(repeating: ", 2", count: 50_000)) };\n"),
    Case(
      name: "50,000 pointers",
      source: "extern int y; int *x[] = { &y\(String(repeating: ", &y", count: 50_000)) };\n"),
    Case(
      name: "flags of other compilers", source: start + body,
      arguments: [
        "gcc", "-fno-canonical-system-headers", "-mno-such-thing", "-Wsomething", "-fanalyzer", "-fconserve-stack",
        "-mindirect-branch=thunk-extern", "-c", "odd.c",
      ]),
    Case(
      name: "a cross compiler", source: start + body,
      arguments: ["arm-none-eabi-gcc", "-mcpu=cortex-m4", "-c", "odd.c"]),
    Case(name: "ccache", source: start + body, arguments: ["ccache", "gcc", "-c", "odd.c"]),
    Case(
      name: "distcc and a path", source: start + body, arguments: ["/usr/bin/distcc", "/usr/bin/gcc-12", "-c", "odd.c"]),
    Case(name: "sccache", source: start + body, arguments: ["sccache", "clang", "-c", "odd.c"]),
    Case(
      name: "clang-cl", source: "int f(int *p) { return p ? ODD : 0; }\n",
      arguments: ["clang-cl", "/nologo", "/DODD=1", "/W4", "/Foodd.obj", "/c", "odd.c"]),
    Case(
      name: "a response file", source: "int f(void) { return ODD; }\n", arguments: ["cc", "@odd.rsp", "-c", "odd.c"]),
    Case(
      name: "a missing response file", source: start, arguments: ["cc", "@none.rsp", "-c", "odd.c"],
      complaint: "names a response file that cannot be read: none.rsp"),
    Case(name: "an error", source: start + "struct box *bad(void) { return missing(); }\n", complaint: "undeclared"),
    Case(
      name: "so deep that the stack runs over",
      source: "int f(int x) { return \(String(repeating: "- ", count: 2_000_000))x; }\n",
      complaint: "odd.c: reading this file crashed"),
  ]

  @Test(arguments: cases) func theRestIsRead(_ item: Case) throws {
    let tree = try Self.tree(item)
    let result = try Deed.run(["infer", "--no-cache", "--format", "json"], in: tree)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("c:@F@box_make"))
    let lines = result.errors.split(separator: "\n").filter { $0.contains("odd.c") || $0.contains("error") }
    if let complaint = item.complaint {
      #expect(result.errors.contains(complaint), "\(result.errors)")
      #expect(lines.count == 1, "\(result.errors)")
    } else {
      #expect(result.errors.isEmpty, "\(result.errors)")
      if item.source.contains("*odd(") { #expect(result.output.contains("c:@F@odd")) }
    }
  }

  @Test func bytesThatAreNoTextAreRead() throws {
    let tree = try Self.tree(Case(name: "", source: ""))
    var bytes = Data("\(Self.start)/* ".utf8)
    bytes += [0xFF, 0xFE, 0xC3, 0x28, 0x80]
    bytes += Data(" */ const char *s = \"\u{E9}".utf8) + [0xE9] + Data("\";\n\(Self.body)".utf8)
    try bytes.write(to: tree.root.appendingPathComponent("odd.c"))
    let result = try Deed.run(["infer", "--no-cache", "--format", "json"], in: tree)
    #expect(result.status == 0)
    #expect(result.output.contains("c:@F@odd"))
  }

  @Test func tenThousandEntriesForOneFileAreOne() throws {
    let entry =
      "{\"directory\": \".\", \"file\": \"box.c\", \"arguments\": [\"cc\", \"-c\", \"box.c\", \"-o\", \"NUMBER.o\"]}"
    let entries = (0..<10_000).map { entry.replacingOccurrences(of: "NUMBER", with: "\($0)") }
    let tree = try InferVerbTests.tree(["compile_commands.json": "[\(entries.joined(separator: ","))]"])
    let result = try Deed.run(["infer", "--no-cache", "--stats"], in: tree)
    #expect(result.status == 0)
    #expect(
      result.errors.split(separator: "\n").contains { $0.hasPrefix("units") && $0.hasSuffix(" 1") }, "\(result.errors)")
  }

  @Test func aMissingDirectoryIsOneLine() throws {
    let database = """
      [{"directory": "gone", "file": "box.c", "arguments": ["cc", "-c", "box.c"]},
       {"directory": "sub/..", "file": "box.c", "arguments": ["cc", "-c", "box.c"]}]
      """
    let tree = try InferVerbTests.tree(["compile_commands.json": database, "sub/x.c": ""])
    let result = try Deed.run(["infer", "--no-cache", "--format", "json"], in: tree)
    #expect(result.status == 0)
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(result.output.contains("c:@F@box_make"))
  }

  /// Who keeps what a function returns is seen in the units that call it.
  @Test func aNamedFileIsClaimedLikeInAWholeRun() throws {
    let tree = try InferVerbTests.tree()
    func slots(_ words: [String]) throws -> [InferVerbTests.Answer.Slot] {
      let result = try Deed.run(["infer", "--no-cache", "--format", "json"] + words, in: tree)
      return try JSONDecoder().decode(InferVerbTests.Answer.self, from: Data(result.output.utf8)).slots
    }
    let whole = try slots([]).filter { $0.file == "user.c" }
    #expect(!whole.isEmpty)
    #expect(try slots(["user.c"]) == whole)
    #expect(try slots(["user.c", "--alone"]) != whole, "alone it does not see what box_make does")
  }

  static func tree(_ item: Case) throws -> TemporaryTree {
    let words = item.arguments.map { "\"\($0)\"" }.joined(separator: ", ")
    let database = """
      [{"directory": ".", "file": "box.c", "arguments": ["cc", "-c", "box.c"]},
       {"directory": ".", "file": "odd.c", "arguments": [\(words)]}]
      """
    return try InferVerbTests.tree([
      "compile_commands.json": database, "odd.c": item.source, "odd.rsp": "-DODD=1 -Wall",
    ])
  }
}
