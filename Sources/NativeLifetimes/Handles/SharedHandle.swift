/// One count on an object that counts its owners itself (`retain` and `release`, `ref` and `unref`).
///
/// Copies of the Swift reference cost the library nothing: one handle is one native count, given back once.
/// Thread safety as for ``NativeHandle``; `retain` and `release` must stand being called from any thread.
public final class SharedHandle<Raw>: NativeHandle<Raw>, @unchecked Sendable {
  /// What the library's two functions are.
  public struct Counting: Sendable {
    let retain: @Sendable (Raw) -> Void
    let release: @Sendable (Raw) -> Void

    public init(retain: @escaping @Sendable (Raw) -> Void, release: @escaping @Sendable (Raw) -> Void) {
      self.retain = retain
      self.release = release
    }
  }

  private let counting: Counting

  private init(
    raw: Raw, kind: String, access: Access, parent: (any NativeParent)?, site: SourceSite, _ counting: Counting
  ) {
    self.counting = counting
    super.init(raw: raw, kind: kind, access: access, parent: parent, site: site, destroy: counting.release)
  }

  /// Takes over a count that the library has given to us: the result of a `create`, `copy` or `get` whose
  /// documentation says that the caller releases it.
  public convenience init(
    adopting raw: Raw, _ kind: String, counting: Counting, access: Access = .oneThread,
    fileID: StaticString = #fileID, line: UInt = #line
  ) {
    let site = SourceSite(fileID: fileID, line: line)
    self.init(raw: raw, kind: kind, access: access, parent: nil, site: site, counting)
  }

  /// Adds a count of our own to an object that the library only lets us see.
  public convenience init(
    retaining raw: Raw, _ kind: String, counting: Counting, access: Access = .oneThread,
    fileID: StaticString = #fileID, line: UInt = #line
  ) {
    counting.retain(raw)
    let site = SourceSite(fileID: fileID, line: line)
    self.init(raw: raw, kind: kind, access: access, parent: nil, site: site, counting)
  }

  /// A second handle with a count of its own: closing one leaves the other usable.
  public func retained(fileID: StaticString = #fileID, line: UInt = #line) throws(LifetimeError) -> SharedHandle<Raw> {
    let site = SourceSite(fileID: fileID, line: line)
    let access: Access = node.takesManyThreads ? .anyThread : .oneThread
    return try node.use { () -> SharedHandle<Raw> in
      counting.retain(raw)
      return SharedHandle(
        raw: raw, kind: identity.kind, access: access, parent: node.parent, site: site, counting)
    }
  }

  /// Gives the library a count of its own. When `offer` returns false or throws, the count is taken back.
  public func giveCount(_ offer: (Raw) throws -> Bool) throws -> Bool {
    try node.use { () throws -> Bool in
      counting.retain(raw)
      var isTaken = false
      defer { if !isTaken { counting.release(raw) } }
      isTaken = try offer(raw)
      return isTaken
    }
  }
}
