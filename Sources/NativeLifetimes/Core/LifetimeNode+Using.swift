import CNativeLifetimes
import Synchronization

extension LifetimeNode {
  /// Who has to mark the object as idle again.
  @usableFromInline enum Entry {
    case outermost
    /// This thread was inside already; the outer call marks it.
    case nested
  }

  /// Marks an object that takes one thread as in use. One compare-and-exchange; the way out is one store.
  @inlinable @inline(__always)
  func enter() throws(LifetimeError) -> Entry {
    let thread = native_lifetimes_thread()
    if !isEnding.load(ordering: .relaxed),
      state.compareExchange(expected: 0, desired: thread, ordering: .acquiring).exchanged
    {
      return .outermost
    }
    return try enterSlowly(thread)
  }

  @inlinable @inline(__always)
  func leave(_ entry: Entry) {
    if entry == .outermost { state.store(0, ordering: .releasing) }
  }

  @usableFromInline @inline(never)
  func enterSlowly(_ thread: UInt) throws(LifetimeError) -> Entry {
    if state.load(ordering: .relaxed) == thread { return .nested }
    throw refusal
  }

  /// Counts this thread in on an object that takes many.
  @inlinable @inline(__always)
  func enterCounted() throws(LifetimeError) {
    if state.wrappingAdd(2, ordering: .acquiring).oldValue & 1 != 0 { try enterCountedSlowly() }
  }

  @inlinable @inline(__always)
  func leaveCounted() {
    state.wrappingSubtract(2, ordering: .releasing)
  }

  @usableFromInline @inline(never)
  func enterCountedSlowly() throws(LifetimeError) {
    // A call inside a call goes on although somebody waits to close: the outer one holds it open.
    if UseFrame.isUnderWay(ObjectIdentifier(self)) { return }
    state.wrappingSubtract(2, ordering: .relaxed)
    throw refusal
  }

  /// Why a use was turned away. An object that is only being offered to its library has not ended: it may
  /// be refused and come back.
  private var refusal: LifetimeError {
    relations.withLock { relations in
      switch relations.phase {
      case .open: .inUse(identity)
      case .ending(let end, _): end.cause == .handedOver ? .inUse(identity) : .ended(identity, end)
      case .ended(let end): .ended(identity, end)
      }
    }
  }

  /// Runs `body` while nobody can end the object.
  @inlinable @inline(__always)
  func use<R>(_ body: () throws -> R) throws -> R {
    if takesManyThreads {
      try enterCounted()
      defer { leaveCounted() }
      return try UseFrame.with(ObjectIdentifier(self), body)
    }
    let entry = try enter()
    defer { leave(entry) }
    return try body()
  }

  /// The same for a body that does not throw, so that the only error is this library's own.
  @inlinable @inline(__always)
  func use<R>(_ body: () -> R) throws(LifetimeError) -> R {
    if takesManyThreads {
      try enterCounted()
      defer { leaveCounted() }
      return UseFrame.with(ObjectIdentifier(self), body)
    }
    let entry = try enter()
    defer { leave(entry) }
    return body()
  }
}
