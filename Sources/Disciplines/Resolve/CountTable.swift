import Facts

/// Functions that change the number that an argument points to, by their names.
struct CountTable {
  private var rules: [String: [CountRule]] = [:]
  private var patterns: [(NamePattern, CountRule)] = []

  init(_ disciplines: [Discipline]) {
    for rule in disciplines.flatMap(\.counts) {
      for name in rule.names {
        let pattern = NamePattern(name)
        if pattern.isExact { rules[name, default: []].append(rule) } else { patterns.append((pattern, rule)) }
      }
    }
  }

  func rule(for function: Function, in facts: FactBase) -> CountRule? {
    let name = facts[function.name].withoutTemplateArguments
    let named = (rules[name] ?? []) + patterns.lazy.filter { $0.0.matches(name) }.map(\.1)
    return named.first { $0.parameterCount == nil || $0.parameterCount == Int(function.parameterCount) }
  }
}
