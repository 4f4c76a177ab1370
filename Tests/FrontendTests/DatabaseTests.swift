import Frontend
import Testing

@Suite("Compile databases")
struct DatabaseTests {
  /// A broken database and the one line that is said of it; ROOT stands for the tree.
  @Test(arguments: [
    ("", "ROOT/compile_commands.json: is empty"),
    ("hello", "ROOT/compile_commands.json: is not JSON: [1:1, byte=1]: Invalid JSON value"),
    ("[{\"directory\": \"/tmp\",", "ROOT/compile_commands.json: is not JSON: [1:22, byte=22]: Expected object key"),
    ("{}", "ROOT/compile_commands.json: is not an array of commands"),
    ("[]", "ROOT/compile_commands.json: has no entries"),
  ])
  func unreadable(text: String, line: String) throws {
    let tree = try TemporaryTree(["compile_commands.json": text])
    let error = #expect(throws: DatabaseError.self) { try CompileDatabase(at: tree.root) }
    #expect(error?.description == line.replacing("ROOT", with: tree.root))
  }

  /// An entry that is of no use is reported; the good one beside it is read.
  @Test(arguments: [
    ("7", "entry 1 is not an object"),
    (#"{"file": "a.c", "command": "cc a.c"}"#, #"entry 1 (a.c) has no "directory""#),
    (#"{"directory": "ROOT", "command": "cc a.c"}"#, #"entry 1 has no "file""#),
    (#"{"directory": "ROOT", "file": "a.c"}"#, #"entry 1 (a.c) has neither "command" nor "arguments""#),
    (#"{"directory": "ROOT", "file": "a.c", "command": " "}"#, #"entry 1 (a.c) has an empty "command""#),
    (#"{"directory": "ROOT", "file": "a.c", "arguments": []}"#, #"entry 1 (a.c) has empty "arguments""#),
    (
      #"{"directory": "ROOT", "file": "a.c", "arguments": ["cc", 3]}"#,
      "entry 1 (a.c) has an argument that is not a string"
    ),
    (
      #"{"directory": "ROOT", "file": "gone.c", "command": "cc gone.c"}"#,
      "entry 1 (ROOT/gone.c) names a file that does not exist"
    ),
    (
      #"{"directory": "ROOT/gone", "file": "ROOT/a.c", "command": "cc a.c"}"#,
      "entry 1 (ROOT/a.c) names a directory that does not exist: ROOT/gone"
    ),
    (
      #"{"directory": "ROOT", "file": "a.c", "command": "cc @gone.rsp a.c"}"#,
      "entry 1 (ROOT/a.c) names a response file that cannot be read: gone.rsp"
    ),
  ])
  func uselessEntry(entry: String, problem: String) throws {
    let tree = try TemporaryTree([
      "a.c": "", "b.c": "",
      "compile_commands.json": #"[\#(entry), {"directory": "ROOT", "file": "b.c", "command": "cc -c b.c"}]"#,
    ])
    let database = try CompileDatabase(at: tree.root)
    #expect(database.problems == ["\(tree.root)/compile_commands.json: \(problem.replacing("ROOT", with: tree.root))"])
    #expect(database.commands.map(\.file) == [tree.path("b.c")])
  }

  @Test func responseFilesAndQuotesAreTakenApart() throws {
    let tree = try TemporaryTree([
      "a.c": "", "flags.rsp": "-DONE -I'some where'",
      "compile_commands.json":
        #"[{"directory": "ROOT", "file": "a.c", "command": "/usr/bin/clang++ @flags.rsp \"-DTWO=a b\" -o a.o -c a.c"}]"#,
    ])
    let command = try #require(try CompileDatabase(at: tree.path("compile_commands.json")).commands.first)
    #expect(command.arguments.contains("-DONE"))
    #expect(command.arguments.contains("-Isome where"))
    #expect(command.arguments.contains("-DTWO=a b"))
    #expect(command.arguments.contains("--driver-mode=g++"))
  }

  @Test func distinctCommandsForOneFileAreKept() throws {
    let tree = try TemporaryTree([
      "a.c": "",
      "compile_commands.json": """
      [{"directory": "ROOT", "file": "a.c", "command": "cc -DX -o x.o -c a.c"},
       {"directory": "ROOT", "file": "a.c", "command": "cc -DX -o y.o -c a.c"},
       {"directory": "ROOT", "file": "a.c", "command": "cc -DY -o y.o -c a.c"}]
      """,
    ])
    #expect(try CompileDatabase(at: tree.root).commands.count == 2)
  }

  @Test func missingDatabasesSayWhatToDo() throws {
    let tree = try TemporaryTree(["a.c": ""])
    let none = #expect(throws: DatabaseError.self) { try CompileDatabase(at: tree.root) }
    #expect(
      none?.description
        == "\(tree.root): no compile_commands.json in this directory; CMake writes one with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON"
    )
    let gone = #expect(throws: DatabaseError.self) { try CompileDatabase(at: tree.path("nowhere")) }
    #expect(gone?.description.contains("no such file or directory") == true)
  }
}

@Suite("Choosing commands")
struct CommandSelectionTests {
  static let files = [
    "src/a.c": "#include \"a.h\"\n", "src/a.h": "#include <deep.h>\n", "include/deep.h": "", "include/lost.h": "",
    "src/b.cpp": "",
    "build/compile_commands.json": """
    [{"directory": "ROOT/src", "file": "a.c", "command": "cc -I../include -c a.c"},
     {"directory": "ROOT/src", "file": "b.cpp", "command": "c++ -c b.cpp"}]
    """,
  ]

  /// What is named, the files whose commands are taken, and what is said.
  @Test(
    arguments: [
      ([], ["src/a.c", "src/b.cpp"], []),
      (["src/a.c"], ["src/a.c"], []),
      (["src/./../src/a.c"], ["src/a.c"], []),
      (["src"], ["src/a.c", "src/b.cpp"], []),
      (["src/a.h", "src/a.c"], ["src/a.c"], []),
      (["include/deep.h"], ["src/a.c"], []),
      (["src/b.cpp", "gone.c"], ["src/b.cpp"], ["gone.c: no such file"]),
      (
        ["src/b.cpp", "include/lost.h"], ["src/b.cpp"],
        ["include/lost.h: ROOT/build/compile_commands.json has no command for it, and no unit there includes it"]
      ),
    ] as [([String], [String], [String])])
  func named(names: [String], taken: [String], said: [String]) throws {
    let tree = try TemporaryTree(Self.files)
    for build in [nil, tree.path("build")] {
      let selection = try CommandSelection(files: names, build: build, directory: tree.root)
      #expect(selection.commands.map(\.file) == taken.map { tree.path($0) })
      #expect(selection.problems == said.map { $0.replacing("ROOT", with: tree.root) })
    }
  }

  @Test func flagsServeWithoutADatabase() throws {
    let tree = try TemporaryTree(["a.c": "", "b.cc": "", "c.h": ""])
    let selection = try CommandSelection(files: ["a.c", "b.cc", "c.h"], flags: ["-DX"], directory: tree.root)
    #expect(selection.commands.map { $0.arguments.first } == ["clang", "clang++", "clang++"])
    #expect(selection.commands.allSatisfy { $0.arguments.contains("-DX") })
    #expect(selection.commands[2].arguments.contains("c++-header"))
    let plain = try CommandSelection(files: ["a.c", "c.h"], flags: [], directory: tree.root)
    #expect(plain.commands[1].arguments.contains("c-header"))
  }

  @Test func flagsFilesServe() throws {
    let tree = try TemporaryTree(["src/a.c": "", "compile_flags.txt": "-Iinclude\n-DX\n"])
    let selection = try CommandSelection(files: ["src/a.c"], directory: tree.root)
    #expect(selection.commands.first?.arguments.contains("-DX") == true)
    #expect(selection.commands.first?.directory == tree.root)
  }

  @Test func nothingFoundIsAnErrorThatSaysWhatToDo() throws {
    let tree = try TemporaryTree(["a.c": ""])
    for files in [[], ["a.c"]] {
      let error = #expect(throws: DatabaseError.self) { try CommandSelection(files: files, directory: tree.root) }
      #expect(error?.description.contains("name one with -p, or give flags after --") == true)
    }
    #expect(throws: DatabaseError.self) { try CommandSelection(files: [], flags: ["-DX"], directory: tree.root) }
  }
}
