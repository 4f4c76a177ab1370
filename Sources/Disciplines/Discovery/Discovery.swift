public import Facts

/// Finds the disciplines of a program that nobody described.
///
/// Names are no evidence here, bodies are: a number in an object that one function puts up, and that another takes down and, when
/// the last reference goes and only then, ends the object. What allocates and returns and what frees its argument make a pair.
///
///     let found = try Discovery.disciplines(in: facts)
public enum Discovery {
  /// Sorted by name; each says in `reasons` why it is believed.
  ///
  /// - Parameter stated: what else is said of functions that allocate, free and count, and whose bodies are not there.
  public static func disciplines(in facts: FactBase, knowing stated: [Discipline] = []) throws -> [Discipline] {
    let primitives = Primitives(facts, from: try BuiltIn.disciplines(after: stated))
    let program = Program(facts, primitives: primitives)
    let destruction = Destruction(program)
    let counting = Counting(program, destruction: destruction, places: CountPlaces(program))
    let families = Array(CountedFamilies(counting).families.values)
    let counted = countedDisciplines(counting, families)
    var membership = RecordMembership(facts)
    for (index, discipline) in counted.enumerated() { membership.assign(discipline.types, to: DisciplineID(index)) }
    let makers = Makers(counted, membership, counting, counters: Set(families.compactMap(\.path.first)))
    let disciplines = adding(makers.found, to: counted, counting.program)
    let pairs = Pairs(counting) { record in membership.disciplineOfRecord[record.index] != nil }
    return (disciplines + pairs.disciplines()).sorted { ($0.name, $0.kind.rawValue) < ($1.name, $1.kind.rawValue) }
  }

  private static func countedDisciplines(_ counting: Counting, _ families: [CountedFamily]) -> [Discipline] {
    let facts = counting.program.facts
    // Instantiations of one template, and the implementations of one interface, are one family.
    var groups: [String: [CountedFamily]] = [:]
    let members = Set(families.flatMap { ($0.retains + $0.releases).map(\.function) })
    for family in families { groups[rootName(of: family, among: members, counting), default: []].append(family) }
    let description = FamilyDescription(
      counting, initialCount: InitialCount(counting.program, of: Set(families.compactMap(\.path.last))))
    return groups.keys.sorted().map { name in
      let group = (groups[name] ?? []).sorted { rank($0, facts) < rank($1, facts) }
      let leading = group[0]
      let counter = description.counterName(leading)
      var merged = CountedFamily(path: leading.path)
      merged.lastCount = leading.lastCount
      merged.isProven = leading.isProven
      merged.handle = leading.handle
      var bases: Set<String> = [name]
      for family in group {
        let base = facts[facts[family.record(in: facts)].name].withoutTemplateArguments
        // A second number in the same record counts something else.
        guard
          base != facts[facts[leading.record(in: facts)].name].withoutTemplateArguments
            || description.counterName(family) == counter
        else { continue }
        bases.insert(base)
        merged.retains += family.retains
        merged.releases += family.releases
      }
      var discipline = description.discipline(of: merged, named: name, bases: bases.sorted())
      discipline.addInterfaceMethods(of: merged, among: members, in: counting.program, description)
      discipline.deduplicateReasons()
      return discipline
    }
  }

  /// The proven first, then the richer.
  private static func rank(_ family: CountedFamily, _ facts: FactBase) -> (Int, Int, UInt32) {
    (
      family.isProven ? 0 : 1, -(family.retains.count + family.releases.count),
      family.path.first?.rawValue ?? 0
    )
  }

  /// The interface whose methods the family implements, else the record that holds the count.
  ///
  /// - Parameter members: of all families, since another class may implement the interface with a number of its own.
  private static func rootName(
    of family: CountedFamily, among members: Set<FunctionID>, _ counting: Counting
  ) -> String {
    let facts = counting.program.facts
    for member in family.retains {
      guard let base = counting.program.interface(of: member.function, implementedBy: members),
        !facts[base].record.isNone
      else { continue }
      return facts[facts[facts[base].record].name].withoutTemplateArguments
    }
    return facts[facts[family.record(in: facts)].name].withoutTemplateArguments
  }

  /// Adds the functions that allocate an object with its first reference and return it.
  private static func adding(
    _ makers: [Makers.Maker], to disciplines: [Discipline], _ program: Program
  ) -> [Discipline] {
    var disciplines = disciplines
    var names: [Int: Set<String>] = [:]
    for maker in makers {
      let name = program.facts[program.facts[maker.function].name]
      names[maker.discipline.rawValue, default: []].insert(name.withoutTemplateArguments)
      disciplines[maker.discipline.rawValue].reasons.append(
        Reason(sentence: "allocates what it returns", function: name, location: program.location(of: maker.span)))
    }
    for (index, names) in names {
      disciplines[index].calls.append(
        CallRule(names: names.sorted(), effects: CallEffects(result: .new, mayReturnNull: true)))
    }
    return disciplines
  }
}

extension Discipline {
  /// The methods of an interface do what all of its implementations do.
  fileprivate mutating func addInterfaceMethods(
    of family: CountedFamily, among members: Set<FunctionID>, in program: Program, _ description: FamilyDescription
  ) {
    for index in calls.indices {
      var names = Set(calls[index].names)
      for member in family.retains + family.releases where names.contains(description.name(of: member.function)) {
        if let base = program.interface(of: member.function, implementedBy: members) {
          names.insert(description.name(of: base))
        }
      }
      calls[index].names = names.sorted()
    }
  }

  /// A hundred instantiations are one reason.
  fileprivate mutating func deduplicateReasons() {
    var seen: Set<String> = []
    reasons = reasons.filter { seen.insert($0.sentence + "@" + $0.location).inserted }
  }
}

extension Program {
  /// The method that this one overrides in the end, if all that override it are members too.
  func interface(of function: FunctionID, implementedBy members: Set<FunctionID>) -> FunctionID? {
    guard let base = topmost(function) else { return nil }
    var pending = overriders[base] ?? []
    var seen: Set<FunctionID> = []
    while let overrider = pending.popLast() {
      guard seen.insert(overrider).inserted else { continue }
      guard members.contains(overrider) || facts[overrider].body == nil else { return nil }
      pending += overriders[overrider] ?? []
    }
    return base
  }

  /// The method that this one overrides in the end; the first where there are several.
  private func topmost(_ function: FunctionID) -> FunctionID? {
    var current = function
    for _ in 0..<64 {
      guard let base = facts[current].overrides.first, !base.isNone else { break }
      current = base
    }
    return current == function ? nil : current
  }
}
