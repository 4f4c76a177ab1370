/// Which jobs are done, and whether enough of them, in the order in which they are begun, had errors.
///
/// The threads finish in any order. What is enough is asked of the jobs before which all are done, so that the answer is the same
/// whatever the number of threads.
struct FinishedJobs {
  /// By job: whether it had errors; `nil` while it is not done.
  private var outcomes: [Bool?]
  private var next = 0
  private var errors = 0
  private let enoughErrors: Int
  /// Behind the job that was one too many; `nil` until then.
  private(set) var end: Int?

  init(count: Int, enoughErrors: Int?) {
    outcomes = Array(repeating: nil, count: count)
    self.enoughErrors = enoughErrors ?? .max
  }

  mutating func finish(_ job: Int, hasErrors: Bool) {
    outcomes[job] = hasErrors
    while end == nil, next < outcomes.count, let hadErrors = outcomes[next] {
      next += 1
      if hadErrors { errors += 1 }
      if errors >= enoughErrors { end = next }
    }
  }
}
