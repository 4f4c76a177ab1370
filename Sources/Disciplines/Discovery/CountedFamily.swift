import Facts

/// The functions that belong to one counter: the fields from the object down to the number.
struct CountedFamily {
  struct Member {
    var function: FunctionID
    var place: CountPlace
    var transfer: CountTransfer
    var isNullSafe: Bool
    /// Does nothing but pass its argument to another member.
    var isWrapper: Bool
  }

  var path: [FieldID]
  var retains: [Member] = []
  var releases: [Member] = []
  /// The number at which the last reference goes: 1, or 0 where the count is of further references.
  var lastCount: Int64 = 1
  /// Whether some release was seen to end the object, not only to hand it over.
  var isProven = false
  /// The class whose copies count and whose destructor gives up what its field leads to.
  var handle: RecordID?

  /// The class or struct that the number is in.
  func record(in facts: FactBase) -> RecordID { path.first.map { facts[$0].record } ?? .none }

  /// Takes in what counts the same number by another way.
  mutating func add(_ other: CountedFamily) {
    // Only releases show which number is the last.
    if releases.isEmpty { lastCount = other.lastCount }
    retains += other.retains
    releases += other.releases
    isProven = isProven || other.isProven
    handle = handle ?? other.handle
  }
}

/// Finds the families: a number that one function takes down, ending the object when the last reference goes and only then, and
/// that another puts up and does nothing else.
struct CountedFamilies {
  private(set) var families: [[FieldID]: CountedFamily] = [:]
  private let counting: Counting
  private let shape: MemberShape
  /// By path: what counts down, and at the last reference alone passes the object on to a function that was read.
  private var likely: [[FieldID]: [CountedFamily.Member]] = [:]

  /// - Parameter keepsHalves: keeps what counts as a family does though the other half was not read.
  init(_ counting: Counting, keepsHalves: Bool = false) {
    self.counting = counting
    shape = MemberShape(counting)
    for function in counting.places.ofFunction.keys.sorted() {
      for place in counting.places.ofFunction[function] ?? [] where !place.path.isEmpty {
        if counting.isCandidate(function, place) { classify(function, place) }
      }
    }
    // How a library frees may stand in another unit, so that who calls it seems to end nothing.
    if keepsHalves {
      for (path, members) in likely where families[path]?.releases.isEmpty ?? true {
        let isProven = members.contains { member in
          member.transfer.passesOn.contains { givesAway(at: $0, member) }
        }
        if families[path] == nil, !isProven { continue }
        families[path, default: CountedFamily(path: path)].releases = members
        families[path]?.isProven = isProven
      }
    }
    for path in families.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) { adopt(path) }
    families = families.mapValues { family in
      var family = family
      family.handle = handle(of: family)
      return family
    }
    let believable = families.filter { isBelievable($0.value) }
    if !keepsHalves { families = believable }
    families = families.mapValues { settled($0, objects: Set(believable.keys)) }
  }

  private mutating func classify(_ function: FunctionID, _ place: CountPlace) {
    guard let one = counting.transfer(of: function, place, from: 1), !one.isCut,
      let two = counting.transfer(of: function, place, from: 2), !two.isCut
    else { return }
    var family = families[place.path] ?? CountedFamily(path: place.path)
    if one.final == 2, two.final == 3, one.ends == nil, two.ends == nil {
      add(function, place, one, to: \.retains, of: &family)
    } else if let three = counting.transfer(of: function, place, from: 3),
      releases(last: one, other: two, third: three, from: 1)
    {
      family.isProven = family.isProven || one.ends != nil
      add(function, place, one, to: \.releases, of: &family)
    } else if let zero = counting.transfer(of: function, place, from: 0),
      releases(last: zero, other: one, third: two, from: 0)
    {
      family.isProven = family.isProven || zero.ends != nil
      family.lastCount = 0
      add(function, place, zero, to: \.releases, of: &family)
    } else {
      // What is called with the last reference alone; others, as a trace, are shown the object at every count.
      let ending = one.passesOn.subtracting(two.passesOn)
      if one.final == 0, two.final == 1, one.ends == nil, two.ends == nil, !ending.isEmpty {
        var one = one
        one.passesOn = ending
        likely[place.path, default: []].append(
          CountedFamily.Member(
            function: function, place: place, transfer: one, isNullSafe: counting.isNullSafe(function, place),
            isWrapper: false))
      }
      return
    }
    families[place.path] = family
  }

  /// Whether what a member passes its object on to ends by giving it to a function that is not known, as to one that a table of a
  /// library's own allocators holds.
  private func givesAway(at call: Int, _ member: CountedFamily.Member) -> Bool {
    guard let view = counting.program.view(of: member.function) else { return false }
    let event = view.body.events[call]
    return view.numberedArguments(of: event).contains { position, value in
      view.isWhole(value, member.place.root)
        && counting.program.targets(of: event, in: view).contains { counting.destruction.givesAway(position, of: $0) }
    }
  }

  /// The object ends when the count was `last`, and at no higher number.
  private func releases(last: CountTransfer, other: CountTransfer, third: CountTransfer, from number: Int64) -> Bool {
    guard other.ends == nil, third.ends == nil, other.final == number, third.final == number + 1 else { return false }
    if last.ends != nil { return true }
    return last.handsOver != nil && other.handsOver == nil && third.handsOver == nil
  }

  private func add(
    _ function: FunctionID, _ place: CountPlace, _ transfer: CountTransfer,
    to list: WritableKeyPath<CountedFamily, [CountedFamily.Member]>, of family: inout CountedFamily
  ) {
    family[keyPath: list].append(
      CountedFamily.Member(
        function: function, place: place, transfer: transfer,
        isNullSafe: counting.isNullSafe(function, place), isWrapper: false))
  }

  /// A number that goes up only where something is put in is a size, not a count of references.
  private func isBelievable(_ family: CountedFamily) -> Bool {
    guard !family.releases.isEmpty, let leaf = family.path.last else { return false }
    if family.handle != nil || family.retains.contains(where: { shape.isPure($0) }) { return true }
    return family.isProven
      && (counting.places.incrementedInMacros.contains(leaf)
        || !counting.helpersOfMacros(puttingUp: family.path).isEmpty)
  }

  /// A function that counts in its argument's first member is a further name for the function that counts in that member alone.
  private mutating func adopt(_ path: [FieldID]) {
    guard let family = families[path] else { return }
    let facts = counting.program.facts
    var inner = path[...]
    while inner.count > 1, let first = inner.first, facts[first].index == 0, facts.isEmbedded(first) {
      inner = inner.dropFirst()
      guard var host = families[Array(inner)], isBelievable(host) else { continue }
      host.add(family)
      families[Array(inner)] = host
      families[path] = nil
      return
    }
  }

  /// A body that only its handles count: the copy constructor puts the number up, the destructor takes it down and ends it.
  private func handle(of family: CountedFamily) -> RecordID? {
    let facts = counting.program.facts
    guard family.isProven else { return nil }
    for release in family.releases where facts[release.function].kind == .destructor {
      guard case .loaded(let field) = release.place.holder, facts[field].record == facts[release.function].record,
        family.retains.contains(where: {
          $0.place.holder == .loaded(field) && facts[$0.function].flags.contains(.isCopy)
            && facts[$0.function].kind == .constructor
        })
      else { continue }
      return facts[field].record
    }
    return nil
  }

  /// Leaves out what does more than count, and marks what only passes on.
  private func settled(_ family: CountedFamily, objects: Set<[FieldID]>) -> CountedFamily {
    var family = family
    let counting = Set((family.retains + family.releases).map(\.function))
    family.retains = settled(family.retains.filter { shape.isPure($0) }, counting: counting, objects: objects)
    family.releases = settled(family.releases.filter { shape.isPlainRelease($0) }, counting: counting, objects: objects)
    return family
  }

  /// - Parameter counting: all functions that put the number up or take it down, whatever else they do.
  private func settled(
    _ members: [CountedFamily.Member], counting: Set<FunctionID>, objects: Set<[FieldID]>
  ) -> [CountedFamily.Member] {
    let all = Set(members.map(\.function))
    // One that overrides decides for itself: what only some of a method's implementations do is not the method's meaning.
    var open = members.filter { isTrueOfOverriders($0, among: all) }
    // A release may leave the number to a helper that is none by itself, and do with the object what that says.
    let isOwn = { (member: CountedFamily.Member) in
      shape.countsItself(member, objects: objects)
        || (member.transfer.ends != nil && !shape.passesOn(member, to: counting))
    }
    var found = open.filter(isOwn)
    open.removeAll(where: isOwn)
    // A wrapper of a member is one; a wrapper of that one too.
    while true {
      let functions = Set(found.map(\.function))
      let wrappers = open.filter {
        shape.passesOn($0, to: functions) && (shape.isBare($0) || shape.isOnlyCaller($0, of: functions))
      }
      guard !wrappers.isEmpty else { break }
      open.removeAll { member in wrappers.contains { $0.function == member.function } }
      found += wrappers.map { member in
        var member = member
        member.isWrapper = true
        return member
      }
    }
    return found
  }

  private func isTrueOfOverriders(_ member: CountedFamily.Member, among members: Set<FunctionID>) -> Bool {
    var pending = counting.program.overriders[member.function] ?? []
    var seen: Set<FunctionID> = []
    while let overrider = pending.popLast() {
      guard seen.insert(overrider).inserted else { continue }
      guard members.contains(overrider) || counting.program.facts[overrider].body == nil else { return false }
      pending += counting.program.overriders[overrider] ?? []
    }
    return true
  }
}
