import Facts

/// The call rules of all disciplines, ready to be asked for one function after another.
struct CallTable {
  struct Entry {
    var discipline: DisciplineID
    var authority: Authority
    var rule: CallRule
    /// Where it stands among all rules: the first wins.
    var rank: Int
  }

  private var exact: [String: [Entry]] = [:]
  private var patterns: [(pattern: NamePattern, entry: Entry)] = []
  private var byAttribute: [String: [Entry]] = [:]

  init(_ disciplines: [Discipline]) {
    var rank = 0
    // Habits of naming come after all that any discipline states.
    for (index, discipline) in disciplines.enumerated() {
      let authority = discipline.origin == .discovered ? Authority.discovered : .stated
      for rule in discipline.calls {
        add(Entry(discipline: DisciplineID(index), authority: authority, rule: rule, rank: rank))
        rank += 1
      }
    }
    for (index, discipline) in disciplines.enumerated() {
      for rule in discipline.conventions {
        add(Entry(discipline: DisciplineID(index), authority: .conventional, rule: rule, rank: rank))
        rank += 1
      }
    }
  }

  private mutating func add(_ entry: Entry) {
    for name in entry.rule.names {
      let pattern = NamePattern(name)
      if pattern.isExact { exact[name, default: []].append(entry) } else { patterns.append((pattern, entry)) }
    }
    for attribute in entry.rule.attributes { byAttribute[attribute, default: []].append(entry) }
  }

  /// The rules that speak of a function, the one to be believed first.
  func entries(for function: Function, in facts: FactBase) -> [Entry] {
    let name = facts[function.name]
    let plain = name.withoutTemplateArguments
    var found = exact[name] ?? []
    if plain != name { found += exact[plain] ?? [] }
    for attribute in function.attributes { found += byAttribute[facts[attribute]] ?? [] }
    var ranks = found.sorted { $0.rank < $1.rank }
    ranks += patterns.lazy.filter { $0.pattern.matches(plain) }.map(\.entry)
    // What is stated by a pattern goes before what discovery found under the very name; a habit comes last.
    return ranks.enumerated().sorted {
      ($0.element.authority.order, $0.offset) < ($1.element.authority.order, $1.offset)
    }.map(\.element)
  }
}

extension Authority {
  fileprivate var order: Int {
    switch self {
    case .stated: 0
    case .discovered: 1
    case .conventional: 2
    }
  }
}
