/// A cache inside the library that hands out the same pointer for the same request, and counts.
///
/// Each ``acquire(_:access:fileID:line:create:)`` is one count, given back by its handle once. Two handles may
/// stand for one native object; each keeps its own children, and the object lives until the last is gone.
///
/// Thread safety: every member may be called from any thread, and `create` runs on many at a time, so the
/// library must lock its cache.
public final class NativeCache<Raw: Hashable & SendableMetatype>: Sendable {
  // Raw pointers are only compared here.
  private struct Counts: @unchecked Sendable {
    var handles: [Raw: Int] = [:]
  }

  private let name: String
  private let site: SourceSite
  private let release: @Sendable (Raw) -> Void
  private let clearNative: @Sendable () -> Void
  private let counts = Guarded(Counts())
  /// What the handles of today are children of; it gives way to a new one when the cache is cleared.
  private let era: Guarded<CacheEra>

  /// * `release`: gives one count back.
  /// * `clear`: the library's own function to empty the cache, if there is one.
  public init(
    _ name: String, fileID: StaticString = #fileID, line: UInt = #line, release: @escaping @Sendable (Raw) -> Void,
    clear: @escaping @Sendable () -> Void = {}
  ) {
    self.name = name
    site = SourceSite(fileID: fileID, line: line)
    self.release = release
    clearNative = clear
    era = Guarded(CacheEra(name, site))
  }

  /// Gets an object from the library, made or found.
  public func acquire(
    _ kind: String, access: Access = .anyThread, fileID: StaticString = #fileID, line: UInt = #line,
    create: () throws -> Raw?
  ) throws -> CachedHandle<Raw> {
    let site = SourceSite(fileID: fileID, line: line)
    return try whileOpen { era in
      guard let raw = try create() else { throw LifetimeError.notCreated(kind: kind, at: site) }
      let held = Held(raw)
      counts.withLock { $0.handles[held.raw, default: 0] += 1 }
      return CachedHandle(raw: raw, kind: kind, access: access, parent: era, site: site) { [self] in giveBack($0) }
    }
  }

  /// Ends every handle, with all that was made from them, and then empties the library's cache. Handles
  /// acquired from then on are new ones.
  public func clear(fileID: StaticString = #fileID, line: UInt = #line) throws(LifetimeError) {
    let old = era.withLock { $0 }
    let site = SourceSite(fileID: fileID, line: line)
    try old.node.close(at: site)
    // Under the lock, so that nobody acquires between the emptying and the new beginning.
    era.withLock { current in
      guard current === old else { return }
      clearNative()
      current = CacheEra(name, self.site)
    }
  }

  /// How many handles stand for how many native objects.
  public var usage: (handles: Int, objects: Int) {
    counts.withLock { ($0.handles.values.reduce(0, +), $0.handles.count) }
  }

  /// How many handles stand for the same native object as this one, itself included.
  public func handleCount(of handle: CachedHandle<Raw>) -> Int {
    let held = Held(handle.raw)
    return counts.withLock { $0.handles[held.raw] ?? 0 }
  }

  private func giveBack(_ raw: Raw) {
    let held = Held(raw)
    counts.withLock { counts in
      let count = (counts.handles[held.raw] ?? 1) - 1
      counts.handles[held.raw] = count > 0 ? count : nil
    }
    release(raw)
  }

  /// Runs `body` at a time when the cache cannot be cleared. A clearing under way is waited for.
  private func whileOpen<R>(_ body: (CacheEra) throws -> R) throws -> R {
    while true {
      let era = era.withLock { $0 }
      do {
        return try era.node.use { () throws -> R in try body(era) }
      } catch LifetimeError.ended(era.node.identity, _) where !era.node.isUsedByThisThread {
        wait { self.era.withLock { $0 } !== era }
      }
    }
  }
}

/// One count on an object in a ``NativeCache``. Thread safety as for ``NativeHandle``.
public final class CachedHandle<Raw>: NativeHandle<Raw>, @unchecked Sendable {}

/// The time from one clearing of a cache to the next.
final class CacheEra: NativeParent {
  let lifetime: Lifetime

  init(_ name: String, _ site: SourceSite) {
    lifetime = Lifetime(
      LifetimeNode(kind: name, access: .anyThread, parent: nil, site: site, isListed: false) { _ in })
  }
}
