import Facts

/// A few of the ways that meet stand for all, in a function that has too many of them: what lies behind is walked too, instead of
/// what comes first alone over and over.
struct Sampling {
  /// Why not all ways are walked.
  let reason: String
  /// By block: with how many states it was walked.
  private var walked: [Int]

  private static let size = 8

  init(reason: String, blocks: Int) {
    self.reason = reason
    walked = Array(repeating: 0, count: blocks)
  }

  /// Which of the states that wait at a block are walked. One in a loop is walked with as many again that come round.
  mutating func choose(_ paths: [Path], at block: Int, isInLoop: Bool) -> [Path] {
    let limit = (isInLoop ? 2 : 1) * Self.size
    let chosen = Self.choose(paths, min(Self.size, limit - walked[block])) { $0.state }
    walked[block] += chosen.count
    return chosen
  }

  /// Which ways go on together within a block.
  func choose(_ ways: [Walker.Frame]) -> [Walker.Frame] { Self.choose(ways, 2 * Self.size) { $0.path.state } }

  /// Those first that differ in what they hold: what is wrong on one may be right on the other. Those that come together have come
  /// the same way for long, so they are taken from all along the line.
  private static func choose<Way>(_ ways: [Way], _ count: Int, state: (Way) -> State) -> [Way] {
    guard ways.count > count else { return ways }
    var seen: Set<FlatMap<Holding>> = []
    var first: [Way] = []
    var others: [Way] = []
    for way in ways {
      if seen.insert(state(way).holdings).inserted { first.append(way) } else { others.append(way) }
    }
    guard first.count < count else { return spread(first, count) }
    return first + spread(others, count - first.count)
  }

  private static func spread<Way>(_ ways: [Way], _ count: Int) -> [Way] {
    (0..<count).map { ways[$0 * ways.count / count] }
  }
}
