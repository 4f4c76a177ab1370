import CNativeLifetimes
import Synchronization

/// The life of one native object: whether it may be used, who made it, what was made from it.
///
/// A Swift handle owns its node and closes it when it goes away; the parent's node keeps the node too, so
/// that it can close children whose handles are going away on another thread at that very moment.
///
/// Besides the owner's way in (see `enterOwned`) there is everybody's, through the state word. For an object that
/// takes one thread: 0 idle, 1 ended or ending, else the thread inside. For one that takes many: bit 0 is set
/// when it is ended or ending, the rest counts the calls, in twos.
@usableFromInline final class LifetimeNode: Sendable {
  @usableFromInline let state = Atomic<UInt>(0)
  /// The thread whose own the object is, with a bit that is set while it is inside; 0 before there is one.
  @usableFromInline let owner = Atomic<UInt>(0)
  @usableFromInline let belonging = Atomic<UInt8>(Belonging.nobody)
  /// The thread that called last while the object was nobody's, and in the lowest bits how often in a row.
  @usableFromInline let streak = Atomic<UInt>(0)
  /// Set before the wait for users, so that a thread which calls in a tight loop cannot keep a closer out.
  @usableFromInline let isEnding = Atomic<Bool>(false)
  @usableFromInline let takesManyThreads: Bool

  let identity: HandleIdentity
  let isListed: Bool
  /// Ends the native object; called once, by whoever ends the node, unless the object was handed over.
  let destroy: @Sendable (HandleEnd.Cause) -> Void
  /// The box that a callback runs on, for a node that stands for a registration.
  let callback: ObjectIdentifier?
  /// The object whose end is also the end of this loan to the library.
  let borrower: LifetimeNode?
  let relations: Guarded<Relations>

  enum Phase {
    case open
    case ending(HandleEnd, byThread: UInt)
    case ended(HandleEnd)
  }

  struct Relations: Sendable {
    var phase = Phase.open
    /// The handle that this one keeps alive until it has ended.
    var parent: (any NativeParent)?
    var children: [UInt64: LifetimeNode] = [:]
    /// False from the moment at which the children were taken to be closed: one more would be missed.
    var takesChildren = true
    /// What the library holds of ours: it ends after this object, if the library has not given it back.
    var loans: [UInt64: LifetimeNode] = [:]
  }

  init(
    kind: String, access: Access, parent: (any NativeParent)?, site: SourceSite, isListed: Bool = true,
    callback: ObjectIdentifier? = nil, borrower: LifetimeNode? = nil,
    destroy: @escaping @Sendable (HandleEnd.Cause) -> Void
  ) {
    identity = HandleIdentity(id: Registry.nextID(), kind: kind, madeAt: site)
    takesManyThreads = access == .anyThread
    self.isListed = isListed
    self.destroy = destroy
    self.callback = callback
    self.borrower = borrower
    relations = Guarded(Relations(parent: parent))
    if isListed { Registry.insert(identity, parent: (parent?.node ?? borrower)?.identity.id) }
    borrower?.relations.withLock { $0.loans[identity.id] = self }
    guard let parent, !parent.node.adopt(self) else { return }
    // A clone whose parent is being closed meanwhile: made, and at once ended with it.
    finish(HandleEnd(cause: .ancestorClosed(parent.node.identity), site: parent.node.end?.site))
  }

  /// What keeps this object's parent alive, for siblings to be made from.
  var parent: (any NativeParent)? { relations.withLock { $0.parent } }

  var end: HandleEnd? {
    relations.withLock {
      switch $0.phase {
      case .open: nil
      case .ending(let end, _), .ended(let end): end
      }
    }
  }

  private func adopt(_ child: LifetimeNode) -> Bool {
    relations.withLock { relations in
      if relations.takesChildren { relations.children[child.identity.id] = child }
      return relations.takesChildren
    }
  }

  func forget(_ child: LifetimeNode) {
    _ = relations.withLock { $0.children.removeValue(forKey: child.identity.id) }
  }

  /// The object that everything here was made from in the end.
  var outermost: LifetimeNode { parent?.node.outermost ?? self }

  /// Everything that was made from this object and lives.
  var descendants: [LifetimeNode] {
    relations.withLock { Array($0.children.values) + Array($0.loans.values) }.flatMap { [$0] + $0.descendants }
  }

  /// Whether this very thread is inside a call on the object, or is ending it.
  var isUsedByThisThread: Bool {
    let thread = native_lifetimes_thread()
    if isOwnedAndUsedByThisThread { return true }
    if takesManyThreads ? UseFrame.isUnderWay(ObjectIdentifier(self)) : state.load(ordering: .relaxed) == thread {
      return true
    }
    return relations.withLock { if case .ending(_, thread) = $0.phase { true } else { false } }
  }

  /// Whether this thread is inside a callback that this node registered.
  var isCalledBackOnThisThread: Bool { callback.map(UseFrame.isUnderWay) ?? false }
}

/// What other handles can be made from: it is kept alive by them.
public protocol NativeParent: AnyObject, Sendable {
  /// The life that this handle stands for.
  var lifetime: Lifetime { get }
}

/// A handle's life as other handles see it; there is nothing to be done with it by hand.
public struct Lifetime: Sendable {
  @usableFromInline let node: LifetimeNode
  @usableFromInline init(_ node: LifetimeNode) { self.node = node }
}

extension NativeParent {
  var node: LifetimeNode { lifetime.node }
}
