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
