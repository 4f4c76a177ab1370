/// Keeps how many objects of each type are alive at up to a few hundred moments, evenly over the events however many there are.
struct Timeline {
  private static let most = 400

  private(set) var moments: [LedgerSummary.Moment] = []
  private var live: [String: Int] = [:]
  private var events = 0
  private var step = 1
  private var next = 0

  mutating func change(_ type: String, by amount: Int) { live[type, default: 0] += amount }

  /// An event is to come.
  @inline(__always)
  mutating func pass(_ time: UInt64) {
    if events >= next { note(time) }
    events += 1
  }

  mutating func end(_ time: UInt64) { note(time) }

  private mutating func note(_ time: UInt64) {
    moments.append(
      LedgerSummary.Moment(microseconds: time, events: events, live: live.filter { $0.value != 0 }))
    if moments.count >= Self.most {
      // Twice as long a run: every other moment is enough.
      step *= 2
      moments = moments.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    }
    next = events + step
  }
}
