extension Replay {
  /// More objects of one group would only show the same tree again.
  private static let balancedObjects = 2000

  public static func summarize(_ trace: Trace) -> LedgerSummary { Replay(trace).summary(with: StackNames()) }

  /// Sums up; what is known of the stacks may be more the next time.
  public borrowing func summary(with names: StackNames) -> LedgerSummary {
    var summary = summary
    let uncounted = Set(endings.indices.filter { endings[$0].showThatCountBeginsAtNone }.map { creations.types[$0] })
    func countsCreation(_ creation: Int) -> Bool { !uncounted.contains(type(of: creation)) }
    var pairing = Pairing(trace, names, learningFrom: ended, countsCreation: countsCreation)
    let answers = pairing.answers()
    var groups: [Int: LedgerSummary.Group] = [:]
    var outstanding: [Int: [Int: (count: Int, objects: Int)]] = [:]
    var folding = Folding(trace)
    var held: [Held] = []
    for place in table.live {
      let object = table[place]
      let countsCreation = countsCreation(Int(object.creation))
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
      let tallies = table.tallies(of: place)
      if group.count <= Self.balancedObjects { folding.fold(tallies, of: creation) }
      let unanswered = Self.unanswered(object, tallies, answers, &pairing, countsCreation: countsCreation)
      if unanswered.isEmpty { group.settled += 1 }
      if unanswered.isEmpty, object.hasUnseenRetains { group.uncertain += 1 }
      groups[creation] = group
      for (stack, count) in unanswered {
        outstanding[creation, default: [:]][stack, default: (0, 0)].count += count
        outstanding[creation, default: [:]][stack, default: (0, 0)].objects += 1
      }
      summary.references += references
      held.append(
        Held(address: object.address, creation: object.creation, references: Int32(truncatingIfNeeded: references)))
    }
    summary.alive = table.count
    summary.rings = look(at: &groups, held)
    summary.groups = groups.values.map { group in
      var group = group
      group.outstanding = (outstanding[group.creation] ?? [:]).map { stack, open in
        let usual = answers[stack]?.first
        return LedgerSummary.Outstanding(
          retain: stack, count: open.count, objects: open.objects, usualRelease: usual?.release,
          usualCount: usual?.votes ?? 0)
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
    guard table.live.contains(where: { !table.isTallied($0) }) else { return }
    var known = ObjectTable()
    swap(&known, &table)
    var collector = TallyCollector(known, refinements: refinements)
    trace.replay(&collector)
    swap(&table, &collector.table)
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
    var creation: Int32
    var references: Int32
  }

  /// Adds who holds the objects and whether they are lost, where the trace has the memory; gives the rings of lost ones.
  private borrowing func look(
    at groups: inout [Int: LedgerSummary.Group], _ objects: consuming [Held]
  ) -> [LedgerSummary.Ring] {
    guard !groups.isEmpty, let image = MemoryImage(trace) else { return [] }
    objects.sort { $0.address < $1.address }
    let live = LiveObjects(
      addresses: objects.map(\.address), types: objects.map { Int32(creations.type(of: Int($0.creation))) })
    let reachability = Reachability(image, live)
    let holders = Holders(reachability.blocks)
    func creation(_ object: Int32) -> Int { Int(objects[Int(object)].creation) }
    for holder in holders.all { groups[creation(holder.object)]?.holders[kind(of: holder), default: 0] += 1 }
    func kind(of holder: Holders.Holder) -> LedgerSummary.HolderKind {
      if holder.owner >= 0 {
        return holder.isDirect
          ? .object(creation: creation(holder.owner), offset: holders.offset(of: holder))
          : .memory(ofCreation: creation(holder.owner))
      }
      guard let variable = holders.variable(of: holder) else { return .block }
      return holder.word < 0 ? .data(variable) : .behind(variable)
    }
    let owners = ObjectHolders(
      count: objects.count, holders.all.lazy.filter { $0.owner >= 0 }.map { (object: $0.object, owner: $0.owner) })
    for key in groups.keys { groups[key]?.isKeptByOthers = true }
    var isKept = [Bool](repeating: false, count: objects.count)
    for (index, object) in objects.enumerated() {
      let reach = reachability.classes[index]
      groups[Int(object.creation)]?.reach[reach, default: 0] += 1
      if holders.isHeldByOwnMemory[index] { groups[Int(object.creation)]?.holders[.itsOwn, default: 0] += 1 }
      // Each of its references is another live object's, as far as can be seen.
      let count = owners[Int32(index)].count
      isKept[index] = reach == .indirectlyLost || reach != .lost && count > 0 && count >= object.references
      if !isKept[index] { groups[Int(object.creation)]?.isKeptByOthers = false }
    }
    let held = HeldObjects(isKept: isKept, holders: owners)
    for (index, isInRing) in held.isInRing.enumerated() where isInRing {
      groups[Int(objects[index].creation)]?.isKeptByOthers = false
    }
    return rings(reachability.rings.map { ring in ring.map { live.types[Int($0)] } })
  }

  /// Rings of the same types are one.
  private borrowing func rings(_ rings: [[Int32]]) -> [LedgerSummary.Ring] {
    var counts: [[LedgerSummary.Ring.Member]: Int] = [:]
    for ring in rings {
      var members: [Int32: Int] = [:]
      for type in ring { members[type, default: 0] += 1 }
      let sorted = members.map { LedgerSummary.Ring.Member(type: creations.types[Int($0.key)], count: $0.value) }
        .sorted { ($0.count, $0.type) < ($1.count, $1.type) }
      counts[sorted, default: 0] += 1
    }
    return counts.map { LedgerSummary.Ring(members: $0.key, count: $0.value) }.sorted {
      if $0.count != $1.count { return $0.count > $1.count }
      return $0.members.lexicographicallyPrecedes($1.members) { ($0.type, $0.count) < ($1.type, $1.count) }
    }
  }
}
