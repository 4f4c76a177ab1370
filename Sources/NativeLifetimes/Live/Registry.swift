import Synchronization

/// Every handle that lives, by number. Entries are values: the registry keeps nothing alive.
///
/// Split over shards, so that threads which make handles at the same time seldom meet on a lock.
enum Registry {
  struct Entry: Sendable {
    let identity: HandleIdentity
    let parent: UInt64?
    let madeAt: ContinuousClock.Instant
    let scope: LiveScope?
    let stack: CreationStack?
  }

  private final class Shard: Sendable {
    let entries = Guarded<[UInt64: Entry]>([:])
  }

  private static let shards = (0..<16).map { _ in Shard() }
  private static let lastID = Atomic<UInt64>(0)

  static func nextID() -> UInt64 { lastID.add(1, ordering: .relaxed).newValue }

  private static func shard(of id: UInt64) -> Shard { shards[Int(id % UInt64(shards.count))] }

  static func insert(_ identity: HandleIdentity, parent: UInt64?) {
    // A thread that the library made is in no scope; what it makes belongs where its parent belongs.
    let scope = LiveScope.current ?? parent.flatMap { id in shard(of: id).entries.withLock { $0[id]?.scope } }
    let entry = Entry(
      identity: identity, parent: parent, madeAt: .now, scope: scope, stack: CreationStack.captureIfOn())
    shard(of: identity.id).entries.withLock { $0[identity.id] = entry }
  }

  static func remove(_ id: UInt64) {
    _ = shard(of: id).entries.withLock { $0.removeValue(forKey: id) }
  }

  static func snapshot() -> [Entry] {
    shards.flatMap { shard in shard.entries.withLock { Array($0.values) } }
      .sorted { $0.identity.id < $1.identity.id }
  }
}
