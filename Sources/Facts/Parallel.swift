import Dispatch
import Synchronization

/// The results of some independent pieces of work, in order, done on so many threads.
package func inParallel<Result: Sendable>(
  _ count: Int, threads: Int, _ work: @Sendable (Int) -> Result
) -> [Result] {
  guard threads > 1, count > 1 else { return (0..<count).map(work) }
  let next = Atomic<Int>(0)
  let results = Mutex<[Result?]>(Array(repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    while true {
      let number = next.add(1, ordering: .relaxed).oldValue
      guard number < count else { return }
      let result = work(number)
      results.withLock { $0[number] = result }
    }
  }
  return results.withLock { $0.compactMap(\.self) }
}

/// The same for pieces of which it is known roughly what they cost: the costliest are begun first, so that none is left for one
/// thread at the end.
package func inParallel<Result: Sendable>(
  _ costs: [Int], threads: Int, _ work: @Sendable (Int) -> Result
) -> [Result] {
  guard threads > 1, costs.count > 1 else { return costs.indices.map(work) }
  let order = costs.indices.sorted { (costs[$1], $0) < (costs[$0], $1) }
  let found = inParallel(costs.count, threads: threads) { work(order[$0]) }
  return zip(order, found).sorted { $0.0 < $1.0 }.map(\.1)
}
