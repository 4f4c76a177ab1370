import Ledger

extension LedgerReport {
  /// `definitely lost: 9, indirectly lost: 3`; nil where the program's memory was not looked at.
  func reachLine(of group: LedgerSummary.Group) -> String? {
    let parts = LedgerSummary.Reach.allCases.compactMap { reach in
      group.reach[reach].map { "\(reach.rawValue): \($0)" }
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// What points to a group's objects, the most frequent first.
  func holders(of group: LedgerSummary.Group, most: Int = 5) -> [(name: String, count: Int)] {
    var counts: [String: Int] = [:]
    for (kind, count) in group.holders {
      // How the recorder learns of the end of GObject's objects points back to them.
      if isInterposed, kind == .itsOwn { continue }
      counts[name(of: kind), default: 0] += count
    }
    return counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(most)
      .map { ($0.key, $0.value) }
  }

  func holderLine(of group: LedgerSummary.Group) -> String? {
    let holders = holders(of: group)
    if holders.isEmpty { return nil }
    return "held by "
      + holders.map { $0.count == 1 ? $0.name : "\($0.name) (\($0.count) times)" }.joined(separator: ", ")
  }

  private func name(of kind: LedgerSummary.HolderKind) -> String {
    switch kind {
    case .object(let creation, let offset): "\(owner(creation)), at byte \(offset)"
    case .memory(let creation): "memory of \(owner(creation))"
    case .itsOwn: "memory of its own"
    case .block: "memory in which no live object is"
    case .behind(let address):
      variables[address].map { "memory behind the variable \($0)" } ?? "memory in which no live object is"
    case .data(let address): variables[address].map { "the variable \($0)" } ?? "a stack, or memory without a name"
    }
  }

  /// `a live Query made in parse (query.cpp:12)`
  private func owner(_ creation: Int) -> String {
    let type = types[creation] ?? ""
    return "a live \(type.isEmpty ? "object" : CodeName(type).shown) made in \(place(creation))"
  }

  private static let mostMembers = 8

  func ringLines() -> [String] {
    summary.rings.prefix(20).map { ring in
      let members = ring.members.prefix(Self.mostMembers).map { member in
        "\(member.count) \(member.type.isEmpty ? "objects" : CodeName(member.type).shown)"
      }
      let more = ring.members.count > members.count ? ", and others" : ""
      let times = ring.count == 1 ? "one ring" : "\(ring.count) rings"
      return "\(times) of lost objects that point to each other: \(members.joined(separator: ", "))\(more)"
    }
  }
}
