extension NativeHandle {
  /// Calls the library with an object that is this thread's own, which it becomes by some calls of `use` in
  /// a row; nil when it is not, or is in use.
  ///
  /// For calls that are over in a few nanoseconds: nothing that could throw is near the call. After nil, `use` makes
  /// the call where it may be made, or says why not.
  @inlinable @inline(__always)
  public final func useIfOwned<R>(_ body: (Raw) -> R) -> R? {
    let node = node
    guard node.enterOwned() else { return nil }
    let result = body(raw)
    node.leaveOwned()
    return result
  }
}
