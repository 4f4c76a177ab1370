import Foundation
import Testing

/// Traces that cannot be written or read are told in a line, before anything runs.
@Suite("Files of deed record and deed ledger") struct RecordVerbTests {
  @Test("a trace that cannot be written is refused before the program runs")
  func write() throws {
    try Deed.buildRecorder()
    let tree = try TemporaryTree([:])
    let result = try Deed.run(["record", "-o", "none/t.trace", "--", "touch", "ran"], in: tree)
    #expect(result.status == 2)
    #expect(result.errors.contains("none/t.trace: cannot be written: No such file or directory"), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: tree.root.appendingPathComponent("ran").path))
  }

  @Test(
    "what cannot be run is refused in a line",
    arguments: [
      ("./nothing", "./nothing: cannot be run: No such file or directory"),
      ("nothing-here", "nothing-here: cannot be run: no folder of PATH has it"),
      ("./plain", "./plain: cannot be run: Permission denied"), (".", ".: cannot be run: is a folder"),
      ("./script", "./script: cannot be run: what its first line, or its header, names to run it is missing"),
    ])
  func run(name: String, complaint: String) throws {
    try Deed.buildRecorder()
    let tree = try TemporaryTree(["plain": "text\n", "script": "#!/no/such/interpreter\n"])
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: tree.root.appendingPathComponent("script").path)
    let result = try Deed.run(["record", "--", name], in: tree)
    #expect(result.status == 2)
    #expect(result.errors.contains("error: \(complaint)\n"), "\(result.errors)")
  }

  @Test(
    "what makes no sense is refused before anything runs",
    arguments: [
      (["--stop-at", "0"], "--stop-at takes an event's number from 1 on, or THREAD:NUMBER, not '0'"),
      (["--stop-at", "5", "--mode", "count"], "--stop-at counts the events of a full recording"),
      (["-o", ""], "-o needs the name of a file to write"),
    ])
  func options(words: [String], complaint: String) throws {
    try Deed.buildRecorder()
    let tree = try TemporaryTree([:])
    let result = try Deed.run(["record"] + words + ["--", "touch", "ran"], in: tree)
    #expect(result.status == 2)
    #expect(result.errors.contains("error: \(complaint)\n"), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: tree.root.appendingPathComponent("ran").path))
  }

  @Test("a run that ends before the event it was to stop at says so")
  func stopBehindTheEnd() throws {
    try Deed.buildRecorder()
    let tree = try TemporaryTree(["once.cpp": Self.once])
    #expect(try Deed.run(["c++", "-g", "once.cpp", "-o", "once"], in: tree).status == 0)
    let late = try Deed.run(["record", "--stop-at", "100000", "--", "./once"], in: tree)
    #expect(late.status == 0)
    #expect(
      late.errors.contains("warning: event 100000 of thread 0 never came: the thread ended with event "),
      "\(late.errors)")
    let other = try Deed.run(["record", "--stop-at", "7:1", "--", "./once"], in: tree)
    #expect(other.errors.contains("warning: event 1 of thread 7 never came: the thread had none\n"), "\(other.errors)")
    let stopped = try Deed.run(["record", "--stop-at", "1", "--", "./once"], in: tree)
    #expect(stopped.status != 0)
    #expect(!stopped.errors.contains("never came"), "\(stopped.errors)")
  }

  private static let once = """
    class Box {
      int refs = 1;
      ~Box() {}
    public:
      void AddRef() { ++refs; }
      void Release() { if (--refs == 0) delete this; }
    };
    int main() {
      Box *box = new Box;
      box->AddRef();
      box->Release();
      box->Release();
    }

    """

  @Test("a file that is no trace is never replaced by one")
  func noTrace() throws {
    try Deed.buildRecorder()
    let tree = try TemporaryTree(["main.cpp": "int main() {}\n"])
    let result = try Deed.run(["record", "-o", "main.cpp", "--", "true"], in: tree)
    #expect(result.status == 2)
    #expect(result.errors.contains("main.cpp: is no trace, and is not replaced\n"), "\(result.errors)")
    let left = try String(contentsOf: tree.root.appendingPathComponent("main.cpp"), encoding: .utf8)
    #expect(left == "int main() {}\n")
    for _ in 0..<2 {
      #expect(try Deed.run(["record", "-q", "-o", "t.trace", "--", "true"], in: tree).status == 0)
    }
  }

  @Test("the totals of a run that only counts are told")
  func count() throws {
    try Deed.buildRecorder()
    let source = """
      struct Item { int count = 1; void up() { ++count; } void down() { if (--count == 0) delete this; } ~Item() {} };
      int main() {
        for (int number = 0; number < 5; ++number) { auto *item = new Item; item->up(); if (number) { item->down(); item->down(); } }
      }
      """
    let tree = try TemporaryTree(["main.cpp": source])
    let build = try Deed.run(["c++", "main.cpp", "-o", "program"], in: tree)
    #expect(build.status == 0, "\(build.errors)")
    _ = try Deed.run(["record", "-q", "--mode", "count", "-o", "trace", "--", "./program"], in: tree)
    let result = try Deed.run(["ledger", "trace"], in: tree)
    let told = """
      1 object is alive at the end with 2 references
      no more is known of a run that was recorded with --mode count

      """
    #expect(result.output == told)
    #expect(result.status == 1)
    #expect(try Deed.run(["ledger", "trace", "--fail-on-live", "1"], in: tree).status == 0)
  }

  @Test(
    "what cannot be read is named with the reason",
    arguments: [
      ("gone.trace", "gone.trace: cannot be read: No such file or directory"), (".", ".: is a folder, not a trace"),
      ("text", "text: byte 0: is no trace of deed record"),
    ])
  func read(name: String, complaint: String) throws {
    let tree = try TemporaryTree([
      "text": "This is a text and no trace, and it is longer than the head of a chunk would be.\n"
    ])
    let result = try Deed.run(["ledger", name], in: tree)
    #expect(result.status == 2)
    #expect(result.errors.contains("error: \(complaint)\n"), "\(result.errors)")
  }
}
