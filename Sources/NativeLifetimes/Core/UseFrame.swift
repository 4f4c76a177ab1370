import CNativeLifetimes

/// One use that is under way on this thread, in a list that lies on the stack. It is how a thread can
/// tell its own uses of an object from other threads' where the object only counts them.
@usableFromInline struct UseFrame {
  @usableFromInline let object: ObjectIdentifier
  @usableFromInline let outer: UnsafeMutableRawPointer?

  @inlinable init(object: ObjectIdentifier, outer: UnsafeMutableRawPointer?) {
    self.object = object
    self.outer = outer
  }

  /// Runs `body` with `object` marked as in use by this thread.
  @inlinable @inline(__always)
  static func with<R>(_ object: ObjectIdentifier, _ body: () throws -> R) rethrows -> R {
    let head = native_lifetimes_uses()
    let outer = head?.pointee
    var frame = UseFrame(object: object, outer: outer)
    return try withUnsafeMutablePointer(to: &frame) { pointer in
      head?.pointee = UnsafeMutableRawPointer(pointer)
      defer { head?.pointee = outer }
      return try body()
    }
  }

  static func isUnderWay(_ object: ObjectIdentifier) -> Bool {
    var next = native_lifetimes_uses()?.pointee
    while let frame = next?.assumingMemoryBound(to: UseFrame.self) {
      if frame.pointee.object == object { return true }
      next = frame.pointee.outer
    }
    return false
  }
}
