/// Memory that the library returned together with a function to free it: read in place, freed exactly once.
///
/// ```swift
/// var length = 0
/// let reply = try NativeBuffer("reply", taking: send_inline(text, &length), count: length) { free_reply($0) }
/// let sum = reply.span.indices.reduce(0) { $0 + Int(reply.span[$1]) }
/// ```
///
/// It has one owner and the span cannot outlive it, both by the compiler's word. A library whose stopping
/// frees its buffers needs ``NativeHandle/makeBuffer(_:fileID:line:create:)`` instead.
///
/// Thread safety: it can be sent to another thread; reading is open to many at a time.
public struct NativeBuffer<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
  // Sendable, since only the owner can write, and only with nobody reading.
  private let base: UnsafeMutablePointer<Element>?
  private let node: LifetimeNode

  /// The number of elements.
  public let count: Int

  /// * `base`: NULL is an empty buffer, when `count` says so too.
  /// * `destroy`: frees it; called for a buffer without elements too, never for NULL. Nil when there is
  ///   nothing to free.
  public init(
    _ kind: String, taking base: UnsafeMutablePointer<Element>?, count: Int, fileID: StaticString = #fileID,
    line: UInt = #line, destroy: (@Sendable (UnsafeMutablePointer<Element>) -> Void)?
  ) throws(LifetimeError) {
    let site = SourceSite(fileID: fileID, line: line)
    let held = Held(try checked(base, count, kind: kind, site: site, destroy: destroy))
    self.base = base
    self.count = count
    node = LifetimeNode(kind: kind, access: .anyThread, parent: nil, site: site) { _ in
      if let start = held.raw.baseAddress { destroy?(start) }
    }
  }

  deinit { node.closeDropped() }

  public var isEmpty: Bool { count == 0 }

  /// What it is called in the live list.
  public var identity: HandleIdentity { node.identity }

  /// The elements, where the library put them.
  public var span: Span<Element> {
    @_lifetime(borrow self)
    borrowing get {
      let span = Span(_unsafeElements: UnsafeBufferPointer(start: base, count: count))
      return _overrideLifetime(span, borrowing: self)
    }
  }

  /// The elements, to be changed where the library put them.
  public var mutableSpan: MutableSpan<Element> {
    @_lifetime(&self)
    mutating get {
      let span = MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(start: base, count: count))
      return _overrideLifetime(span, mutating: &self)
    }
  }

  /// The bytes of the elements.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    borrowing get {
      let span = RawSpan(_unsafeBytes: UnsafeRawBufferPointer(UnsafeBufferPointer(start: base, count: count)))
      return _overrideLifetime(span, borrowing: self)
    }
  }
}

extension NativeBuffer where Element == UInt8 {
  /// For a library that returns `void *`.
  public init(
    _ kind: String, takingBytes base: UnsafeMutableRawPointer?, count: Int, fileID: StaticString = #fileID,
    line: UInt = #line, destroy: (@Sendable (UnsafeMutableRawPointer) -> Void)?
  ) throws(LifetimeError) {
    var free: (@Sendable (UnsafeMutablePointer<UInt8>) -> Void)?
    if let destroy { free = { start in destroy(UnsafeMutableRawPointer(start)) } }
    try self.init(
      kind, taking: base?.assumingMemoryBound(to: UInt8.self), count: count, fileID: fileID, line: line,
      destroy: free)
  }
}

/// What a library may return as a buffer. A wrong length is no reason to leak what came with it.
func checked<Element>(
  _ base: UnsafeMutablePointer<Element>?, _ count: Int, kind: String, site: SourceSite,
  destroy: ((UnsafeMutablePointer<Element>) -> Void)?
) throws(LifetimeError) -> UnsafeMutableBufferPointer<Element> {
  if let base, count < 0 {
    destroy?(base)
    throw .negativeLength(kind: kind, count: count, at: site)
  }
  guard base != nil || count == 0 else { throw .missingBuffer(kind: kind, count: count, at: site) }
  return UnsafeMutableBufferPointer(start: base, count: count)
}
