import Foundation
import Testing

/// An extension of CPython, compiled by `deed cc` and used by the interpreter at hand: the reference that an error path forgets is
/// named, and the same extension without the fault leaves nothing.
@Suite("Extensions of CPython", .enabled(if: Interpreter.include != nil, "the headers of CPython are not installed"))
struct ExtensionTests {
  private static let sources = Deed.root.appendingPathComponent("Tests/DeedTests/Extension")
  private func ledger(_ flags: [String]) throws -> Deed.Result {
    try Deed.buildRecorder()
    let tree = try TemporaryTree([:])
    let include = try #require(Interpreter.include)
    let source = Self.sources.appendingPathComponent("inventory.c").path
    let words = ["cc", "-O2", "-fPIC", "-shared", "-I\(include)"] + flags + [source, "-o", "inventory.so"]
    let built = try Deed.run(words, in: tree)
    try #require(built.status == 0, "\(built.errors)")
    let script = Self.sources.appendingPathComponent("use.py").path
    let run = try Deed.run(
      ["record", "-q", "-o", "trace", "--", "python3", script], in: tree,
      variables: ["PYTHONPATH": tree.root.path, "PYTHONDONTWRITEBYTECODE": "1"])
    try #require(run.output == "done\n", "\(run.errors)")
    // Where `python3` is a script it is the first process that is recorded, and the interpreter's trace has its number.
    let names = try FileManager.default.contentsOfDirectory(atPath: tree.root.path).filter { $0.hasPrefix("trace") }
    let traces = try names.sorted().map { try Deed.run(["ledger", $0], in: tree) }
    return try #require(traces.first { !$0.output.contains(" 0 created") }, "\(traces)")
  }

  private func line(_ text: String) throws -> Int {
    let source = try String(contentsOf: Self.sources.appendingPathComponent("inventory.c"), encoding: .utf8)
    return try #require(source.line { $0.contains(text) })
  }

  @Test("what gives all its references back leaves nothing")
  func clean() throws {
    let result = try ledger([])
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("0 alive with 0 references"), "\(result.output)")
  }

  @Test("an error path without its Py_DECREF is named with function and line")
  func faulty() throws {
    let result = try ledger(["-DFAULTY"])
    #expect(result.status == 1)
    let place = "shelf_put (inventory.c:\(try line("PyUnicode_FromFormat")))"
    let sentence = "alive: 100 str objects are still alive: the first reference, made in \(place), has no release"
    #expect(result.output.hasPrefix(sentence), "\(result.output)")
    #expect(result.output.contains("400 others were released in shelf_put"), "\(result.output)")
    #expect(!result.output.contains("\nalive: "), "\(result.output)")
  }
}

private enum Interpreter {
  /// Where the headers of the interpreter are that `python3` is.
  static let include: String? = {
    let script = "import sysconfig; print(sysconfig.get_paths()['include'])"
    guard let result = try? Deed.run(executable: URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-c", script]),
      result.status == 0
    else {
      return nil
    }
    let path = result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    return FileManager.default.fileExists(atPath: path + "/Python.h") ? path : nil
  }()
}
