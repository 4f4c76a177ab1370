import Synchronization

/// What C gets as the context of a callback: not an address but the number of a slot and of the slot's turn.
/// A library that calls with a context which is over, or with one that it made up, finds nothing there;
/// with an address it would run on freed memory.
///
/// Slots are used again, each time with its next turn, and their memory is never given back.
enum CallbackSlots {
  /// The turn stands in the upper 40 bits of a context, as it does in a slot's state word; the slot's
  /// index in the rest.
  static let indexBits: UInt64 = 24
  static let lowBits: UInt64 = (1 << indexBits) - 1

  private final class Chunk: Sendable {
    let slots: [CallbackSlot]
    init(_ slots: [CallbackSlot]) { self.slots = slots }
  }

  private final class ChunkCell: Sendable {
    let chunk = AtomicLazyReference<Chunk>()
  }

  private struct FreeList: Sendable {
    var slots: [CallbackSlot] = []
    var chunkCount = 0
  }

  /// Chunks of 64, 128, 256 … slots: one is found without a lock, and none ever moves.
  private static let firstChunkBits: UInt64 = 6
  private static let chunks = (0..<Int(indexBits - firstChunkBits)).map { _ in ChunkCell() }
  private static let free = Guarded(FreeList())

  /// Puts the box into a slot and lets calls in.
  static func open(_ box: AnyCallbackBox) -> CallbackTicket {
    takeFreeSlot().open(box)
  }

  static func slot(of ticket: CallbackTicket) -> CallbackSlot? {
    let index = ticket.bits & lowBits
    // Chunk n begins at index 64 * (2^n - 1).
    let shifted = (index >> firstChunkBits) + 1
    let number = UInt64.bitWidth - 1 - shifted.leadingZeroBitCount  // its logarithm
    guard number < chunks.count, let chunk = chunks[number].chunk.load() else { return nil }
    let first = ((UInt64(1) << UInt64(number)) - 1) << firstChunkBits
    return chunk.slots[Int(index - first)]
  }

  static func giveBack(_ slot: CallbackSlot) {
    free.withLock { $0.slots.append(slot) }
  }

  private static func takeFreeSlot() -> CallbackSlot {
    free.withLock { free in
      if let slot = free.slots.popLast() { return slot }
      let number = free.chunkCount
      guard number < chunks.count else {
        fatalError("sixteen million callbacks are registered; there is no room for more")
      }
      let first = ((UInt64(1) << UInt64(number)) - 1) << firstChunkBits
      let slots = (0..<(UInt64(1) << (firstChunkBits + UInt64(number)))).map { CallbackSlot(index: first + $0) }
      _ = chunks[number].chunk.storeIfNil(Chunk(slots))
      free.chunkCount += 1
      free.slots = slots.dropFirst().reversed()
      return slots[0]
    }
  }
}

/// One turn of one slot, as C sees it. Never zero, so never NULL.
struct CallbackTicket: Sendable, Equatable {
  let bits: UInt64

  init(bits: UInt64) { self.bits = bits }

  init?(_ context: UnsafeMutableRawPointer?) {
    guard let context else { return nil }
    bits = UInt64(UInt(bitPattern: context))
  }

  var context: UnsafeMutableRawPointer {
    guard let context = UnsafeMutableRawPointer(bitPattern: UInt(bits)) else {
      preconditionFailure("a slot's first turn is 1")
    }
    return context
  }

  var turn: UInt64 { bits >> CallbackSlots.indexBits }
}
