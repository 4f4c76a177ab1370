/// A native object that is ours to free, and what keeps it from leaking and from dangling.
///
/// ```swift
/// let factory = try NativeHandle("factory", access: .anyThread) { factory_create(name) } destroy: { factory_delete($0) }
/// let instance = try factory.makeChild("instance") { instance_create($0) } destroy: { instance_delete($0) }
/// try instance.use { instance_run($0) }
/// ```
///
/// The instance keeps the factory alive, whichever variable goes first; `factory.close()` ends the instance
/// first and then the factory, and `instance.use` throws from then on.
///
/// Thread safety: every member may be called from any thread. How many threads may be inside `use` at the
/// same time is the object's ``Access``. The destroyer runs on the thread that lets go last or closes.
public class NativeHandle<Raw>: NativeParent, @unchecked Sendable {
  // Sendable, since `raw` is constant and only read under the node's guard.
  @usableFromInline final let raw: Raw
  @usableFromInline final let node: LifetimeNode

  /// A handle on what was made a moment ago, at a time when `parent`, if there is one, cannot be ended.
  init(
    raw: Raw, kind: String, access: Access, parent: (any NativeParent)?, site: SourceSite,
    destroy: @escaping @Sendable (Raw) -> Void
  ) {
    self.raw = raw
    let held = Held(raw)
    node = LifetimeNode(kind: kind, access: access, parent: parent, site: site) { _ in destroy(held.raw) }
  }

  /// Takes over an object that the library has given to us to free.
  public convenience init(
    adopting raw: Raw, _ kind: String, access: Access = .oneThread, fileID: StaticString = #fileID, line: UInt = #line,
    destroy: @escaping @Sendable (Raw) -> Void
  ) {
    let site = SourceSite(fileID: fileID, line: line)
    self.init(raw: raw, kind: kind, access: access, parent: nil, site: site, destroy: destroy)
  }

  /// Makes an object; nil from `create` throws ``LifetimeError/notCreated(kind:at:)``.
  public convenience init(
    _ kind: String, access: Access = .oneThread, fileID: StaticString = #fileID, line: UInt = #line,
    create: () throws -> Raw?, destroy: @escaping @Sendable (Raw) -> Void
  ) throws {
    let site = SourceSite(fileID: fileID, line: line)
    guard let raw = try create() else { throw LifetimeError.notCreated(kind: kind, at: site) }
    self.init(raw: raw, kind: kind, access: access, parent: nil, site: site, destroy: destroy)
  }

  deinit { node.closeDropped() }

  public final var lifetime: Lifetime { Lifetime(node) }

  /// What it is called in errors and in the live list.
  public final var identity: HandleIdentity { node.identity }

  /// How it ended; nil while it can be used.
  public final var end: HandleEnd? { node.end }

  /// Calls the library with the object, which cannot end before the call is over. What `body` gets must
  /// not leave it. Costs less than a nanosecond over the plain call for a thread that has used the object some times in
  /// a row, and one or two atomic operations when several threads use it.
  @inlinable @inline(__always)
  public final func use<R>(_ body: (Raw) -> R) throws(LifetimeError) -> R {
    try node.use { () -> R in body(raw) }
  }

  /// Calls the library with the object, and throws what `body` throws.
  @inlinable @inline(__always)
  public final func use<R>(_ body: (Raw) throws -> R) throws -> R {
    try node.use { () throws -> R in try body(raw) }
  }

  /// Ends the object now: what was made from it first, the youngest before the older, then itself. Waits
  /// until other threads' calls have come back. Closing twice is fine; closing from inside a call on it, or
  /// on what was made from it, throws.
  public final func close(fileID: StaticString = #fileID, line: UInt = #line) throws(LifetimeError) {
    try node.close(at: SourceSite(fileID: fileID, line: line))
  }

  /// Offers the object to the library. When `offer` returns true it is the library's and every later use
  /// throws; when it returns false or throws, it is ours as before.
  ///
  /// Nothing made from it may live, since nothing would keep it alive for them any more.
  public final func handOver(
    fileID: StaticString = #fileID, line: UInt = #line, _ offer: (Raw) throws -> Bool
  ) throws -> Bool {
    try node.handOver(at: SourceSite(fileID: fileID, line: line)) { try offer(raw) }
  }
}

extension NativeHandle: CustomStringConvertible {
  public var description: String {
    end.map { "\(identity), \($0)" } ?? identity.description
  }
}

/// Carries a raw pointer into a destroyer, which is `@Sendable`: by then it is the only user left.
struct Held<Raw>: @unchecked Sendable {
  let raw: Raw
  init(_ raw: Raw) { self.raw = raw }
}
