import Foundation
import Testing

@Suite struct TerminalTests {
  private let escape = "\u{1B}["

  @Test(
    arguments: [
      ([], [:], false),
      ([], ["CLICOLOR_FORCE": "1"], true),
      ([], ["CLICOLOR_FORCE": "0"], false),
      ([], ["FORCE_COLOR": "1"], true),
      ([], ["FORCE_COLOR": "1", "NO_COLOR": "1"], false),
      ([], ["FORCE_COLOR": "1", "NO_COLOR": ""], true),
      (["--color=always"], ["NO_COLOR": "1"], true),
      (["--color=never"], ["FORCE_COLOR": "1"], false),
    ] as [([String], [String: String], Bool)])
  func aPipeGetsColourOnlyWhenForced(words: [String], variables: [String: String], isColored: Bool) throws {
    #expect(try Deed.run(["help"] + words, variables: variables).output.contains(escape) == isColored)
  }

  @Test(
    arguments: [
      ([], [:], true),
      ([], ["NO_COLOR": "1"], false),
      ([], ["TERM": "dumb"], false),
      (["--color=never"], [:], false),
    ] as [([String], [String: String], Bool)])
  func aTerminalGetsColourUnlessForbidden(words: [String], variables: [String: String], isColored: Bool) throws {
    #expect(try Deed.runInTerminal(["help"] + words, variables: variables).contains(escape) == isColored)
  }

  @Test func aClosedPipeEndsTheProgramQuietly() throws {
    let binary = try Deed.binary().path
    let result = try Deed.run(
      executable: URL(fileURLWithPath: "/bin/bash"),
      ["-c", "for i in {1..50}; do \(binary) help --markdown || break; done | head -n 1"])
    #expect(result.output.split(separator: "\n").count == 1)
    #expect(result.errors.isEmpty)
  }

  @Test func aFullDiskIsReported() throws {
    let binary = try Deed.binary().path
    let result = try Deed.run(executable: URL(fileURLWithPath: "/bin/bash"), ["-c", "\(binary) help > /dev/full"])
    #expect(result.status == 2)
    #expect(result.errors == "deed: error: the output cannot be written: No space left on device\n")
  }
}
