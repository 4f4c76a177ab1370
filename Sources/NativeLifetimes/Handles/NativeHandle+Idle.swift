import CNativeLifetimes
import Synchronization

extension NativeHandle {
  /// Calls the library with an object that is idle; nil when it is not, whatever the reason.
  ///
  /// For calls that are over in a few nanoseconds: nothing that could throw is near the call. After nil,
  /// `use` says why, or makes the call where it may be made all the same: from inside another call
  /// on the object, and on objects of ``Access/anyThread``, for which this is always nil.
  @inlinable @inline(__always)
  public final func useIfIdle<R>(_ body: (Raw) -> R) -> R? {
    guard !node.takesManyThreads, !node.isEnding.load(ordering: .relaxed),
      node.state.compareExchange(expected: 0, desired: native_lifetimes_thread(), ordering: .acquiring).exchanged
    else { return nil }
    let result = body(raw)
    node.state.store(0, ordering: .releasing)
    return result
  }
}
