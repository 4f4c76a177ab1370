import CNativeLifetimes

/// One use that is under way on this thread, in a list that lies on the stack. It is how a thread can
/// tell its own uses of an object from other threads' where the object only counts them.
@usableFromInline struct UseFrame {
  @usableFromInline let object: ObjectIdentifier
  @usableFromInline let outer: UnsafeMutableRawPointer?

  @usableFromInline let isCallback: Bool

  @inlinable init(object: ObjectIdentifier, outer: UnsafeMutableRawPointer?, isCallback: Bool) {
    self.object = object
    self.outer = outer
    self.isCallback = isCallback
  }

  /// Runs `body` with `object` marked as in use by this thread.
  @inlinable @inline(__always)
  static func with<R>(_ object: ObjectIdentifier, isCallback: Bool = false, _ body: () throws -> R) rethrows -> R {
    let head = native_lifetimes_uses()
    let outer = head?.pointee
    var frame = UseFrame(object: object, outer: outer, isCallback: isCallback)
    return try withUnsafeMutablePointer(to: &frame) { pointer in
      head?.pointee = UnsafeMutableRawPointer(pointer)
      defer { head?.pointee = outer }
      return try body()
    }
  }

  static func isUnderWay(_ object: ObjectIdentifier) -> Bool { contains { $0.object == object } }

  /// Whether this thread is the library's at the moment: it runs one of our callbacks.
  static var isInsideCallback: Bool { contains { $0.isCallback } }

  private static func contains(_ isWanted: (UseFrame) -> Bool) -> Bool {
    var next = native_lifetimes_uses()?.pointee
    while let frame = next?.assumingMemoryBound(to: UseFrame.self) {
      if isWanted(frame.pointee) { return true }
      next = frame.pointee.outer
    }
    return false
  }
}
