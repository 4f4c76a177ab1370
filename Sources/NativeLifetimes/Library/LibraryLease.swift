/// One user's hold on a running library. What the user makes through it is closed when it ends.
///
/// Thread safety as for ``NativeHandle``, with any number of threads at a time.
public final class LibraryLease: NativeHandle<Void>, @unchecked Sendable {
  init(_ run: LibraryRun, name: String, site: SourceSite) {
    super.init(raw: (), kind: "lease of \(name)", access: .anyThread, parent: run, site: site) { _ in }
  }

  /// Calls the library while it cannot be stopped.
  public func call<R>(_ body: () throws -> R) throws -> R {
    try node.use { () throws -> R in try body() }
  }

  /// Closes what was made through this lease, the youngest first, and stops the library if no other lease
  /// is left. Ending twice is fine.
  ///
  /// - Returns: what was open.
  @discardableResult
  public func end(fileID: StaticString = #fileID, line: UInt = #line) throws(LifetimeError) -> LiveList {
    let open = node.listDescendants()
    try close(fileID: fileID, line: line)
    return open
  }
}

/// One run of a library, from start to stop. Its leases keep it.
final class LibraryRun: NativeParent {
  let lifetime: Lifetime

  init(name: String, site: SourceSite, stop: @escaping @Sendable () -> Void) {
    lifetime = Lifetime(LifetimeNode(kind: name, access: .anyThread, parent: nil, site: site) { _ in stop() })
  }

  deinit {
    // A library that waits for its threads when it stops would wait for the one that runs the callback.
    if UseFrame.isInsideCallback {
      let node = node
      onNewThread { node.closeDropped() }
    } else {
      node.closeDropped()
    }
  }
}

extension LifetimeNode {
  /// What was made from this object and lives, to be shown.
  func listDescendants() -> LiveList {
    let ids = Set(descendants.map(\.identity.id))
    return LiveList(Registry.snapshot().filter { ids.contains($0.identity.id) })
  }
}
