/// Memory that the library returned and that must be freed before something else of the library ends.
///
/// It is read inside a call, since a ``NativeHandle/close(fileID:line:)`` of what it was made from frees it.
/// Thread safety as for ``NativeHandle``, with any number of readers at a time.
public final class BufferHandle<Element: BitwiseCopyable>: NativeHandle<UnsafeMutableBufferPointer<Element>>,
  @unchecked Sendable
{
  /// The number of elements.
  public var count: Int { raw.count }

  /// Reads the elements where the library put them.
  public func withSpan<R>(_ body: (Span<Element>) throws -> R) throws -> R {
    try use { elements throws -> R in try body(Span(_unsafeElements: UnsafeBufferPointer(elements))) }
  }

  /// Reads the bytes of the elements.
  public func withBytes<R>(_ body: (RawSpan) throws -> R) throws -> R {
    try use { elements throws -> R in try body(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(elements))) }
  }
}

/// What a library returns as a buffer.
public struct ReturnedBuffer<Element: BitwiseCopyable> {
  let base: UnsafeMutablePointer<Element>?
  let count: Int
  let destroy: (@Sendable (UnsafeMutablePointer<Element>) -> Void)?

  /// * `base`: NULL with a count of zero is an empty buffer.
  /// * `destroy`: frees it; called for a buffer without elements too, never for NULL. Nil when there is
  ///   nothing to free, as for a constant.
  public init(
    _ base: UnsafeMutablePointer<Element>?, count: Int, destroy: (@Sendable (UnsafeMutablePointer<Element>) -> Void)?
  ) {
    self.base = base
    self.count = count
    self.destroy = destroy
  }
}

extension NativeHandle {
  /// Gets a buffer from the library that has to be freed while this object lives.
  public final func makeBuffer<Element: BitwiseCopyable>(
    _ kind: String, fileID: StaticString = #fileID, line: UInt = #line,
    create: (Raw) throws -> ReturnedBuffer<Element>
  ) throws -> BufferHandle<Element> {
    let site = SourceSite(fileID: fileID, line: line)
    return try node.use { () throws -> BufferHandle<Element> in
      let returned = try create(raw)
      let destroy = returned.destroy
      let elements = try checked(returned.base, returned.count, kind: kind, site: site, destroy: destroy)
      return BufferHandle(raw: elements, kind: kind, access: .anyThread, parent: self, site: site) { elements in
        if let start = elements.baseAddress { destroy?(start) }
      }
    }
  }
}
