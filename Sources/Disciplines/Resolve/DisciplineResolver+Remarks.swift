import Facts

extension DisciplineResolver {
  /// Puts together what the disciplines remark on the functions of a program.
  func resolveRemarks(in facts: FactBase, into index: inout DisciplineIndex) {
    var exact: [String: CallRemark] = [:]
    var patterns: [(pattern: NamePattern, remark: CallRemark)] = []
    for remark in disciplines.flatMap(\.remarks) {
      for name in remark.names {
        let pattern = NamePattern(name)
        if pattern.isExact {
          exact[name, default: CallRemark()].add(remark)
        } else {
          patterns.append((pattern, remark))
        }
      }
    }
    guard !exact.isEmpty || !patterns.isEmpty else { return }
    for position in facts.functions.indices where facts.functions[position].kind != .signature {
      let name = facts[facts.functions[position].name]
      var found = exact[name]
      for (pattern, remark) in patterns where pattern.matches(name) { found = found ?? remark }
      if let found { index.remarkOfFunction[FunctionID(position)] = found }
      if found?.refuses ?? false { index.refusals.insert(FunctionID(position)) }
    }
  }

  /// Finds the fields that a framework calls through.
  func resolveEntryPoints(in facts: FactBase, into index: inout DisciplineIndex) {
    let points = disciplines.flatMap(\.entryPoints)
    guard !points.isEmpty else { return }
    let patterns = points.flatMap { point in point.fields.map { (NamePattern($0), point.failure) } }
    for position in facts.fields.indices {
      let field = facts.fields[position]
      guard !field.record.isNone else { continue }
      let name = "\(facts[facts[field.record].name])::\(facts[field.name])"
      if let match = patterns.first(where: { $0.0.matches(name) }) {
        index.entryPointFields[FieldID(position)] = match.1
      }
    }
  }
}
