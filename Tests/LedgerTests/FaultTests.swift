import Foundation
@testable import Ledger
import Testing

/// `Examples/cache/cache.cpp` with one fault at a time: the summary has to name it.
@Suite("Faults in a recorded program") struct FaultTests {
  private func summary(_ fault: String, compiler: String = "clang++-19") throws -> (LedgerSummary, Trace, Symbolizer) {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("cache.cpp", in: directory, compiler: compiler)
    let outcome = try RecordedProgram.run(program, [fault], in: directory)
    #expect(outcome.status == 0, "\(outcome.output)")
    let trace = try Trace(contentsOf: outcome.trace)
    let symbolizer = Symbolizer(maps: trace.maps)
    // The program's file has to be there while its symbols are read.
    for stack in trace.stacks.values { _ = symbolizer.frames(of: stack.addresses) }
    return (Replay.summarize(trace), trace, symbolizer)
  }

  private func functions(_ stack: Int, _ trace: Trace, _ symbolizer: Symbolizer) -> [String] {
    symbolizer.frames(of: trace.stacks[stack]?.addresses ?? []).map(\.function)
  }

  @Test("the clean program leaves nothing", arguments: ["clean", "threads"])
  func clean(fault: String) throws {
    let (summary, trace, _) = try summary(fault)
    #expect(summary.alive == 0)
    #expect(summary.created == summary.destroyed)
    #expect(summary.problems.isEmpty)
    #expect(!trace.isCut)
    #expect(trace.totals == Trace.Totals(live: 0, references: 0))
  }

  @Test("a retain without release is named", arguments: ["clang++-19", "g++"])
  func retain(compiler: String) throws {
    let (summary, trace, symbolizer) = try summary("leak", compiler: compiler)
    #expect(summary.alive == 10)
    let group = try #require(summary.groups.first)
    #expect(group.type == "Query")
    #expect(group.outstanding.map(\.count) == [10])
    let frames = symbolizer.frames(of: trace.stacks[group.outstanding[0].retain]?.addresses ?? [])
    let put = try #require(frames.first { $0.function == "Cache::put(int, Query*)" })
    #expect(put.file.hasSuffix("cache.cpp"))
    #expect(try line(put.line).contains("is(\"leak\")"))
    #expect(summary.checkpoints.map { $0.live.values.reduce(0, +) } == [100, 10])
  }

  @Test("an error path that forgets is told from the others")
  func forgotten() throws {
    let (summary, trace, symbolizer) = try summary("forgotten")
    let group = try #require(summary.groups.first)
    #expect(group.count == 1)
    #expect(group.ended == 9)
    #expect(functions(group.creation, trace, symbolizer).contains("parse(int)"))
    #expect(group.outstanding.map(\.usualCount) == [9])
  }

  @Test(
    "a use after the end is named with both places",
    arguments: [("over", LedgerSummary.Problem.Kind.overRelease), ("after", .useAfterDestroy)])
  func afterEnd(fault: String, kind: LedgerSummary.Problem.Kind) throws {
    let (summary, trace, symbolizer) = try summary(fault)
    let problem = try #require(summary.problems.first)
    #expect(summary.problems.count == 1)
    #expect(problem.kind == kind)
    let destruction = try #require(problem.destruction)
    #expect(functions(destruction, trace, symbolizer).contains("tooOften(Query*)"))
  }

  private func line(_ number: Int) throws -> String {
    let source = RecordedProgram.source("cache.cpp")
    let lines = try String(contentsOf: source, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    return String(lines[number - 1])
  }
}
