import Synchronization

/// A place for one box at a time, and the count of the calls that are inside it.
final class CallbackSlot: Sendable {
  /// In the state word, below the turn: bit 0 is set while calls are let in, the rest counts those inside, in twos.
  private static let isOpen: UInt64 = 1
  private static let oneCall: UInt64 = 2

  private let index: UInt64
  private let state = Atomic<UInt64>(1 << CallbackSlots.indexBits)
  /// Written before the slot opens and after its last call has left, read by calls inside: the state word
  /// orders the three.
  nonisolated(unsafe) private var box: AnyCallbackBox?

  init(index: UInt64) { self.index = index }

  func open(_ newBox: AnyCallbackBox) -> CallbackTicket {
    box = newBox
    let turn = state.load(ordering: .relaxed) & ~CallbackSlots.lowBits
    state.store(turn | Self.isOpen, ordering: .releasing)
    return CallbackTicket(bits: turn | index)
  }

  /// Lets a call in; nil when the registration is over. With `last`, no other is let in after it.
  func enter(_ ticket: CallbackTicket, last: Bool) -> AnyCallbackBox? {
    var seen = state.load(ordering: .acquiring)
    while isOpen(seen, for: ticket) {
      let next = (last ? seen & ~Self.isOpen : seen) + Self.oneCall
      let result = state.weakCompareExchange(expected: seen, desired: next, ordering: .acquiringAndReleasing)
      if result.exchanged { return box }
      seen = result.original
    }
    return nil
  }

  /// The last call to leave a registration that is over takes the box away.
  func leave() {
    let now = state.subtract(Self.oneCall, ordering: .acquiringAndReleasing).newValue
    if now & CallbackSlots.lowBits == 0 { takeAway(now) }
  }

  /// Lets no more calls in and waits until those inside are out, except when one of them is on this very
  /// thread: the box then goes when that returns.
  func end(_ ticket: CallbackTicket, of box: ObjectIdentifier) {
    var seen = state.load(ordering: .acquiring)
    while isOpen(seen, for: ticket) {
      let next = seen & ~Self.isOpen
      let result = state.weakCompareExchange(expected: seen, desired: next, ordering: .acquiringAndReleasing)
      if result.exchanged {
        if next & CallbackSlots.lowBits == 0 { takeAway(next) }
        break
      }
      seen = result.original
    }
    if UseFrame.isUnderWay(box) { return }
    wait { state.load(ordering: .acquiring) >> CallbackSlots.indexBits != ticket.turn }
  }

  private func isOpen(_ word: UInt64, for ticket: CallbackTicket) -> Bool {
    word >> CallbackSlots.indexBits == ticket.turn && word & Self.isOpen != 0
  }

  private func takeAway(_ word: UInt64) {
    // The box goes before the turn, so that whoever waits for the end finds the value gone as well.
    box = nil
    let turn = (word >> CallbackSlots.indexBits) + 1
    state.store(turn << CallbackSlots.indexBits, ordering: .releasing)
    CallbackSlots.giveBack(self)
  }
}
