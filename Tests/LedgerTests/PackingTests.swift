import Foundation
import Ledger
import Testing

/// Full buffers are packed on their way to the file.
@Suite("Packed events") struct PackingTests {
  private static let recorded: Result<Data, any Error> = Result {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("many.cpp", in: directory)
    let outcome = try RecordedProgram.run(program, [], in: directory)
    return try Data(contentsOf: URL(fileURLWithPath: outcome.trace))
  }

  @Test("every event comes back, in fewer bytes")
  func whole() throws {
    let bytes = try Self.recorded.get()
    let trace = try Trace(path: "t", bytes: bytes)
    let summary = Replay.summarize(trace)
    #expect(summary.created == 1_000)
    #expect(summary.destroyed == 1_000)
    #expect(summary.retains == 200_000)
    #expect(summary.releases == 201_000)
    #expect(summary.problems.isEmpty)
    #expect(bytes.count < trace.eventCount * 8)
  }

  @Test("what is cut or damaged is read as far as it goes")
  func damaged() throws {
    let bytes = try Self.recorded.get()
    for length in stride(from: 4_096, to: bytes.count, by: bytes.count / 60) {
      guard let trace = try? Trace(path: "t", bytes: Data(bytes.prefix(length))) else { continue }
      #expect(Replay.summarize(trace).retains <= 200_000)
    }
    var state: UInt64 = 1
    for _ in 0..<60 {
      var changed = bytes
      for _ in 0..<50 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        changed[changed.startIndex + Int(state >> 33) % changed.count] = UInt8(truncatingIfNeeded: state >> 20)
      }
      guard let trace = try? Trace(path: "t", bytes: changed) else { continue }
      _ = Replay.summarize(trace)
    }
  }
}
