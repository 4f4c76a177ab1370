/// Learns from the objects that ended which release answers which retain.
///
/// Where an object was retained in one place as often as it was released in another, that pair gets a vote. What most
/// objects did is taken for the rule, and an object that lives on is measured by it. The creation's own reference counts
/// as a retain at the creation's stack.
struct Pairing {
  /// Enough to know a rule by; more would only cost time.
  private static let votersPerCreation = 10_000

  private var votes: [UInt64: Int] = [:]
  private var voters: [Int32: Int] = [:]

  mutating func learn(creation: Int32, _ tallies: [ObjectTable.Tally]) {
    guard voters[creation, default: 0] < Self.votersPerCreation else { return }
    voters[creation, default: 0] += 1
    var taken = tallies.filter { $0.count > 0 }
    taken.append(ObjectTable.Tally(stack: creation, count: 1, next: -1))
    for retain in taken {
      for release in tallies where release.count == -retain.count {
        votes[Self.key(retain.stack, release.stack), default: 0] += 1
      }
    }
  }

  private static func key(_ retain: Int32, _ release: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: retain)) << 32 | UInt64(UInt32(bitPattern: release))
  }

  /// For each retaining stack the releasing stacks that answer it, the usual one first.
  func answers() -> [Int: [(release: Int, votes: Int)]] {
    var result: [Int: [(release: Int, votes: Int)]] = [:]
    for (key, votes) in votes { result[Int(key >> 32), default: []].append((Int(key & 0xFFFF_FFFF), votes)) }
    for stack in result.keys {
      result[stack]?.sort { $0.votes != $1.votes ? $0.votes > $1.votes : $0.release < $1.release }
    }
    return result
  }
}
