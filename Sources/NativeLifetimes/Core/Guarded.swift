import Synchronization

/// A value behind a lock.
///
/// The standard library's `Mutex`, and beside it a word that is acquired and released with it: the thread
/// sanitizer does not see into the standard library, and would take every access for a race. On the
/// processors of today the two cost nothing.
struct Guarded<Value: Sendable>: ~Copyable, Sendable {
  private let mutex: Mutex<Value>
  private let order = Atomic<Bool>(false)

  init(_ value: Value) { mutex = Mutex(value) }

  borrowing func withLock<R: Sendable>(_ body: (inout Value) -> R) -> R {
    mutex.withLock { value in
      _ = order.load(ordering: .acquiring)
      defer { order.store(true, ordering: .releasing) }
      return body(&value)
    }
  }
}
