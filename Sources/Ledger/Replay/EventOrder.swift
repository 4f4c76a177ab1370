import Foundation

/// One step of a recorded program.
public struct LedgerEvent: Hashable, Sendable {
  public enum Operation: UInt8, Sendable { case create, retain, release, destroy }

  public var operation: Operation
  public var stack: Int
  public var address: UInt
  public var thread: Int
  /// The event's number in its thread: what `deed record --stop-at` takes.
  public var ordinal: UInt64
}

/// What a replay is told, in the order of the program.
protocol EventVisitor: ~Copyable {
  mutating func visit(_ event: LedgerEvent)
  /// An event of the object comes soon: what is known of it may be fetched from memory.
  func prepare(_ address: UInt)
  mutating func visit(checkpoint number: Int)
  /// An object's holder was told to own it, or only to point to it; the address without its lowest four bits.
  mutating func visit(declared address: UInt)
  /// A time mark, in microseconds since the trace began; each thread has its own, so they may go back a little.
  mutating func visit(time: UInt64)
}

extension EventVisitor where Self: ~Copyable {
  @inline(__always)
  func prepare(_ address: UInt) {}
}

extension Trace {
  /// Tells all events. Within a thread they come as they were recorded; where several threads touched the same objects,
  /// what the recorder wrote down at each change of hands says which thread's came first.
  func replay(_ visitor: inout (some EventVisitor & ~Copyable)) {
    var merge = Merge(self)
    bytes.withUnsafeBytes { merge.run($0, &visitor) }
  }

  /// Lets each thread go on as far as it may, in turn.
  private struct Merge {
    private static let reservedStack = UInt64(1 << 18 - 1)
    private static let indexMask = 1 << 14 - 1
    private static let toTheEnd = UInt64(0x3FFF_FFFF)
    /// So many events ahead: what memory takes to answer.
    private static let ahead = 12

    private struct Cursor {
      var runs: [Run]
      var run = 0
      var position = 0
      /// Where the events of the run lie.
      var words: UnsafeRawPointer?
      /// Of packed runs, one after the other.
      var room: UnsafeMutablePointer<UInt64>?

      var isFinished: Bool { run >= runs.count }
      /// The ordinal of the next event.
      var ordinal: UInt64 { isFinished ? .max : runs[run].firstOrdinal + UInt64(position) }

      /// The next event.
      var word: UInt64? { isFinished ? nil : words.map { Self.word($0, position) } }

      @inline(__always)
      static func word(_ words: UnsafeRawPointer, _ position: Int) -> UInt64 {
        UInt64(littleEndian: words.loadUnaligned(fromByteOffset: position * 8, as: UInt64.self))
      }

      /// The event behind the next one.
      func wordAfter(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
        guard !isFinished, let words else { return nil }
        if position + 1 < runs[run].count { return Self.word(words, position + 1) }
        guard run + 1 < runs.count else { return nil }
        return Self.first(of: runs[run + 1], bytes)
      }

      private static func first(of run: Run, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard run.isPacked else { return word(UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped) + run.offset, 0) }
        var first: UInt64 = 0
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: run.count) { events in
          guard let base = events.baseAddress else { return }
          PackedEvents.unpack(bytes, offset: run.offset, count: run.count, into: base)
          first = base[0]
        }
        return first
      }

      /// Makes the events of the run ready.
      mutating func enter(_ bytes: UnsafeRawBufferPointer, of trace: borrowing Trace) {
        guard !isFinished, let start = bytes.baseAddress else { return }
        let run = runs[run]
        guard run.isPacked else {
          words = start + run.offset
          return
        }
        let most = runs.reduce(0) { $1.isPacked ? max($0, $1.count) : $0 }
        let room = room ?? .allocate(capacity: most)
        let end = PackedEvents.unpack(bytes, offset: run.offset, count: run.count, into: room)
        trace.forget(run.offset..<end)
        self.room = room
        words = UnsafeRawPointer(room)
      }
    }

    private var threads: [Cursor]
    /// A wait whose event is missing, as in a trace that was cut, is let pass: the order is lost there, the events are not.
    private var letsPass = false

    private let trace: Trace

    init(_ trace: Trace) {
      self.trace = trace
      threads = trace.runs.map { Cursor(runs: $0) }
    }

    mutating func run(_ bytes: UnsafeRawBufferPointer, _ visitor: inout (some EventVisitor & ~Copyable)) {
      for thread in threads.indices { threads[thread].enter(bytes, of: trace) }
      defer { for thread in threads.indices { threads[thread].room?.deallocate() } }
      while true {
        var moved = false
        var isWaiting = false
        for thread in threads.indices where !threads[thread].isFinished {
          if advance(thread, bytes, &visitor) { moved = true }
          if !threads[thread].isFinished { isWaiting = true }
        }
        if !isWaiting { return }
        letsPass = !moved
      }
    }

    /// Goes on with one thread until it has to wait; says whether it got anywhere.
    private mutating func advance(
      _ thread: Int, _ bytes: UnsafeRawBufferPointer, _ visitor: inout (some EventVisitor & ~Copyable)
    ) -> Bool {
      var moved = false
      while !threads[thread].isFinished {
        let run = threads[thread].runs[threads[thread].run]
        guard let words = threads[thread].words else { return moved }
        // The usual event is told without a look at the other threads.
        var position = threads[thread].position
        while position < run.count {
          let word = Cursor.word(words, position)
          if position + Self.ahead < run.count {
            visitor.prepare(UInt(Cursor.word(words, position + Self.ahead) >> 20) << 3)
          }
          if word >> 2 & Self.reservedStack != Self.reservedStack {
            visitor.visit(event(word, thread: thread, ordinal: run.firstOrdinal + UInt64(position)))
          } else if word & 3 == 1 {
            threads[thread].position = position
            guard mayPass(word >> 20, thread: thread, bytes) || letsPass else { return moved }
            letsPass = false
          } else if word & 3 == 2 {
            visitor.visit(checkpoint: Int(word >> 20))
          } else if word & 3 == 0 {
            visitor.visit(time: word >> 20)
          } else {
            visitor.visit(declared: UInt(word >> 21) << 4)
          }
          position += 1
          moved = true
        }
        threads[thread].run += 1
        threads[thread].position = 0
        threads[thread].enter(bytes, of: trace)
      }
      return moved
    }

    @inline(__always)
    private func event(_ word: UInt64, thread: Int, ordinal: UInt64) -> LedgerEvent {
      LedgerEvent(
        operation: LedgerEvent.Operation(rawValue: UInt8(word & 3)) ?? .create,
        stack: Int(word >> 2 & Self.reservedStack),
        address: UInt(word >> 20) << 3, thread: thread, ordinal: ordinal)
    }

    /// Whether the other thread's events up to the written ordinal have been told, and the one that it was about to
    /// write: its next one, if that falls into the same shard and no change of hands stands before it.
    private func mayPass(_ content: UInt64, thread: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
      let low = content & Self.toTheEnd
      for other in stride(from: Int(content >> 30) & Self.indexMask, to: threads.count, by: Self.indexMask + 1)
      where other != thread && !threads[other].isFinished {
        if low == Self.toTheEnd { return false }
        let ordinal = threads[other].ordinal
        // Only the low bits were written: of the two ordinals they may stand for, the nearer one is meant.
        let behind = (low &- ordinal) & Self.toTheEnd
        if behind != 0, behind < Self.toTheEnd / 2 { return false }
        if behind == 0, isInShardOfNext(other, thread, bytes) { return false }
      }
      return true
    }

    private func isInShardOfNext(_ other: Int, _ thread: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
      guard let mine = threads[thread].wordAfter(bytes), let theirs = threads[other].word,
        theirs >> 2 & Self.reservedStack != Self.reservedStack
      else { return false }
      return shard(theirs >> 20) == shard(mine >> 20)
    }

    /// As the recorder's `Shards` computes it.
    private func shard(_ address: UInt64) -> UInt64 {
      ((address >> 1) ^ ((address >> 20) &* 0x9E37_79B9)) & 0xFFFF
    }
  }
}
