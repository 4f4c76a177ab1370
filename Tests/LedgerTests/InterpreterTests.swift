import Foundation
import Ledger
import Testing

/// Objects of an interpreter whose layout is not known are left alone, and the program is told so.
@Suite("Versions of CPython") struct InterpreterTests {
  private func run(_ version: String) throws -> (output: String, created: Int) {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("interpreter.cpp", in: directory)
    let outcome = try RecordedProgram.run(program, [version], in: directory)
    #expect(outcome.status == 0)
    return (outcome.output, Replay.summarize(try Trace(contentsOf: outcome.trace)).created)
  }

  @Test("those that are known are recorded", arguments: ["3.8.18", "3.11.7 (main)", "3.14.0rc1"])
  func known(version: String) throws {
    let result = try run(version)
    #expect(result.output == "")
    #expect(result.created == 1)
  }

  @Test("others are refused in one line", arguments: ["2.7.18", "3.7.16 (default)", "3.15.0", "4.0.0"])
  func unknown(version: String) throws {
    let result = try run(version)
    #expect(result.output.contains("none of 3.8 to 3.14"))
    #expect(result.output.split(separator: "\n").count == 1)
    #expect(result.created == 0)
  }

  @Test("without the global lock nothing is recorded")
  func free() throws {
    let result = try run("3.13.0 experimental free-threading build")
    #expect(result.output.contains("without its global lock"))
    #expect(result.created == 0)
  }
}
