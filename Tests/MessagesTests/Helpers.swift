import CMessages
import Foundation
import Messages
import Synchronization

/// Something that one thread waits for and another says has come.
final class Flag: Sendable {
  private let state = Atomic<Bool>(false)
  func raise() { state.store(true, ordering: .releasing) }
  func wait() { while !isRaised { usleep(50) } }
  var isRaised: Bool { state.load(ordering: .acquiring) }
}

final class Counter: Sendable {
  private let state = Atomic<Int>(0)
  func increment() { state.add(1, ordering: .acquiringAndReleasing) }
  func decrement() { state.subtract(1, ordering: .acquiringAndReleasing) }
  var value: Int { state.load(ordering: .acquiring) }
}

/// Counts the tokens that live, to tell whether a closure that captured one is freed.
final class Canary: Sendable {
  private let counter = Counter()
  var count: Int { counter.value }

  final class Token: Sendable {
    private let counter: Counter
    init(_ counter: Counter) {
      self.counter = counter
      counter.increment()
    }
    deinit { counter.decrement() }
    var status: Int32 { 0 }
  }

  func token() -> Token { Token(counter) }
}

final class Answers: Sendable {
  private let statuses = Mutex<[Int32]>([])
  func add(_ status: Int32) { statuses.withLock { $0.append(status) } }

  func waitFor(_ count: Int) -> [Int32] {
    while statuses.withLock({ $0.count }) < count { usleep(50) }
    return statuses.withLock { $0 }
  }
}

/// A function that the library runs between looking up a wrapper and calling it.
final class Hook: Sendable {
  private let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
    msg_trace(
      { context in if let context { Unmanaged<Hook>.fromOpaque(context).takeUnretainedValue().body() } },
      Unmanaged.passUnretained(self).toOpaque())
  }

  func remove() { msg_trace(nil, nil) }
}

/// Where a test keeps a messenger for somebody else to let go of.
final class Box: Sendable {
  private let content: Mutex<Messenger?>

  init(_ messenger: Messenger) { content = Mutex(messenger) }

  var messenger: Messenger? { content.withLock { $0 } }
  func letGo() { content.withLock { $0 = nil } }
}
