/// How many threads may be inside native calls on one object at the same time.
public enum Access: Sendable {
  /// One at a time, the default: what nearly every native object can stand. A second thread gets
  /// ``LifetimeError/inUse(_:)``. One atomic exchange a call once a second thread has come; two plain stores before.
  case oneThread
  /// Any number, for objects whose library says that it locks for itself. Two atomic additions a call, but two plain
  /// stores for the thread that used it often first.
  case anyThread
}
