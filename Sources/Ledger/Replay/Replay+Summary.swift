extension Replay {
  /// What is kept by other live objects alone tells nothing of why the others live.
  private struct GroupKey: Hashable {
    var creation: Int
    var isHeld: Bool
  }

  /// Objects to which the same has happened.
  private struct Life: Hashable {
    var key: GroupKey
    var tallies: [ObjectTable.Tally]
    var hasUnseenRetains: Bool
  }

  public static func summarize(_ trace: Trace) -> LedgerSummary { Replay(trace).summary(with: StackNames()) }

  /// Sums up; what is known of the stacks may be more the next time.
  public borrowing func summary(with names: StackNames) -> LedgerSummary {
    var summary = summary
    let uncounted = creations.typesBeginningAtNone
    func countsCreation(_ creation: Int) -> Bool { !uncounted.contains(type(of: creation)) }
    var pairing = Pairing(trace, names, learningFrom: ended, countsCreation: countsCreation)
    let answers = pairing.answers()
    func references(_ place: Int) -> Int {
      Int(table.references(place)) - (countsCreation(Int(table[place].creation)) ? 0 : 1)
    }
    let places = table.live
    let objects = places.map { place in
      LiveObject(
        address: table.address(place), creation: table[place].creation, references: references(place),
        hasUnseenRetains: table[place].hasUnseenRetains)
    }
    let memory = look(at: objects)
    func key(of index: Int) -> GroupKey {
      GroupKey(creation: Int(objects[index].creation), isHeld: memory?.isHeld[index] ?? false)
    }
    var groups: [GroupKey: LedgerSummary.Group] = [:]
    var outstanding: [GroupKey: [Int: (count: Int, objects: Int)]] = [:]
    var lives: [Life: Int] = [:]
    for (index, place) in places.enumerated() {
      let object = table[place]
      let references = objects[index].references
      let creation = Int(object.creation)
      let key = key(of: index)
      var group =
        groups[key]
        ?? LedgerSummary.Group(
          creation: creation, type: trace.stacks[creation]?.type ?? "", count: 0, references: 0, outstanding: [],
          ended: Int(creations[creation].ended), ages: Array(repeating: 0, count: 8), balance: [],
          reach: [:], holders: [:], isKeptByOthers: key.isHeld, examples: [])
      group.count += 1
      group.ages[min(7, Int(object.time * 8 / (now + 1)))] += 1
      group.references += references
      if group.examples.count < 3 {
        group.examples.append(
          LedgerSummary.Example(
            address: objects[index].address, number: object.number, thread: object.thread, ordinal: object.ordinal,
            references: references))
      }
      lives[
        Life(key: key, tallies: table.tallies(of: place), hasUnseenRetains: object.hasUnseenRetains), default: 0] += 1
      if let memory { group.reach[memory.reach[index], default: 0] += 1 }
      groups[key] = group
      summary.references += references
    }
    var folding = Folding<GroupKey>(trace)
    for (life, count) in lives {
      folding.fold(life.tallies, of: life.key, times: count)
      let unanswered = Self.unanswered(
        life.key.creation, life.tallies, answers, &pairing, countsCreation: countsCreation(life.key.creation))
      if unanswered.isEmpty { groups[life.key]?.settled += count }
      if unanswered.isEmpty, life.hasUnseenRetains { groups[life.key]?.uncertain += count }
      for (stack, references) in unanswered {
        outstanding[life.key, default: [:]][stack, default: (0, 0)].count += references * count
        outstanding[life.key, default: [:]][stack, default: (0, 0)].objects += count
      }
    }
    memory?.forEachHolder { groups[key(of: $0)]?.holders[$1, default: 0] += 1 }
    summary.alive = table.count
    summary.rings = memory?.rings ?? []
    summary.groups = groups.map { key, group in
      var group = group
      group.outstanding = (outstanding[key] ?? [:]).map { stack, open in
        let usual = answers[stack]?.first
        return LedgerSummary.Outstanding(
          retain: stack, count: open.count, objects: open.objects, usualRelease: usual?.release,
          usualCount: usual?.votes ?? 0)
      }.sorted { $0.count != $1.count ? $0.count > $1.count : $0.retain < $1.retain }
      group.balance = folding.balance(of: key)
      return group
    }.sorted {
      if $0.count != $1.count { return $0.count > $1.count }
      return $0.creation != $1.creation ? $0.creation < $1.creation : !$0.isKeptByOthers && $1.isKeptByOthers
    }
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
    _ creation: Int, _ tallies: [ObjectTable.Tally], _ answers: [Int: [(release: Int, votes: Int)]],
    _ pairing: inout Pairing, countsCreation: Bool
  ) -> [(Int, Int)] {
    var references = pairing.references(tallies, creation: Int32(truncatingIfNeeded: creation))
    if !countsCreation { references.taken[0].count = 0 }
    pairing.matchStated(&references)
    pairing.matchWithinCalls(&references)
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
}
