import Foundation
@testable import Ledger
import Testing

/// However a process ends, what it did before is in the trace.
@Suite("Ends of a recorded process") struct EndTests {
  private func run(_ way: String, mode: String = "full") throws -> (RecordedProgram.Outcome, Trace) {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("ends.cpp", in: directory)
    let outcome = try RecordedProgram.run(program, [way], mode: mode, in: directory)
    return (outcome, try Trace(contentsOf: outcome.trace))
  }

  @Test("nothing recorded is lost", arguments: [("exit", false), ("_exit", true), ("kill", true), ("crash", true)])
  func end(way: String, isCut: Bool) throws {
    let (_, trace) = try run(way)
    let summary = Replay.summarize(trace)
    #expect(summary.created == 3)
    #expect(summary.destroyed == 2)
    #expect(summary.alive == 1)
    #expect(trace.isCut == isCut)
  }

  @Test("a forked child writes its own trace")
  func fork() throws {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("ends.cpp", in: directory)
    let outcome = try RecordedProgram.run(program, ["fork"], in: directory)
    #expect(Replay.summarize(try Trace(contentsOf: outcome.trace)).created == 3)
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    let child = try #require(names.first { $0.hasPrefix("run.trace.") })
    let trace = try Trace(contentsOf: directory.appendingPathComponent(child).path)
    #expect(Replay.summarize(trace).created == 1)
    #expect(child == "run.trace.\(trace.process)")
  }

  @Test("a program that takes the place of another writes its own trace")
  func exec() throws {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("ends.cpp", in: directory)
    let outcome = try RecordedProgram.run(program, ["exec"], in: directory)
    #expect(outcome.status == 3)
    let first = try Trace(contentsOf: outcome.trace)
    #expect(first.isCut)
    #expect(Replay.summarize(first).created == 3)
    let second = try Trace(contentsOf: "\(outcome.trace).\(first.process)")
    #expect(!second.isCut)
    #expect(Replay.summarize(second).created == 3)
  }

  @Test("the program stops at the event that a report names")
  func stop() throws {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("ends.cpp", in: directory)
    let whole = try Trace(contentsOf: try RecordedProgram.run(program, ["exit"], in: directory).trace)
    let example = try #require(Replay.summarize(whole).groups.first?.examples.first)
    // The one object that lives is made first; two more events are let pass.
    let stop = example.ordinal + 2
    let script = "DEED_LEDGER_STOP=\(stop) exec \(program) exit"
    let outcome = try RecordedProgram.run("/bin/sh", ["-c", script], in: directory)
    #expect(outcome.status == SIGTRAP)
    let traces = try FileManager.default.contentsOfDirectory(atPath: directory.path).filter {
      $0.hasPrefix("run.trace")
    }
    let stopped = try traces.map { try Trace(contentsOf: directory.appendingPathComponent($0).path) }
      .first { $0.eventCount > 0 }
    #expect(try #require(stopped).eventCount == Int(stop))
  }

  @Test("what is not declared by a commit is named once")
  func commit() throws {
    let (_, trace) = try run("commit")
    let summary = Replay.summarize(trace)
    #expect(summary.commits == 3)
    #expect(summary.undeclared.map(\.commit) == [1, 2])
    #expect(summary.undeclared.map(\.count) == [1, 1])
    #expect(summary.undeclared.map(\.type) == ["Thing", "Thing"])
  }

  @Test("a thousand threads are recorded whole")
  func threads() throws {
    let (outcome, trace) = try run("threads")
    #expect(outcome.status == 0)
    let summary = Replay.summarize(trace)
    #expect(summary.created == 3 + 10 * 100 * 10)
    #expect(summary.alive == 1)
    #expect(summary.problems.isEmpty)
    #expect(trace.threadCount == 1001)
  }

  @Test("a signal handler's events are recorded or counted as lost")
  func signals() throws {
    let (outcome, trace) = try run("signals")
    #expect(outcome.status == 0)
    let summary = Replay.summarize(trace)
    #expect(summary.retains >= 400_000)
    #expect(summary.alive == 1)
    #expect(abs(summary.retains - (summary.releases - 2)) <= trace.dropped)
  }

  @Test("code that was unloaded is named")
  func unload() throws {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("ends.cpp", in: directory)
    let library = try RecordedProgram.build(
      "plugin.cpp", in: directory, flags: ["-shared", "-fPIC"], output: "plugin.so")
    let outcome = try RecordedProgram.run(program, ["unload", library], in: directory)
    #expect(outcome.status == 0)
    let trace = try Trace(contentsOf: outcome.trace)
    let left = Replay.summarize(trace).groups.filter { $0.type == "Left" }
    #expect(left.reduce(0) { $0 + $1.count } == 2)
    let symbolizer = Symbolizer(trace)
    for group in left {
      let frame = symbolizer.frames(of: trace.stacks[group.creation]?.addresses ?? []).first
      #expect(frame?.function == "leaveOne")
      #expect(frame?.file.hasSuffix("plugin.cpp") == true)
    }
  }

  @Test("when there are more places than numbers for them, events go on")
  func stacks() throws {
    let (outcome, trace) = try run("stacks")
    #expect(outcome.status == 0)
    let summary = Replay.summarize(trace)
    #expect(summary.created == 3 + 300_000)
    #expect(summary.destroyed == 2 + 300_000)
    // Nearly all numbers are in use: neighbours in memory do not crowd each other out.
    #expect((200_000..<1 << 18).contains(trace.stacks.count))
  }

  @Test("creations and ends alone keep who is alive")
  func live() throws {
    let (_, trace) = try run("exit", mode: "live")
    #expect(trace.mode == .live)
    let summary = Replay.summarize(trace)
    #expect(summary.groups.map(\.count) == [1])
    #expect(summary.groups.first?.type == "Thing")
  }

  @Test("the count alone is in the end")
  func count() throws {
    let (_, trace) = try run("exit", mode: "count")
    #expect(trace.totals == Trace.Totals(live: 1, references: 1))
  }

  /// A limit on the size of files stands in for a full disk: the program has to go on to its own end.
  @Test("without room the program goes on")
  func noRoom() throws {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("ends.cpp", in: directory)
    let script = "trap '' XFSZ; ulimit -f 4096; exec \(program) full"
    let outcome = try RecordedProgram.run("/bin/bash", ["-c", script], in: directory)
    #expect(outcome.status == 5)
    #expect(outcome.output.contains("the trace cannot be written"))
    #expect(outcome.output.split(separator: "\n").count == 1)
  }
}
