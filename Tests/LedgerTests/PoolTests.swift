import Foundation
import Ledger
import Testing

/// A pool that knows all that it has handed out keeps none of it alive.
@Suite("Objects from a pool") struct PoolTests {
  @Test("what only the pool's own chain leads to is lost")
  func lost() throws {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("pool.cpp", in: directory)
    let summary = Replay.summarize(try Trace(contentsOf: try RecordedProgram.run(program, [], in: directory).trace))
    var reach: [String: [LedgerSummary.Reach: Int]] = [:]
    for group in summary.groups { reach[group.type, default: [:]].merge(group.reach, uniquingKeysWith: +) }
    #expect(reach == ["First": [.reachable: 10], "Second": [.lost: 10], "Third": [.reachable: 10]])
    let forgotten = summary.groups.filter { $0.type == "Second" }
    #expect(forgotten.flatMap(\.holders.keys).isEmpty)
  }

  @Test("what only a collector's list leads to is lost, however much stands in front of it")
  func collected() throws {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("collector.cpp", in: directory)
    let summary = Replay.summarize(try Trace(contentsOf: try RecordedProgram.run(program, [], in: directory).trace))
    var reach: [String: [LedgerSummary.Reach: Int]] = [:]
    for group in summary.groups { reach[group.type, default: [:]].merge(group.reach, uniquingKeysWith: +) }
    #expect(reach == ["Lost": [.lost: 10], "Kept": [.reachable: 10], "LostToo": [.lost: 10]])
  }

  @Test("objects whose memory was given back are no longer held by anything, nor lost")
  func freed() throws {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("arena.cpp", in: directory)
    let summary = Replay.summarize(try Trace(contentsOf: try RecordedProgram.run(program, [], in: directory).trace))
    var reach: [String: [LedgerSummary.Reach: Int]] = [:]
    for group in summary.groups { reach[group.type, default: [:]].merge(group.reach, uniquingKeysWith: +) }
    #expect(reach == ["Part": [.freed: 50], "Whole": [.reachable: 1]])
  }
}
