/// Keeps how many objects of each type are alive at up to a few hundred moments, evenly over the events however many there are.
struct Timeline {
  private static let most = 400
  /// Of so many types each moment keeps how many objects there were; of others, how many in all.
  private static let mostTypes = 48

  private(set) var moments: [LedgerSummary.Moment] = []
  private let types: [String]
  private var events = 0
  private var step: Int
  private var next = 0

  /// - Parameter events: how many there will be; where there are more, every other moment goes.
  init(types: [String], events: Int = 0) {
    self.types = types
    step = max(1, events / (Self.most - 1))
  }

  /// How many events may pass until a moment has to be noted; none if it has to be now.
  @inline(__always)
  var untilNext: Int { next - events }

  /// So many events, no more than that.
  @inline(__always)
  mutating func pass(_ count: Int) { events += count }

  /// - Parameter live: how many objects are alive, by type as `types` numbers them.
  mutating func note(_ time: UInt64, live: [Int]) {
    var largest: [(type: Int, count: Int)] = []
    var total = 0
    var least = 0
    for (type, count) in live.enumerated() where count > 0 {
      total += count
      if largest.count < Self.mostTypes {
        largest.append((type, count))
        if largest.count == Self.mostTypes {
          least = largest.indices.min { largest[$0].count < largest[$1].count } ?? 0
        }
      } else if count > largest[least].count {
        largest[least] = (type, count)
        least = largest.indices.min { largest[$0].count < largest[$1].count } ?? 0
      }
    }
    let counts = Dictionary(uniqueKeysWithValues: largest.map { (types[$0.type], $0.count) })
    moments.append(
      LedgerSummary.Moment(
        microseconds: time, events: events, live: counts, others: total - largest.reduce(0) { $0 + $1.count }))
    if moments.count >= Self.most {
      // Twice as long a run: every other moment is enough.
      step *= 2
      moments = moments.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    }
    next = events + step
  }
}
