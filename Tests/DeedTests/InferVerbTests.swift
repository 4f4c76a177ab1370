import Foundation
import Testing

/// `deed infer` on small trees, through the real binary.
@Suite struct InferVerbTests {
  /// The JSON that `deed infer` promises.
  struct Answer: Decodable, Equatable {
    struct Slot: Decodable, Equatable {
      struct Evidence: Decodable, Equatable {
        var rule: String
        var file: String
        var line: Int
        var note: String
      }
      var usr: String
      var function: String
      var kind: String
      var name: String
      var index: Int
      var type: String
      var file: String
      var line: Int
      var column: Int
      var claim: String
      var evidence: [Evidence]
    }
    var version: Int
    var slots: [Slot]
    var summary: [String: Int]
  }

  static let box = """
    #include <stdlib.h>
    #include "box.h"
    struct box { int users; struct box *inner; };
    box *box_make(void) {
      box *made = malloc(sizeof *made);
      if (made) { made->users = 1; made->inner = 0; }
      return made;
    }
    void box_keep(box *one) { one->users++; }
    void box_put(box *one) { if (--one->users == 0) free(one); }
    box *box_inner(box *outer) { return outer->inner; }

    """
  static let header = "typedef struct box box;\nbox *box_make(void);\nvoid box_keep(box *);\nvoid box_put(box *);\n"
  static let user =
    "#include \"box.h\"\nvoid use(void) { box *mine = box_make(); box_keep(mine); box_put(mine); box_put(mine); }\n"

  static func database(_ files: [String]) -> String {
    let entries = files.map {
      "{\"directory\": \".\", \"file\": \"\($0)\", \"arguments\": [\"cc\", \"-c\", \"\($0)\"]}"
    }
    return "[\(entries.joined(separator: ",\n"))]\n"
  }

  static func tree(_ more: [String: String] = [:]) throws -> TemporaryTree {
    let files = [
      "box.c": box, "box.h": header, "user.c": user, "compile_commands.json": database(["box.c", "user.c"]),
    ]
    return try TemporaryTree(files.merging(more) { $1 })
  }

  static func infer(_ words: [String] = [], in tree: TemporaryTree) throws -> Answer {
    let result = try Deed.run(["infer", "--no-cache", "--format=json"] + words, in: tree)
    #expect(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
  }

  @Test func aProgramIsClaimedWithoutConfiguration() throws {
    let answer = try Self.infer(in: try Self.tree())
    #expect(answer.version == 1)
    let made = try #require(answer.slots.first { $0.kind == "return" && $0.function == "box_make" })
    #expect(made.claim == "owner")
    #expect(made.type == "box *")
    #expect((made.file, made.line, made.column, made.index) == ("box.c", 4, 6, -1))
    let mine = try #require(answer.slots.first { $0.name == "mine" })
    #expect((mine.kind, mine.function, mine.claim, mine.file, mine.line) == ("local", "use", "owner", "user.c", 2))
    #expect(mine.evidence.allSatisfy { !$0.rule.isEmpty && !$0.note.isEmpty })
    let inner = try #require(answer.slots.first { $0.function == "box_inner" && $0.kind == "return" })
    #expect(inner.claim == "pointer")
    #expect(answer.summary.values.reduce(0, +) == answer.slots.count)
    #expect(Set(answer.summary.keys) == ["owner", "pointer", "leaked", "conflict", "unknown"])
  }

  @Test func theResultDoesNotDependOnThreadsCacheOrSharing() throws {
    let tree = try Self.tree()
    let first = try Deed.run(["infer", "--format=json", "--no-cache", "-j1"], in: tree).output
    #expect(!first.isEmpty)
    let cache = ["XDG_CACHE_HOME": tree.root.appendingPathComponent("cache").path]
    for words in [["-j2"], ["-j1"], ["--no-shared-headers"], ["--no-cache", "--no-shared-headers", "-j2"]] {
      let again = try Deed.run(["infer", "--format=json"] + words, in: tree, variables: cache)
      #expect(again.output == first, "\(words)")
    }
  }

  @Test func filesLimitWhatIsReported() throws {
    let tree = try Self.tree()
    #expect(Set(try Self.infer(["box.c"], in: tree).slots.map(\.file)) == ["box.c"])
    #expect(Set(try Self.infer(["."], in: tree).slots.map(\.file)).isSuperset(of: ["box.c", "user.c"]))
    #expect(Set(try Self.infer(["box.h"], in: tree).slots.map(\.file)).isSubset(of: ["box.h"]))
  }

  @Test func flagsStandForADatabase() throws {
    let tree = try TemporaryTree(["src/box.c": Self.box, "include/box.h": Self.header])
    let answer = try Self.infer(["src/box.c", "--", "-Iinclude", "-std=c99"], in: tree)
    #expect(answer.slots.contains { $0.function == "box_make" && $0.claim == "owner" })
  }

  @Test func settingsNameTheBuildDirectory() throws {
    let tree = try TemporaryTree([
      "box.c": Self.box, "box.h": Self.header, ".deed.yml": "build: out\n",
      "out/compile_commands.json": Self.database(["../box.c"]),
    ])
    #expect(try Self.infer(in: tree).slots.contains { $0.function == "box_make" })
  }

  @Test func theTableHasASummary() throws {
    let result = try Deed.run(["infer", "--no-cache"], in: try Self.tree())
    #expect(result.output.contains("box.c\n"))
    #expect(result.output.contains(" slots: "))
    #expect(result.errors.isEmpty)
  }

  @Test func aUnitWithErrorsIsOneLineAndTheRestGoesOn() throws {
    let tree = try Self.tree([
      "bad.c": "#include \"gone.h\"\nint broken( {\n",
      "compile_commands.json": Self.database(["bad.c", "box.c", "user.c"]),
    ])
    let result = try Deed.run(["infer", "--no-cache"], in: tree)
    #expect(result.status == 0)
    #expect(result.output.contains("box_make()"))
    let lines = result.errors.split(separator: "\n")
    #expect(lines.first?.hasPrefix("bad.c:1:10: warning: 'gone.h' file not found") == true, "\(result.errors)")
  }

  @Test func manyUselessEntriesAreNotAllNamed() throws {
    let gone = (1...8).map { "gone\($0).c" }
    let tree = try TemporaryTree(["a.c": "", "compile_commands.json": Self.database(["a.c"] + gone)])
    let result = try Deed.run(["infer", "--no-cache"], in: tree)
    #expect(result.status == 0)
    #expect(result.errors.contains("gone5.c) names a file") && !result.errors.contains("gone6.c"), "\(result.errors)")
    #expect(result.errors.contains("note: 3 more like these; --verbose names all"), "\(result.errors)")
    let all = try Deed.run(["infer", "--no-cache", "--verbose"], in: tree)
    #expect(all.errors.contains("gone8.c) names a file"), "\(all.errors)")
  }

  /// A tree's files, the words after `infer`, and what standard error says; nothing could be read, so the status is 2.
  struct Hopeless: CustomTestStringConvertible {
    var files: [String: String]
    var words: [String] = []
    var error: String
    var testDescription: String { error }
  }

  @Test(arguments: [
    Hopeless(files: [:], error: "no compile_commands.json in the current directory or above"),
    Hopeless(files: [:], words: ["-p", "out"], error: "out: no such file or directory"),
    Hopeless(files: ["out/x": ""], words: ["-p", "out"], error: "out: no compile_commands.json in this directory"),
    Hopeless(files: ["compile_commands.json": "{]"], error: "compile_commands.json: is not JSON"),
    Hopeless(files: ["compile_commands.json": "[]"], error: "compile_commands.json: has no entries"),
    Hopeless(files: ["compile_commands.json": database(["gone.c"])], error: "gone.c) names a file that does not exist"),
    Hopeless(
      files: [
        "compile_commands.json": "[{\"directory\": \".\", \"file\": \"a.c\", \"command\": \"cc @gone.rsp -c a.c\"}]",
        "a.c": "",
      ],
      error: "a.c) names a response file that cannot be read: gone.rsp"),
    Hopeless(files: ["compile_flags.txt": "-std=c99\n"], error: "gives flags but no files; name the files to read"),
    Hopeless(files: ["a.c": ""], words: ["--", "-std=c99"], error: "flags after -- but no file for them to serve"),
    Hopeless(files: [:], words: ["a.c", "--", "-std=c99"], error: "a.c: no such file"),
  ])
  func whereNothingCanBeReadTheStatusIs2(hopeless: Hopeless) throws {
    let tree = try TemporaryTree(hopeless.files)
    let result = try Deed.run(["infer", "--no-cache"] + hopeless.words, in: tree)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(hopeless.error), "\(result.errors)")
  }
}
