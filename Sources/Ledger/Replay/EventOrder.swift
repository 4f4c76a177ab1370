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
  /// All of a run's events from a position up to the next one that is special, or to its end; gives where that is. Who has little to do
  /// with each of many events does it here.
  mutating func visit(_ run: EventRun, from start: Int) -> Int
  mutating func visit(checkpoint number: Int)
  /// An object's holder was told to own it, or only to point to it; the address without its lowest four bits.
  mutating func visit(declared address: UInt)
  /// A time mark, in microseconds since the trace began; each thread has its own, so they may go back a little.
  mutating func visit(time: UInt64)
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
    private static let indexMask = 1 << 14 - 1
    private static let toTheEnd = UInt64(0x3FFF_FFFF)

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
      var word: UInt64? {
        isFinished || position >= runs[run].count ? nil : words.map { Self.word($0, position) }
      }

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
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: PackedEvents.group) { events in
          guard let base = events.baseAddress else { return 0 }
          let count = min(run.count, PackedEvents.group)
          return PackedEvents.unpack(bytes, run.bytes, count: count, into: base) > 0 ? base[0] : 0
        }
      }

      /// Makes the events of the run ready.
      mutating func enter(_ bytes: UnsafeRawBufferPointer, of trace: borrowing Trace) {
        guard !isFinished, let start = bytes.baseAddress else { return }
        let run = runs[run]
        guard run.isPacked else {
          words = start + run.offset
          return
        }
        let room = room ?? .allocate(capacity: runs.reduce(0) { $1.isPacked ? max($0, $1.count) : $0 })
        // Of a damaged run not all may be there.
        runs[self.run].count = PackedEvents.unpack(bytes, run.bytes, count: run.count, into: room)
        trace.forget(run.bytes)
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
        // The usual events are told without a look at the other threads.
        let events = EventRun(words: words, count: run.count, thread: thread, firstOrdinal: run.firstOrdinal)
        var position = threads[thread].position
        while position < run.count {
          let next = visitor.visit(events, from: position)
          if next > position { moved = true }
          position = next
          guard position < run.count else { break }
          let word = events.word(position)
          switch word & 3 {
          case 0: visitor.visit(time: word >> 20)
          case 1:
            threads[thread].position = position
            guard mayPass(word >> 20, thread: thread, bytes) || letsPass else { return moved }
            letsPass = false
          case 2: visitor.visit(checkpoint: Int(word >> 20))
          default: visitor.visit(declared: UInt(word >> 21) << 4)
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
        !EventRun.isSpecial(theirs)
      else { return false }
      return shard(theirs >> 20) == shard(mine >> 20)
    }

    /// As the recorder's `Shards` computes it.
    private func shard(_ address: UInt64) -> UInt64 {
      ((address >> 1) ^ ((address >> 20) &* 0x9E37_79B9)) & 0xFFFF
    }
  }
}
