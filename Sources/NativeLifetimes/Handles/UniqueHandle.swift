/// A native object with a single owner, by the compiler's word: it cannot be copied, a use after it was
/// handed over or closed does not compile, and it is freed at the end of its scope.
///
/// The run-time guard stands behind it all the same, for what the compiler does not see: the end of the
/// object that it was made from.
///
/// Thread safety: it can be sent to another thread; while it is only borrowed, as for ``NativeHandle``.
public struct UniqueHandle<Raw>: ~Copyable, Sendable {
  @usableFromInline let handle: NativeHandle<Raw>

  private init(_ handle: NativeHandle<Raw>) { self.handle = handle }

  /// Makes an object; nil from `create` throws ``LifetimeError/notCreated(kind:at:)``.
  public init(
    _ kind: String, access: Access = .oneThread, fileID: StaticString = #fileID, line: UInt = #line,
    create: () throws -> Raw?, destroy: @escaping @Sendable (Raw) -> Void
  ) throws {
    handle = try NativeHandle(kind, access: access, fileID: fileID, line: line, create: create, destroy: destroy)
  }

  /// Makes an object that needs `parent` to live.
  public init<Parent>(
    _ kind: String, from parent: NativeHandle<Parent>, access: Access = .oneThread, fileID: StaticString = #fileID,
    line: UInt = #line, create: (Parent) throws -> Raw?, destroy: @escaping @Sendable (Raw) -> Void
  ) throws {
    handle = try parent.makeChild(
      kind, access: access, fileID: fileID, line: line, create: create, destroy: destroy)
  }

  /// What it is called in errors and in the live list.
  public var identity: HandleIdentity { handle.identity }

  /// Calls the library with the object.
  @inlinable @inline(__always)
  public borrowing func use<R>(_ body: (Raw) -> R) throws(LifetimeError) -> R { try handle.use(body) }

  /// Calls the library with the object, and throws what `body` throws.
  @inlinable @inline(__always)
  public borrowing func use<R>(_ body: (Raw) throws -> R) throws -> R { try handle.use(body) }

  /// Ends the object before the end of its scope.
  public consuming func close(fileID: StaticString = #fileID, line: UInt = #line) throws(LifetimeError) {
    try handle.close(fileID: fileID, line: line)
  }

  /// What came of an offer.
  public enum Offer: ~Copyable, Sendable {
    case taken
    /// The library did not want it, so here it is again.
    case refused(UniqueHandle)
  }

  /// Offers the object to the library; true from `offer` means that it is the library's now.
  public consuming func handOver(
    fileID: StaticString = #fileID, line: UInt = #line, _ offer: (Raw) -> Bool
  ) throws -> Offer {
    let isTaken = try handle.handOver(fileID: fileID, line: line) { offer($0) }
    return isTaken ? .taken : .refused(UniqueHandle(handle))
  }

  /// Gives up being the only owner: the handle for those who need to share it.
  public consuming func shared() -> NativeHandle<Raw> { handle }
}
