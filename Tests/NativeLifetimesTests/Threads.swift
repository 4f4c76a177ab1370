import Foundation
import Synchronization

/// A thread of the system's own, since a test must not block the threads that Swift's tasks share.
final class TestThread: Sendable {
  private let done = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () -> Void) {
    let done = done
    Thread.detachNewThread {
      body()
      done.signal()
    }
  }

  func join() { done.wait() }
}

/// Something that one thread waits for and another says has come.
final class Gate: Sendable {
  private let state = Atomic<Bool>(false)

  func open() { state.store(true, ordering: .releasing) }

  func wait() {
    while !state.load(ordering: .acquiring) { usleep(50) }
  }

  var isOpen: Bool { state.load(ordering: .acquiring) }
}
