import CMessages
import LifetimeTestSupport

/// The statuses that came back, in the order in which they came.
final class Answers: Sendable {
  private let statuses = Shared<[Int32]>([])
  private let count = Counter()

  func add(_ status: Int32) {
    statuses.value += [status]
    count.increment()
  }

  func waitFor(_ wanted: Int) -> [Int32] {
    count.wait(for: wanted)
    return statuses.value
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
