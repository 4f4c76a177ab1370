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

  /// The class or struct that the number is in.
  func record(in facts: FactBase) -> RecordID { path.first.map { facts[$0].record } ?? .none }
}

/// Finds the families: a number that one function takes down, ending the object when the last reference goes and only then, and
/// that another puts up and does nothing else.
struct CountedFamilies {
  private(set) var families: [[FieldID]: CountedFamily] = [:]
  private let counting: Counting

  /// - Parameter keepsHalves: keeps what counts as a family does though the other half was not read.
  init(_ counting: Counting, keepsHalves: Bool = false) {
    self.counting = counting
    for function in counting.places.ofFunction.keys.sorted() {
      for place in counting.places.ofFunction[function] ?? [] where !place.path.isEmpty {
        classify(function, place)
      }
    }
    for path in families.keys { adopt(path) }
    if !keepsHalves { families = families.filter { isBelievable($0.value) } }
    for path in families.keys { families[path] = settled(families[path]) }
  }

  private mutating func classify(_ function: FunctionID, _ place: CountPlace) {
    guard let one = counting.transfer(of: function, place, from: 1),
      let two = counting.transfer(of: function, place, from: 2),
      let three = counting.transfer(of: function, place, from: 3), !one.isCut, !two.isCut
    else { return }
    var family = families[place.path] ?? CountedFamily(path: place.path)
    if one.final == 2, two.final == 3, one.ends == nil, two.ends == nil {
      add(function, place, one, to: \.retains, of: &family)
    } else if releases(last: one, other: two, third: three, from: 1) {
      family.isProven = family.isProven || one.ends != nil
      add(function, place, one, to: \.releases, of: &family)
    } else if let zero = counting.transfer(of: function, place, from: 0),
      releases(last: zero, other: one, third: two, from: 0)
    {
      family.isProven = family.isProven || zero.ends != nil
      family.lastCount = 0
      add(function, place, zero, to: \.releases, of: &family)
    } else {
      return
    }
    families[place.path] = family
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
    if family.retains.contains(where: { isPure($0) }) { return true }
    return family.isProven && counting.places.incrementedInMacros.contains(leaf)
  }

  /// A function that counts in its argument's first member is a further name for the function that counts in that member alone.
  private mutating func adopt(_ path: [FieldID]) {
    guard let family = families[path], !isBelievable(family) else { return }
    let facts = counting.program.facts
    var inner = path[...]
    while inner.count > 1, let first = inner.first, facts[first].index == 0, facts.isEmbedded(first) {
      inner = inner.dropFirst()
      guard var host = families[Array(inner)], isBelievable(host) else { continue }
      host.retains += family.retains
      host.releases += family.releases
      families[Array(inner)] = host
      families[path] = nil
      return
    }
  }

  /// Leaves out what does more than count, and marks what only passes on.
  private func settled(_ family: CountedFamily?) -> CountedFamily? {
    guard var family else { return nil }
    family.retains = settled(family.retains.filter { isPure($0) })
    family.releases = settled(family.releases)
    return family
  }

  private func settled(_ members: [CountedFamily.Member]) -> [CountedFamily.Member] {
    let all = Set(members.map(\.function))
    // One that overrides decides for itself: what only some of a method's implementations do is not the method's meaning.
    var members = members.filter { isTrueOfOverriders($0, among: all) }
    let functions = Set(members.map(\.function))
    for index in members.indices { members[index].isWrapper = passesOn(members[index], to: functions) }
    members.removeAll { $0.isWrapper && !isBare($0) && !isOnlyCaller($0, of: functions) }
    return members
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

  private func passesOn(_ member: CountedFamily.Member, to members: Set<FunctionID>) -> Bool {
    guard let view = counting.program.view(of: member.function) else { return false }
    return view.body.events.contains { event in
      event.operation == .call && event.function != member.function
        && counting.program.targets(of: event, in: view).contains(where: members.contains)
        && counting.innerPlace(of: member.place, at: event, in: view) != nil
    }
  }

  /// What one function alone calls is a part of it that was written apart.
  private func isOnlyCaller(_ member: CountedFamily.Member, of members: Set<FunctionID>) -> Bool {
    guard let view = counting.program.view(of: member.function) else { return false }
    let parts = view.body.events.lazy.filter { $0.operation == .call && members.contains($0.function) }.map(\.function)
    return parts.allSatisfy {
      counting.program.facts[$0].flags.contains(.isInternal) && counting.program.callers[$0] == [member.function]
    }
  }

  /// A wrapper that does one call and stores nothing is another name for what it calls; one that does more is code
  /// that uses references, and for the claims to judge.
  private func isBare(_ member: CountedFamily.Member) -> Bool {
    guard let view = counting.program.view(of: member.function) else { return false }
    guard view.function.kind != .destructor, view.function.kind != .constructor else { return false }
    let calls = view.body.events.filter { $0.operation == .call && !$0.flags.contains(.isImplicit) }
    let stores = view.body.events.contains { event in
      guard event.operation == .store else { return false }
      let origin = view.origin(of: view.body.operand(0, of: event))
      if case .slot = origin.root { return false }
      return origin.root != .parameter(holderPosition(member.place)) || !origin.path.isEmpty
    }
    return calls.count <= 1 && !stores
  }

  private func holderPosition(_ place: CountPlace) -> Int {
    switch place.holder {
    case .argument(let position), .pointee(let position): position
    case .loaded: Int.min
    }
  }

  /// Whether a function does no more to the object than to count it up: it neither keeps it nor puts something into it.
  private func isPure(_ member: CountedFamily.Member) -> Bool {
    guard let view = counting.program.view(of: member.function), view.function.kind != .constructor else {
      return false
    }
    let root = member.place.root
    guard case .argument = member.place.holder, view.function.parameterCount <= 5 else { return false }
    for event in view.body.events {
      switch event.operation {
      case .store:
        let address = view.origin(of: view.body.operand(0, of: event))
        let value = view.origin(of: view.body.operand(1, of: event))
        if case .slot = address.root { continue }
        if value.root == root, value.path.isEmpty { return false }
        if address.root == root, case .parameter = value.root { return false }
        if address.argument != nil, address.root != root { return false }
      case .call:
        let origins = view.numberedArguments(of: event).map { view.origin(of: $0.value) }
        guard origins.contains(where: { $0.root == root && $0.path.isEmpty }) else { continue }
        let isShared = origins.contains { origin in
          switch origin.root {
          case .loaded, .global, .parameter: origin.root != root
          default: false
          }
        }
        if isShared { return false }
      default: continue
      }
    }
    return true
  }
}
