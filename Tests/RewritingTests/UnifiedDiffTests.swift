import Foundation
import Rewriting
import Testing

@Suite("The unified diff") struct UnifiedDiffTests {
  @Test("shows three lines of context and counts the lines")
  func small() throws {
    let original = Array((1...9).map { "line \($0)\n" }.joined().utf8)
    var file = FileEdits(path: "/x/a.c", contentHash: 0)
    try file.add(Edit(range: 28..<34, replacement: "five\nand a half", author: "t"))
    #expect(
      UnifiedDiff().render(file, original: original, name: "a.c") == """
        --- a/a.c
        +++ b/a.c
        @@ -2,7 +2,8 @@
         line 2
         line 3
         line 4
        -line 5
        +five
        +and a half
         line 6
         line 7
         line 8

        """)
  }

  @Test("says where the last line has no end")
  func noNewline() throws {
    var file = FileEdits(path: "a.c", contentHash: 0)
    try file.add(Edit(range: 0..<1, replacement: "y", author: "t"))
    #expect(
      UnifiedDiff().render(file, original: Array("x".utf8), name: "a.c")
        == "--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+y\n\\ No newline at end of file\n")
  }

  /// `patch` is the judge: whatever the edits, it must make of the old text what applying them makes.
  @Test("is what patch takes", arguments: UInt64(1)...20)
  func patch(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let lines = (0..<Int.random(in: 1...60, using: &random)).map { "line \($0) \(random.next() % 100)" }
    let text = lines.joined(separator: "\n") + (Bool.random(using: &random) ? "\n" : "")
    let original = Array(text.utf8)
    var file = FileEdits(path: "a.c", contentHash: 0)
    for number in 0..<Int.random(in: 1...8, using: &random) {
      let begin = Int.random(in: 0..<original.count, using: &random)
      let end = min(original.count, begin + Int.random(in: 0...12, using: &random))
      let words = ["", "new", "two\nlines", "\n", "a\nb\nc\n"]
      try? file.add(
        Edit(range: begin..<end, replacement: words[Int.random(in: 0..<5, using: &random)], author: "\(number)"))
    }
    let expected = try #require(file.applied(to: original))
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("deed-diff-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try Data(original).write(to: directory.appendingPathComponent("a.c"))
    let diff = UnifiedDiff().render(file, original: original, name: "a.c")
    try Data(diff.utf8).write(to: directory.appendingPathComponent("d.diff"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/patch")
    process.arguments = ["--quiet", "--posix", "-p1", "-i", "d.diff"]
    process.currentDirectoryURL = directory
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(diff)")
    let patched = try Data(contentsOf: directory.appendingPathComponent("a.c"))
    #expect([UInt8](patched) == expected, "\(diff)")
  }
}

private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
