import CNativeLifetimes
import Synchronization

extension LifetimeNode {
  /// Ends the object: what was made from it first, in reverse order of making, then the object itself.
  /// Waits for other threads' calls to come back. Twice is fine.
  func close(at site: SourceSite) throws(LifetimeError) {
    if let user = userOnThisThread() {
      // A second close from inside its own destroyer is a double close, not a misuse.
      if user === self, case .ending = relations.withLock({ $0.phase }) { return }
      throw .endedFromWithin(identity, use: user.identity)
    }
    finish(HandleEnd(cause: .closed, site: site))
  }

  /// The way out through `deinit`. Nobody can be inside: a call keeps its handle alive.
  func closeDropped() {
    // In this order: who ends it with its parent on another thread says so before the state changes.
    let isIdle = state.load(ordering: .acquiring) == 0 && !isUsedByOwner || isEnding.load(ordering: .relaxed)
    // Not a precondition: those say nothing in an optimised program.
    guard isIdle else { fatalError("\(identity) was released once too often: it went away while in use") }
    finish(HandleEnd(cause: .dropped, site: nil))
  }

  /// Offers the object to the library; `true` from the body means that it is the library's now. While it
  /// is offered nobody can use it, and when it is refused everything is as before.
  func handOver(at site: SourceSite, _ offer: () throws -> Bool) throws -> Bool {
    let end = HandleEnd(cause: .handedOver, site: site)
    if let user = userOnThisThread() { throw LifetimeError.endedFromWithin(identity, use: user.identity) }
    guard begin(end) else { throw LifetimeError.ended(identity, self.end ?? end) }
    let count = relations.withLock { $0.children.count }
    var isTaken = false
    defer { if isTaken { complete(end) } else { reopen() } }
    guard count == 0 else { throw LifetimeError.hasChildren(identity, count: count) }
    isTaken = try offer()
    return isTaken
  }

  /// The first object at or below this one that this thread is inside of: to wait for it would be for ever.
  private func userOnThisThread() -> LifetimeNode? {
    if isUsedByThisThread { return self }
    for child in relations.withLock({ Array($0.children.values) }) {
      if child.isCalledBackOnThisThread { return child }
      if let user = child.userOnThisThread() { return user }
    }
    return nil
  }

  func finish(_ end: HandleEnd) {
    guard begin(end) else { return }
    let cause: HandleEnd.Cause
    switch end.cause {
    case .ancestorClosed: cause = end.cause
    default: cause = .ancestorClosed(identity)
    }
    closeChildren(HandleEnd(cause: cause, site: end.site))
    destroy(end.cause)
    for loan in relations.withLock({ Array($0.loans.values) }) {
      loan.finish(HandleEnd(cause: cause, site: end.site))
    }
    complete(end)
  }

  /// One pass sees them all, since nobody can make children any more.
  private func closeChildren(_ end: HandleEnd) {
    let children = relations.withLock { relations in
      defer { relations.children = [:] }
      relations.takesChildren = false
      return relations.children.values.sorted { $0.identity.id > $1.identity.id }
    }
    for child in children { child.finish(end) }
  }

  /// Takes the right to end the object and shuts everybody out; false when it has ended already.
  private func begin(_ end: HandleEnd) -> Bool {
    enum Turn { case mine, over, wait }
    let thread = UInt(native_lifetimes_thread())
    let isCalledBack = isCalledBackOnThisThread
    var turn = Turn.wait
    var hasWaited = false
    wait {
      turn = relations.withLock { relations in
        switch relations.phase {
        case .open:
          relations.phase = .ending(end, byThread: thread)
          return .mine
        case .ending(_, thread), .ended: return .over
        // When the other thread waits for this one, or for the callback that this one is in, this one must go on.
        case .ending(_, let other):
          if isCalledBack || !EndingWaits.begin(thread, for: other) { return .over }
          hasWaited = true
          return .wait
        }
      }
      return turn != .wait
    }
    if hasWaited { EndingWaits.end(thread) }
    guard turn == .mine else { return false }
    isEnding.store(true, ordering: .relaxed)
    share(isUnused: end.cause == .dropped)
    wait { !isUsedByOwner }
    if takesManyThreads {
      state.bitwiseOr(1, ordering: .acquiringAndReleasing)
      wait { state.load(ordering: .acquiring) == 1 }
    } else {
      wait { state.compareExchange(expected: 0, desired: 1, ordering: .acquiringAndReleasing).exchanged }
    }
    return true
  }

  private func complete(_ end: HandleEnd) {
    if isListed { Registry.remove(identity.id) }
    let parent = relations.withLock { relations in
      relations.phase = .ended(end)
      return relations.parent.take()
    }
    borrower?.relations.withLock { _ = $0.loans.removeValue(forKey: identity.id) }
    // The parent may go away here, after its child is done.
    parent?.node.forget(self)
  }

  private func reopen() {
    isEnding.store(false, ordering: .relaxed)
    if takesManyThreads {
      state.subtract(1, ordering: .releasing)
    } else {
      state.store(0, ordering: .releasing)
    }
    // Last: from here on another thread may begin to end it, and the words above are then its own.
    relations.withLock { $0.phase = .open }
  }
}
