import Foundation
import Ledger
import Testing

/// A trace may be cut anywhere and damaged anywhere: it is read up to there or refused, and nothing crashes.
@Suite("Damaged traces") struct DamageTests {
  private static let whole: Result<Data, any Error> = Result {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("cache.cpp", in: directory)
    let outcome = try RecordedProgram.run(program, ["leak"], in: directory)
    return try Data(contentsOf: URL(fileURLWithPath: outcome.trace))
  }

  @Test("cut at every byte of the last kilobyte")
  func cut() throws {
    let whole = try Self.whole.get()
    let full = Replay.summarize(try Trace(path: "t", bytes: whole))
    for length in whole.count - 1024..<whole.count {
      let trace = try Trace(path: "t", bytes: Data(whole.prefix(length)))
      let summary = Replay.summarize(trace)
      #expect(summary.created <= full.created)
      #expect(summary.created > 0)
    }
  }

  @Test("cut at places all over the file")
  func cutAnywhere() throws {
    let whole = try Self.whole.get()
    for length in stride(from: 0, to: whole.count, by: max(1, whole.count / 500)) {
      guard let trace = try? Trace(path: "t", bytes: Data(whole.prefix(length))) else { continue }
      #expect(trace.isCut)
      _ = Replay.summarize(trace)
    }
  }

  @Test("what is no trace is refused", arguments: ["", "x", String(repeating: "no trace ", count: 100)])
  func foreign(text: String) {
    let error = #expect(throws: TraceError.self) { try Trace(path: "t", bytes: Data(text.utf8)) }
    #expect(error?.message == "is no trace of deed record")
  }

  @Test("changed bytes never crash the reader", arguments: UInt64(1)...200)
  func changed(seed: UInt64) throws {
    var bytes = try Self.whole.get()
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    for _ in 0..<20 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      // The first chunks and the events are where it hurts.
      let place = Int(state >> 33) % min(bytes.count, 40_000)
      bytes[bytes.startIndex + place] = UInt8(truncatingIfNeeded: state >> 20)
    }
    guard let trace = try? Trace(path: "t", bytes: bytes) else { return }
    let summary = Replay.summarize(trace)
    #expect(summary.alive == summary.created - summary.destroyed)
  }

  @Test("parts that are lost, doubled, exchanged or overwritten never crash the reader", arguments: UInt64(1)...400)
  func shuffled(seed: UInt64) throws {
    var bytes = [UInt8](try Self.whole.get())
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func random(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state >> 2) % max(1, bound)
    }
    for _ in 0..<1 + random(4) {
      // Heads stand on boundaries of 64 bytes: what hits them whole does the most harm.
      let place = random(min(bytes.count, 60_000)) & (seed % 2 == 0 ? ~63 : ~0)
      let length = min(1 + random(4096), bytes.count - place)
      switch random(4) {
      case 0: bytes.removeSubrange(place..<place + length)
      case 1: bytes.insert(contentsOf: bytes[place..<place + length], at: random(bytes.count))
      case 2: for at in place..<place + length { bytes[at] = UInt8(truncatingIfNeeded: random(256)) }
      default:
        let other = random(bytes.count - length)
        bytes.replaceSubrange(place..<place + length, with: Array(bytes[other..<other + length]))
      }
      if bytes.isEmpty { return }
    }
    guard let trace = try? Trace(path: "t", bytes: Data(bytes)) else { return }
    let summary = Replay.summarize(trace)
    #expect(summary.alive == summary.created - summary.destroyed)
    _ = trace.toldProblems
  }
}
