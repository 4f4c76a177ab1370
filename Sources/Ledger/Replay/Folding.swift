/// Folds away what nets to nothing: a call whose retains and releases of an object cancel out, with all that it called, says
/// nothing about why the object lives.
/// - Parameter Key: of the groups of objects that are summed up together.
struct Folding<Key: Hashable> {
  private let trace: Trace
  private var sums: [Key: [Int: (retains: Int, releases: Int)]] = [:]

  init(_ trace: Trace) { self.trace = trace }

  /// Takes in the counts of so many live objects to which the same has happened, those aside that fold.
  mutating func fold(_ tallies: [ObjectTable.Tally], of key: Key, times: Int) {
    // Outermost caller first: a tree's paths.
    let paths = tallies.map { Array((trace.stacks[Int($0.stack)]?.addresses ?? []).reversed()) }
    keep(Array(tallies.indices), depth: 0, tallies, paths, key, times)
  }

  private mutating func keep(
    _ members: [Int], depth: Int, _ tallies: [ObjectTable.Tally], _ paths: [[UInt]], _ key: Key, _ times: Int
  ) {
    let sum = members.reduce(0) { $0 + Int(tallies[$1].count) }
    // At the top stands the whole program, which is not one call.
    if sum == 0, depth > 0 { return }
    var groups: [UInt: [Int]] = [:]
    for member in members {
      if depth < paths[member].count {
        groups[paths[member][depth], default: []].append(member)
      } else {
        add(tallies[member], key, times)
      }
    }
    for address in groups.keys.sorted() { keep(groups[address] ?? [], depth: depth + 1, tallies, paths, key, times) }
  }

  private mutating func add(_ tally: ObjectTable.Tally, _ key: Key, _ times: Int) {
    var sum = sums[key, default: [:]][Int(tally.stack)] ?? (0, 0)
    if tally.count > 0 { sum.retains += Int(tally.count) * times } else { sum.releases -= Int(tally.count) * times }
    sums[key, default: [:]][Int(tally.stack)] = sum
  }

  func balance(of key: Key) -> [LedgerSummary.Balance] {
    (sums[key] ?? [:]).map {
      LedgerSummary.Balance(stack: $0.key, retains: $0.value.retains, releases: $0.value.releases)
    }.sorted {
      let (one, other) = (abs($0.retains - $0.releases), abs($1.retains - $1.releases))
      return one != other ? one > other : $0.stack < $1.stack
    }
  }
}
