import Foundation
@testable import Ledger
import Testing

/// What a summary says does not depend on how much was kept while a trace was read.
@Suite("Replay") struct ReplayTests {
  /// Traces are made here by hand: one thread, a stack for the creation, one for the retains, one for the releases.
  private struct Maker {
    private var bytes = Data()
    private var events: [UInt64] = []

    mutating func add(_ operation: LedgerEvent.Operation, _ stack: UInt64, _ object: UInt64) {
      events.append(UInt64(operation.rawValue) | stack << 2 | ((0x10_0000 + object * 64) >> 3) << 20)
    }

    private mutating func chunk(_ kind: UInt32, used: UInt64, _ payload: [UInt64]) {
      var head = [UInt64](repeating: 0, count: 8)
      head[0] = UInt64(Trace.magic) | UInt64(kind) << 32
      head[1] = UInt64(payload.count * 8) << 32
      head[2] = used
      for word in head + payload { withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) } }
      while bytes.count % 64 != 0 { bytes.append(0) }
    }

    mutating func trace() throws -> Trace {
      chunk(1, used: 1, [2, 77, 0, 0, 2])
      // A type's name marks the stack of a creation.
      chunk(3, used: 1, [1 | 1 << 32 | 8 << 48, 0x1001, 0x2020_2067_6E69_6854])
      for stack in UInt64(2)...4 { chunk(3, used: 1, [stack | 1 << 32, 0x1000 + stack]) }
      chunk(2, used: UInt64(events.count), events)
      chunk(6, used: 1, [0, 0])
      return try Trace(path: "t", bytes: bytes)
    }
  }

  @Test("objects behind the first few thousand of a place are measured like the others", arguments: [100, 5_000])
  func late(count: UInt64) throws {
    var maker = Maker()
    for object in 0..<count {
      maker.add(.create, 1, object)
      maker.add(.retain, 2, object)
      maker.add(.release, 3, object)
      // The last object's retain is answered by nothing.
      if object + 1 < count {
        maker.add(.release, 4, object)
        maker.add(.destroy, 4, object)
      }
    }
    let summary = Replay.summarize(try maker.trace())
    #expect(summary.created == Int(count))
    #expect(summary.alive == 1)
    let group = try #require(summary.groups.first)
    #expect(group.references == 1)
    #expect(group.outstanding.map(\.count) == [1])
    #expect(group.outstanding.first?.usualCount == min(Int(count) - 1, EndedLives.mostPerCreation))
    #expect(Set(group.balance.map(\.stack)) == [2, 3])
  }

  @Test("one replay is summed up as often as more is known of its stacks")
  func again() throws {
    var maker = Maker()
    for object in UInt64(0)..<10 {
      maker.add(.create, 1, object)
      maker.add(.retain, 2, object)
      if object < 9 {
        maker.add(.release, 3, object)
        maker.add(.release, 4, object)
        maker.add(.destroy, 4, object)
      }
    }
    // The last one gives back one of its two references.
    maker.add(.release, 3, 9)
    let replay = Replay(try maker.trace())
    let plain = replay.summary(with: StackNames())
    #expect(plain.groups.first?.outstanding.map(\.retain) == [2])
    var names = StackNames()
    names.takings = [2: [1]]
    names.endings = [3: 1]
    #expect(replay.summary(with: names).groups.first?.outstanding.map(\.retain) == [1])
    #expect(replay.summary(with: StackNames()) == plain)
  }

  @Test("memory is bound to what is alive, not to the length of the trace")
  func bounded() throws {
    var maker = Maker()
    for round in 0..<UInt64(20_000) {
      maker.add(.create, 1, round % 8)
      maker.add(.release, 4, round % 8)
      maker.add(.destroy, 4, round % 8)
    }
    let summary = Replay.summarize(try maker.trace())
    #expect(summary.created == 20_000)
    #expect(summary.peak == 1)
    #expect(summary.problems.isEmpty)
  }
}
