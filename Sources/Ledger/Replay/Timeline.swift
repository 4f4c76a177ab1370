/// Keeps how many objects of each type are alive at up to a few hundred moments, evenly over the events however many there are.
struct Timeline {
  private static let most = 400

  private(set) var moments: [LedgerSummary.Moment] = []
  /// By type, as `types` numbers them.
  private var live: [Int]
  private let types: [String]
  private var events = 0
  private var step = 1
  private var next = 0

  init(types: [String]) {
    self.types = types
    live = [Int](repeating: 0, count: types.count)
  }

  @inline(__always)
  mutating func change(_ type: Int, by amount: Int) { live[type] += amount }

  /// An event is to come.
  @inline(__always)
  mutating func pass(_ time: UInt64) {
    if events >= next { note(time) }
    events += 1
  }

  mutating func end(_ time: UInt64) { note(time) }

  private mutating func note(_ time: UInt64) {
    var counts: [String: Int] = [:]
    for (type, count) in live.enumerated() where count != 0 { counts[types[type]] = count }
    moments.append(LedgerSummary.Moment(microseconds: time, events: events, live: counts))
    if moments.count >= Self.most {
      // Twice as long a run: every other moment is enough.
      step *= 2
      moments = moments.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    }
    next = events + step
  }
}
