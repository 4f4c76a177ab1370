import Foundation
import Synchronization

/// A thread of the system's own, since a test must not block the threads that Swift's tasks share.
public final class TestThread: Sendable {
  private let done = DispatchSemaphore(value: 0)

  public init(_ body: @escaping @Sendable () -> Void) {
    let done = done
    Thread.detachNewThread {
      body()
      done.signal()
    }
  }

  public func join() { done.wait() }

  /// Lets other threads have a while.
  public static func pause() { usleep(50) }
}

/// Something that one thread waits for and another says has come.
public final class Gate: Sendable {
  private let state = Atomic<Bool>(false)

  public init() {}

  public func open() { state.store(true, ordering: .releasing) }
  public func wait() { while !isOpen { usleep(50) } }
  public var isOpen: Bool { state.load(ordering: .acquiring) }
}

/// A number that any thread may change.
public final class Counter: Sendable {
  private let state = Atomic<Int>(0)

  public init() {}

  public func increment() { state.add(1, ordering: .acquiringAndReleasing) }
  public func decrement() { state.subtract(1, ordering: .acquiringAndReleasing) }
  public var value: Int { state.load(ordering: .acquiring) }
  public func wait(for wanted: Int) { while value != wanted { usleep(50) } }
}

/// A variable that any thread may change.
public final class Shared<Value: Sendable>: Sendable {
  private let content: Mutex<Value>

  public init(_ value: Value) { content = Mutex(value) }

  public var value: Value {
    get { content.withLock { $0 } }
    set { content.withLock { $0 = newValue } }
  }
}

/// Counts the tokens that live, to tell whether a closure that captured one is freed.
public final class Canary: Sendable {
  private let counter = Counter()

  public init() {}

  public final class Token: Sendable {
    private let counter: Counter
    public let one: Int32 = 1

    init(_ counter: Counter) {
      self.counter = counter
      counter.increment()
    }

    deinit { counter.decrement() }
  }

  public func token() -> Token { Token(counter) }
  public var count: Int { counter.value }
  public func waitUntilNone() { counter.wait(for: 0) }
}

/// Ends a process that an exit test made.
public func exitNow(_ status: Int32) -> Never { exit(status) }

/// The same numbers in every run.
public struct SmallRandom: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: UInt64) { state = seed &+ 1 }

  public mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state ^ (state >> 29)) &* 0x9E37_79B9_7F4A_7C15
  }
}
