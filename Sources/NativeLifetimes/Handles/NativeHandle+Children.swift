extension NativeHandle {
  /// Makes an object that needs this one to live: it keeps this one alive, and ends before it.
  ///
  /// Nil from `create` throws ``LifetimeError/notCreated(kind:at:)``.
  public final func makeChild<Child>(
    _ kind: String, access: Access = .oneThread, fileID: StaticString = #fileID, line: UInt = #line,
    create: (Raw) throws -> Child?, destroy: @escaping @Sendable (Child) -> Void
  ) throws -> NativeHandle<Child> {
    let site = SourceSite(fileID: fileID, line: line)
    return try node.use { () throws -> NativeHandle<Child> in
      guard let child = try create(raw) else { throw LifetimeError.notCreated(kind: kind, at: site) }
      return NativeHandle<Child>(raw: child, kind: kind, access: access, parent: self, site: site, destroy: destroy)
    }
  }

  /// Makes an object from this one that needs what this one needs, not this one itself: a clone. It is a
  /// child of this one's parent and goes on when this one ends.
  public final func makeClone<Clone>(
    _ kind: String, access: Access = .oneThread, fileID: StaticString = #fileID, line: UInt = #line,
    create: (Raw) throws -> Clone?, destroy: @escaping @Sendable (Clone) -> Void
  ) throws -> NativeHandle<Clone> {
    let site = SourceSite(fileID: fileID, line: line)
    return try node.use { () throws -> NativeHandle<Clone> in
      let parent = node.parent
      guard let clone = try create(raw) else { throw LifetimeError.notCreated(kind: kind, at: site) }
      return NativeHandle<Clone>(raw: clone, kind: kind, access: access, parent: parent, site: site, destroy: destroy)
    }
  }

  /// Looks at an object that belongs to this one: it is usable as long as this one is, and never freed.
  public final func borrow<Part>(
    _ kind: String, access: Access = .oneThread, fileID: StaticString = #fileID, line: UInt = #line,
    _ find: (Raw) throws -> Part?
  ) throws -> BorrowedHandle<Part> {
    let site = SourceSite(fileID: fileID, line: line)
    return try node.use { () throws -> BorrowedHandle<Part> in
      guard let part = try find(raw) else { throw LifetimeError.notCreated(kind: kind, at: site) }
      return BorrowedHandle<Part>(raw: part, kind: kind, access: access, parent: self, site: site) { _ in }
    }
  }
}

/// An object that the library owns. It keeps alive what it was borrowed from, and is usable exactly as
/// long. Thread safety as for ``NativeHandle``.
public final class BorrowedHandle<Raw>: NativeHandle<Raw>, @unchecked Sendable {}
