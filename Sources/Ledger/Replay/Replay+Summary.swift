extension Replay {
  /// More objects of one group would only show the same tree again.
  private static let balancedObjects = 2000

  public static func summarize(_ trace: Trace) -> LedgerSummary { Replay(trace).summary(with: StackNames()) }

  /// Sums up; what is known of the stacks may be more the next time.
  public borrowing func summary(with names: StackNames) -> LedgerSummary {
    var summary = summary
    var pairing = Pairing(trace, names, learningFrom: ended)
    let answers = pairing.answers()
    var groups: [Int: LedgerSummary.Group] = [:]
    var outstanding: [Int: [Int: Int]] = [:]
    var folding = Folding(trace)
    var held: [Held] = []
    let uncounted = Set(endings.indices.filter { endings[$0].showThatCountBeginsAtNone }.map { creations.types[$0] })
    for place in table.live {
      let object = table[place]
      let countsCreation = !uncounted.contains(type(of: Int(object.creation)))
      let references = Int(table.references(place)) - (countsCreation ? 0 : 1)
      let creation = Int(object.creation)
      var group =
        groups[creation]
        ?? LedgerSummary.Group(
          creation: creation, type: trace.stacks[creation]?.type ?? "", count: 0, references: 0, outstanding: [],
          ended: Int(creations[creation].ended), ages: Array(repeating: 0, count: 8), balance: [],
          reach: [:], holders: [:], isKeptByOthers: false, examples: [])
      group.count += 1
      group.ages[min(7, Int(object.time * 8 / (now + 1)))] += 1
      group.references += references
      if group.examples.count < 3 {
        group.examples.append(
          LedgerSummary.Example(
            address: object.address, number: object.number, thread: Int(object.thread), ordinal: object.ordinal,
            references: references))
      }
      groups[creation] = group
      let tallies = table.tallies(of: place)
      if group.count <= Self.balancedObjects { folding.fold(tallies, of: creation) }
      for (stack, count) in Self.unanswered(object, tallies, answers, &pairing, countsCreation: countsCreation) {
        outstanding[creation, default: [:]][stack, default: 0] += count
      }
      summary.references += references
      held.append(Held(address: object.address, creation: creation, references: references))
    }
    summary.alive = table.count
    summary.rings = look(at: &groups, held)
    summary.groups = groups.values.map { group in
      var group = group
      group.outstanding = (outstanding[group.creation] ?? [:]).map { stack, count in
        let usual = answers[stack]?.first
        return LedgerSummary.Outstanding(
          retain: stack, count: count, usualRelease: usual?.release, usualCount: usual?.votes ?? 0)
      }.sorted { $0.count != $1.count ? $0.count > $1.count : $0.retain < $1.retain }
      group.balance = folding.balance(of: group.creation)
      return group
    }.sorted { $0.count != $1.count ? $0.count > $1.count : $0.creation < $1.creation }
    summary.problems = (problems.values + trace.watchedProblems).filter {
      !($0.kind == .destroyedWhileOwned && uncounted.contains($0.type))
    }.sorted {
      $0.ordinal != $1.ordinal ? $0.ordinal < $1.ordinal : ($0.thread, $0.stack) < ($1.thread, $1.stack)
    }
    summary.creations = creations.all { $0.made }
    summary.timeline = timeline.moments
    for (retain, releases) in answers { summary.usualReleases[retain] = releases.first?.release }
    return summary
  }

  /// Goes through the trace once more for live objects of which not everything was kept.
  mutating func tallyRest() {
    guard trace.mode == .full else { return }
    var rest: Set<UInt64> = []
    for place in table.live where !table.isTallied(place) { rest.insert(table[place].number) }
    if rest.isEmpty { return }
    var collector = TallyCollector(rest, refinements: refinements)
    trace.replay(&collector)
    for place in table.live where !table.isTallied(place) {
      for tally in collector.tallies(at: table[place].address).reversed() {
        table.add(tally.count, stack: tally.stack, to: place)
      }
    }
  }

  /// The references of a live object that nothing has given back: each retain is first answered by the releases that the code
  /// names for it, then by those that usually answer it, then by what is nearest of the releases that are left.
  private static func unanswered(
    _ object: ObjectTable.Object, _ tallies: [ObjectTable.Tally], _ answers: [Int: [(release: Int, votes: Int)]],
    _ pairing: inout Pairing, countsCreation: Bool
  ) -> [(Int, Int)] {
    var references = pairing.references(tallies, creation: object.creation)
    if !countsCreation { references.taken[0].count = 0 }
    pairing.matchStated(&references)
    var places: [Int: Int] = [:]
    for place in references.given.indices { places[references.given[place].stack] = place }
    // What is best known goes first.
    let order = references.taken.indices.sorted {
      let (one, other) = (references.taken[$0].stack, references.taken[$1].stack)
      let (votes, others) = (answers[one]?.first?.votes ?? 0, answers[other]?.first?.votes ?? 0)
      return votes != others ? votes > others : $0 < $1
    }
    for place in order {
      for answer in answers[references.taken[place].stack] ?? [] {
        guard let release = places[answer.release] else { continue }
        let matched = min(references.taken[place].count, references.given[release].count)
        references.taken[place].count -= matched
        references.given[release].count -= matched
      }
    }
    pairing.match(&references)
    return references.taken.filter { $0.count > 0 }.map { ($0.stack, $0.count) }
  }

  private struct Held {
    var address: UInt
    var creation: Int
    var references: Int
  }

  /// Adds who holds the objects and whether they are lost, where the trace has the memory; gives the rings of lost ones.
  private borrowing func look(
    at groups: inout [Int: LedgerSummary.Group], _ objects: [Held]
  ) -> [LedgerSummary.Ring] {
    guard !groups.isEmpty, let image = MemoryImage(trace) else { return [] }
    var creations: [UInt: Int] = [:]
    var references: [UInt: Int] = [:]
    for object in objects {
      creations[object.address] = object.creation
      references[object.address] = object.references
    }
    let reachability = Reachability(image, objects: creations.mapValues { type(of: $0) })
    for key in groups.keys { groups[key]?.isKeptByOthers = true }
    var kept: [UInt] = []
    var others: [UInt] = []
    var owners: [UInt: [UInt]] = [:]
    for (address, creation) in creations {
      let reach = reachability.classes[address] ?? .reachable
      groups[creation]?.reach[reach, default: 0] += 1
      let holders = reachability.holders[address] ?? []
      for holder in holders { groups[creation]?.holders[kind(of: holder, creations), default: 0] += 1 }
      // Each of its references is another live object's, as far as can be seen.
      owners[address] = holders.compactMap(\.owner).sorted()
      let count = owners[address]?.count ?? 0
      let isKept = reach == .indirectlyLost || reach != .lost && count > 0 && count >= references[address] ?? 0
      if isKept { kept.append(address) } else { others.append(address) }
      if !isKept { groups[creation]?.isKeptByOthers = false }
    }
    for member in HeldObjects(kept: kept, others: others, holders: owners).ringMembers {
      if let creation = creations[member] { groups[creation]?.isKeptByOthers = false }
    }
    var rings: [[String]: Int] = [:]
    for ring in reachability.rings {
      let types = ring.map { type(of: creations[$0] ?? 0) }.sorted()
      rings[Array(types.prefix(8)), default: 0] += 1
    }
    return rings.map { LedgerSummary.Ring(members: $0.key, count: $0.value) }
      .sorted { $0.count != $1.count ? $0.count > $1.count : $0.members.lexicographicallyPrecedes($1.members) }
  }

  private func kind(of holder: LedgerSummary.Holder, _ creations: [UInt: Int]) -> LedgerSummary.HolderKind {
    if let owner = holder.owner {
      let type = type(of: creations[owner] ?? 0)
      return holder.isDirect
        ? .object(type: type, offset: Int(bitPattern: holder.place &- owner)) : .memory(of: type)
    }
    return holder.isBlock ? .block : .data(holder.place)
  }
}
