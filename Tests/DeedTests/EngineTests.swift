import Foundation
import Testing

/// The engine in `Engine`, with one mistake at a time: the report has to name the function and the line.
@Suite("Mistakes in a program with threads") struct EngineTests {
  private static let sources = Deed.root.appendingPathComponent("Tests/DeedTests/Engine")

  private static let program: Result<TemporaryTree, any Error> = Result {
    try Deed.buildRecorder()
    let tree = try TemporaryTree([:])
    let files = try FileManager.default.contentsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".cpp") }
      .sorted()
    let paths = files.map { sources.appendingPathComponent($0).path }
    let result = try Deed.run(["c++", "-O2", "-std=c++17", "-pthread"] + paths + ["-o", "engine"], in: tree)
    try #require(result.status == 0, "\(result.errors)")
    return tree
  }

  /// Records a run in a trace of its own: tests run side by side.
  static func record(_ fault: String, _ options: [String] = []) throws -> String {
    let trace = "\(fault)-\(UUID().uuidString).trace"
    let record = try Deed.run(
      ["record", "-q", "-o", trace] + options + ["--", "./engine", fault], in: try program.get())
    #expect(record.status == 0, "\(record.errors)")
    #expect(record.output == "26180 rows, 400 failures, 103befce63d32793\n")
    return trace
  }

  static func ledger(_ fault: String, _ options: [String] = [], recording: [String] = []) throws -> Deed.Result {
    try Deed.run(["ledger", try record(fault, recording)] + options, in: try program.get())
  }

  /// `file.cpp:12`, by the comment at the line's end.
  private func site(_ fault: String) throws -> String {
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.sources.path) {
      let text = try String(contentsOf: Self.sources.appendingPathComponent(name), encoding: .utf8)
      if let line = text.line(where: { $0.hasSuffix("// site: \(fault)") }) { return "\(name):\(line)" }
    }
    return "no site of \(fault)"
  }

  @Test("without a mistake there is nothing to say")
  func clean() throws {
    let result = try Self.ledger("none")
    #expect(result.status == 0)
    // How many plans are made depends on which thread is first.
    #expect(result.output.contains(/in \d+ threads: (\d+) created, \1 destroyed/), "\(result.output)")
    #expect(result.output.hasSuffix("0 alive with 0 references\n"))
  }

  @Test(
    "each mistake is named with its function and line",
    arguments: [
      (
        "missing-release", "alive: 400 engine::Column objects are still alive: the first reference, made in",
        "Parser::atom()"
      ),
      ("extra-retain", "engine::Plan objects are still alive: the retain in", "engine::Cache::put(engine::Plan*)"),
      ("cycle", "engine::Step objects are still alive: the retain in", "engine::Step::add(engine::Step*)"),
      ("global", "1 engine::Session object is still alive: the retain in", "engine::Session::close()"),
      ("over", "over-release: a engine::Table is released once too often in", "tooOften(engine::Table*)"),
      ("after", "use-after-destroy: a engine::Constant is used in", "engine::Session::close()"),
      (
        "missing-page", "alive: 4 engine::Page objects are still alive: the first reference, made in",
        "engine::Pool::get(unsigned int)"
      ),
      ("lost-task", "2 engine::Task objects are still alive: the retain in", "engine::Scheduler::add(engine::Task*)"),
      (
        "kept-row", "9 engine::List objects are still alive: the retain in", "engine::Index::find(engine::Value const&)"
      ),
      (
        "old-extreme", "engine::Number objects are still alive: the retain in",
        "engine::(anonymous namespace)::Extreme::feed"
      ),
      (
        // One or both of them: a word of old on a stack may seem to hold the other.
        "owning-column", "engine::Relation object",
        "engine::Relation::add(engine::Text*, engine::Value::Kind)"
      ),
    ])
  func named(fault: String, sentence: String, function: String) throws {
    let result = try Self.ledger(fault)
    #expect(result.status == 1)
    let line = "\(function) (\(try site(fault)))"
    let found = result.output.split(separator: "\n").contains { $0.contains(sentence) && $0.contains(line) }
    #expect(found, "\(sentence) \(line)\n\(result.output)")
  }

  @Test("what a leaked object owns is told apart")
  func consequences() throws {
    let output = try Self.ledger("extra-retain").output
    // All nine are; a word that an ended call left behind may still name one or another.
    let lost = try #require(output.matches(of: #/definitely lost: (\d+)/#).compactMap { Int($0.1) }.max(), "\(output)")
    #expect((6...9).contains(lost))
    let held = output.split(separator: "\n").filter { $0.hasPrefix("with them: 9 engine::Step objects are alive") }
    #expect(held.contains { $0.contains(#/held by a live engine::Plan made in .*, at byte \d/#) }, "\(output)")
    #expect(!output.contains("cycle:"))
  }

  @Test("without the memory the usual releases tell what goes with what")
  func consequencesWithoutMemory() throws {
    let output = try Self.ledger("extra-retain", recording: ["--no-memory"]).output
    #expect(output.contains("engine::Step objects live on with the engine::Plan objects"), "\(output)")
  }

  @Test("rings that nothing reaches are shown, and the variable that holds an object")
  func holders() throws {
    let cycle = try Self.ledger("cycle").output
    #expect(cycle.contains("rings of lost objects that point to each other: 2 engine::Step"), "\(cycle)")
    let global = try Self.ledger("global").output
    #expect(global.contains("the variable engine::lastSession"), "\(global)")
    #expect(global.contains("still reachable: 1"))
  }

  @Test("one object's life shows each count, and what answers what")
  func life() throws {
    let trace = try Self.record("global")
    let report = try Deed.run(["ledger", trace], in: try Self.program.get()).output
    // The leaked session keeps its table, which is listed too.
    let lines = report.split(separator: "\n")
    let begin = try #require(lines.firstIndex { $0.contains("engine::Session object is still alive") })
    let line = try #require(lines[begin...].first { $0.contains("--object") })
    let words = line.split(separator: "'")
    let number = try #require(words.dropFirst().first?.split(separator: " ").last)
    let result = try Deed.run(["ledger", trace, "--object", String(number)], in: try Self.program.get())
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("engine::Session at 0x"), "\(result.output)")
    #expect(result.output.contains("retained"))
    #expect(result.output.contains("has no release"))
    #expect(result.output.hasSuffix("it is alive at the end\n"))
  }

  @Test("two runs are compared by what is made where")
  func against() throws {
    let (none, global) = (try Self.record("none"), try Self.record("global"))
    let tree = try Self.program.get()
    let worse = try Deed.run(["ledger", global, "--against", none], in: tree)
    #expect(worse.status == 1)
    #expect(worse.output.contains("+1 engine::Session made in main"), "\(worse.output)")
    let better = try Deed.run(["ledger", none, "--against", global], in: tree)
    #expect(better.status == 0)
    #expect(
      try Deed.run(["ledger", none, "--against", none], in: tree).output == "nothing has changed\n")
  }

  @Test("what may be alive needs a reason, and then it is no finding")
  func allowed() throws {
    let trace = try Self.record("global")
    let tree = try Self.program.get()
    let below = tree.root.appendingPathComponent("allowing-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: below, withIntermediateDirectories: true)
    let settings = below.appendingPathComponent(".deed.yml")
    let allow = """
      alive:
        - object: engine::S*
          reason: the last session is kept for good
        - object: engine::Table
          made-in: main
          reason: sessions need it
      """
    try Data(allow.utf8).write(to: settings)
    let result = try Deed.run(["ledger", "../\(trace)"], in: below)
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("allowed: 1 engine::Session object is alive"), "\(result.output)")
    #expect(result.output.contains("the last session is kept for good"))
    #expect(try Deed.run(["ledger", "../\(trace)", "--fail-on-live", "2"], in: tree.root).status == 2)
    #expect(try Deed.run(["ledger", trace, "--fail-on-live", "1"], in: tree.root).status == 1)
    #expect(try Deed.run(["ledger", trace, "--fail-on-live", "2"], in: tree.root).status == 0)
    try Data("alive:\n  - reason: because\n".utf8).write(to: settings)
    let wrong = try Deed.run(["ledger", "../\(trace)"], in: below)
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains(".deed.yml:2"), "\(wrong.errors)")
  }
}
