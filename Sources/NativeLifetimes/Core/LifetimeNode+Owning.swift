import CNativeLifetimes
import Synchronization

/// An object that one thread uses again and again becomes that thread's own: its calls then cost two plain stores
/// and no atomic exchange, which would wait until everything that the last call wrote has left the processor.
///
/// It is Dekker's handshake with the whole price on one side. The owner says that it is inside and then looks
/// whether the object is still its own; whoever comes from elsewhere takes the object away, makes every
/// thread pass a memory barrier, and then looks whether the owner is inside. One of the two sees the other. An
/// object is taken away once, and shared from then on.
extension LifetimeNode {
  /// Whom the object belongs to.
  @usableFromInline enum Belonging {
    /// Nobody has used it often enough yet.
    @inlinable static var nobody: UInt8 { 0 }
    @inlinable static var owner: UInt8 { 1 }
    /// It is being taken away: the barrier may not have been passed yet.
    static var nobodyYet: UInt8 { 2 }
    @inlinable static var everybody: UInt8 { 3 }
  }

  /// The owner's word when it is inside has its lowest bit set, which no thread's number has.
  @inlinable static var inside: UInt { 1 }
  /// What stands for the owner when it has seen that it is owner no more.
  private static var nobody: UInt { 2 }
  /// As many calls in a row make a thread the owner. A thread's number leaves four bits for the count.
  private static var callsInARow: UInt { 15 }

  /// Lets the owner in; false for everybody else, and for the owner's call inside a call.
  @inlinable @inline(__always)
  func enterOwned() -> Bool {
    let thread = UInt(native_lifetimes_thread())
    guard owner.load(ordering: .relaxed) == thread else { return false }
    owner.store(thread | Self.inside, ordering: .relaxed)
    native_lifetimes_keep_order()
    if belonging.load(ordering: .relaxed) == Belonging.owner { return true }
    Self.giveUp(self)
    return false
  }

  @inlinable @inline(__always)
  func leaveOwned() {
    owner.store(UInt(native_lifetimes_thread()), ordering: .releasing)
  }

  /// Static, so that no call has to keep a register for `self` because of what hardly ever happens.
  @usableFromInline @inline(never)
  static func giveUp(_ node: LifetimeNode) {
    node.owner.store(nobody, ordering: .releasing)
  }

  /// Whether this very thread is inside as the owner.
  var isOwnedAndUsedByThisThread: Bool {
    owner.load(ordering: .relaxed) == UInt(native_lifetimes_thread()) | Self.inside
  }

  /// Whether the owner is inside, or was about to enter when the object was taken away from it.
  @inlinable var isUsedByOwner: Bool { owner.load(ordering: .acquiring) & Self.inside != 0 }

  /// Counts this thread's calls while the object is nobody's, and makes it the owner after some. For an object
  /// that takes one thread, only from inside a call: so nobody else is in.
  @usableFromInline @inline(never)
  func countTowardsOwning() {
    let thread = UInt(native_lifetimes_thread())
    let before = streak.load(ordering: .relaxed)
    let count = before & ~Self.callsInARow == thread ? before & Self.callsInARow : 0
    guard count == Self.callsInARow else { return streak.store(thread + count + 1, ordering: .relaxed) }
    guard native_lifetimes_can_order_all_threads() != 0 else { return becomeShared() }
    guard owner.compareExchange(expected: 0, desired: thread, ordering: .relaxed).exchanged else { return }
    _ = belonging.compareExchange(
      expected: Belonging.nobody, desired: Belonging.owner, ordering: .acquiringAndReleasing)
  }

  private func becomeShared() {
    _ = belonging.compareExchange(
      expected: Belonging.nobody, desired: Belonging.everybody, ordering: .acquiringAndReleasing)
  }

  /// Takes the object away from its owner. Afterwards the owner is either seen to be inside, or comes in as
  /// everybody else does.
  ///
  /// - Parameter isUnused: Nobody can be inside or come in.
  func share(isUnused: Bool = false) {
    while true {
      let now = belonging.load(ordering: .acquiring)
      switch now {
      case Belonging.everybody: return
      case Belonging.nobody: becomeShared()
      case Belonging.owner:
        let isSimple = isUnused || owner.load(ordering: .relaxed) == UInt(native_lifetimes_thread())
        let next = isSimple ? Belonging.everybody : Belonging.nobodyYet
        _ = belonging.compareExchange(expected: now, desired: next, ordering: .acquiringAndReleasing)
      default:
        // Another thread may be taking it away too; each passes a barrier of its own and need not wait.
        native_lifetimes_order_all_threads()
        belonging.store(Belonging.everybody, ordering: .releasing)
      }
    }
  }
}
