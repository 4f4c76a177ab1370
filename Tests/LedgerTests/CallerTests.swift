import Foundation
import Ledger
import Testing

/// A call chain that was followed once is not taken for another that lies in the same frames.
@Suite("Call chains") struct CallerTests {
  @Test("calls that differ three frames up are told apart, each time")
  func sites() throws {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("callers.cpp", in: directory)
    let trace = try Trace(contentsOf: try RecordedProgram.run(program, [], in: directory).trace)
    let group = try #require(Replay.summarize(trace).groups.first)
    let symbolizer = Symbolizer(trace)
    var times: [[String]: [Int]] = [:]
    for entry in group.outstanding where entry.retain != group.creation {
      let frames = symbolizer.frames(of: trace.stacks[entry.retain]?.addresses ?? [])
      times[frames.prefix(5).map { String($0.function.prefix { $0 != "(" }) }, default: []].append(entry.count)
    }
    #expect(times.mapValues { $0.sorted() } == [["keep", "pass", "hand", "turn", "main"]: [50, 100]])
  }
}
