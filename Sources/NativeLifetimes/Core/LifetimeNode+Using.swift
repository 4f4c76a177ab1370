import CNativeLifetimes
import Synchronization

extension LifetimeNode {
  /// Who has to mark the object as idle again.
  @usableFromInline enum Entry {
    case outermost
    /// This thread was inside already; the outer call marks it.
    case nested
  }

  /// Marks an object that takes one thread, and is not this thread's own, as in use. One compare-and-exchange; the
  /// way out is one store.
  @inlinable @inline(__always)
  func enter() throws(LifetimeError) -> Entry {
    let isShared = belonging.load(ordering: .acquiring) == Belonging.everybody
    if isShared, !isUsedByOwner, !isEnding.load(ordering: .relaxed),
      state.compareExchange(expected: 0, desired: native_lifetimes_thread(), ordering: .acquiring).exchanged
    {
      return .outermost
    }
    return try enterSlowly()
  }

  @inlinable @inline(__always)
  func leave(_ entry: Entry) {
    if entry == .outermost { state.store(0, ordering: .releasing) }
  }

  @usableFromInline @inline(never)
  func enterSlowly() throws(LifetimeError) -> Entry {
    let thread = native_lifetimes_thread()
    while true {
      if state.load(ordering: .relaxed) == thread || isOwnedAndUsedByThisThread { return .nested }
      let now = belonging.load(ordering: .acquiring)
      guard now == Belonging.nobody || now == Belonging.everybody else {
        share()
        continue
      }
      guard !isEnding.load(ordering: .relaxed), !isUsedByOwner,
        state.compareExchange(expected: 0, desired: thread, ordering: .acquiring).exchanged
      else { throw refusal }
      if now == Belonging.everybody { return .outermost }
      if belonging.load(ordering: .acquiring) == Belonging.nobody {
        countTowardsOwning()
        return .outermost
      }
      // It has become some thread's own between the two looks, or everybody's.
      state.store(0, ordering: .releasing)
    }
  }

  /// Counts this thread in on an object that takes many.
  @inlinable @inline(__always)
  func enterCounted() throws(LifetimeError) {
    if state.wrappingAdd(2, ordering: .acquiring).oldValue & 1 != 0 { try enterCountedSlowly() }
    if belonging.load(ordering: .relaxed) == Belonging.nobody { countTowardsOwning() }
  }

  @inlinable @inline(__always)
  func leaveCounted() {
    state.wrappingSubtract(2, ordering: .releasing)
  }

  @usableFromInline @inline(never)
  func enterCountedSlowly() throws(LifetimeError) {
    // A call inside a call goes on although somebody waits to close: the outer one holds it open.
    if UseFrame.isUnderWay(ObjectIdentifier(self)) || isOwnedAndUsedByThisThread { return }
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
    if enterOwned() {
      defer { leaveOwned() }
      return try body()
    }
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
    if enterOwned() {
      defer { leaveOwned() }
      return body()
    }
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
