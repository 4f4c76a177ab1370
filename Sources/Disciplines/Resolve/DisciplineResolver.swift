public import Facts

/// Looks the names of disciplines up in a program.
///
///     let index = DisciplineResolver(disciplines).resolve(facts)
public struct DisciplineResolver: Sendable {
  let disciplines: [Discipline]

  /// The disciplines in order of precedence: of two that select the same record or function, the earlier has it.
  public init(_ disciplines: [Discipline]) {
    self.disciplines = disciplines
  }

  public func resolve(_ facts: FactBase) -> DisciplineIndex {
    var membership = RecordMembership(facts)
    for (index, discipline) in disciplines.enumerated() {
      membership.assign(discipline.types, to: DisciplineID(index))
    }
    var index = DisciplineIndex(
      disciplines: disciplines, disciplineOfRecord: membership.disciplineOfRecord,
      meaningOfFunction: Array(repeating: nil, count: facts.functions.count),
      disciplineOfAlias: membership.disciplineOfAlias)
    resolveCounters(in: facts, into: &index)
    resolveFailures(in: facts, into: &index)
    resolveShapes(membership, in: facts, into: &index)
    resolveCalls(in: facts, into: &index)
    resolveDeclared(in: facts, into: &index)
    resolveRemarks(in: facts, into: &index)
    resolveEntryPoints(in: facts, into: &index)
    resolvePuts(in: facts, into: &index)
    return index
  }

  /// Finds the types by which functions tell that they failed, and those by which they say that they did not.
  private func resolveFailures(in facts: FactBase, into index: inout DisciplineIndex) {
    for alias in disciplines.flatMap(\.booleans) { facts.texts.find(alias).map { _ = index.truthAliases.insert($0) } }
    let failures = Set(disciplines.flatMap(\.failures))
    guard !failures.isEmpty else { return }
    for position in facts.records.indices where failures.contains(facts[facts.records[position].name]) {
      index.failureRecords.insert(RecordID(position))
    }
  }

  private func resolveCounters(in facts: FactBase, into index: inout DisciplineIndex) {
    var disciplineOfName: [String: DisciplineID] = [:]
    var nested: [String: [[String]]] = [:]
    for (position, discipline) in disciplines.enumerated() {
      for counter in discipline.counters {
        if disciplineOfName[counter] == nil { disciplineOfName[counter] = DisciplineID(position) }
        let steps = counter.split(separator: ".").map(String.init)
        if let first = steps.first, steps.count > 1 { nested[first, default: []].append(Array(steps.dropFirst())) }
      }
    }
    guard !disciplineOfName.isEmpty else { return }
    resolveCounts(in: facts, into: &index)
    for position in facts.fields.indices {
      let field = facts.fields[position]
      guard !field.record.isNone else { continue }
      let record = facts[facts[field.record].name].withoutTemplateArguments
      let name = "\(record)::\(facts[field.name])"
      if let stated = disciplineOfName[name] {
        index.disciplineOfCounter[FieldID(position)] = index.disciplineOfRecord[field.record.index] ?? stated
      }
      for steps in nested[name] ?? [] {
        guard let path = Self.path(from: FieldID(position), steps[...], in: facts) else { continue }
        // A helper may be given one of the structs around the number.
        for (length, field) in path.enumerated() {
          index.nestedCounters[field, default: []].append(Array(path[...length]))
        }
      }
    }
  }

  /// Who changes numbers on behalf of others matters only where there are counts.
  private func resolveCounts(in facts: FactBase, into index: inout DisciplineIndex) {
    let counts = CountTable(disciplines)
    for position in facts.functions.indices {
      guard let rule = counts.rule(for: facts.functions[position], in: facts) else { continue }
      index.countOfFunction[FunctionID(position)] = rule
    }
  }

  /// The fields behind the names in a nested struct; what has no name is passed over.
  private static func path(from field: FieldID, _ steps: ArraySlice<String>, in facts: FactBase) -> [FieldID]? {
    guard let name = steps.first else { return [field] }
    let type = facts[field].type
    guard !type.isNone, facts[type].kind == .record, !facts[type].record.isNone else { return nil }
    for inner in facts[facts[type].record].fields {
      let rest = facts[facts[inner].name].isEmpty ? steps : facts[facts[inner].name] == name ? steps.dropFirst() : nil
      if let rest, let path = path(from: inner, rest, in: facts) { return [field] + path }
    }
    return nil
  }

  private func resolveCalls(in facts: FactBase, into index: inout DisciplineIndex) {
    let table = CallTable(disciplines)
    for position in facts.functions.indices where index.meaningOfFunction[position] == nil {
      let function = facts.functions[position]
      for entry in table.entries(for: function, in: facts) {
        guard var meaning = meaning(of: function, by: entry, index: index, facts: facts) else { continue }
        if let last = index.failureParameter(of: function, in: facts), meaning.arguments[last] == nil {
          meaning.arguments[last] = .fillsOnFailure
        }
        index.meaningOfFunction[position] = meaning
        break
      }
    }
    inheritMeanings(in: facts, into: &index)
  }

  /// An override does what the method that it overrides does.
  private func inheritMeanings(in facts: FactBase, into index: inout DisciplineIndex) {
    for position in facts.functions.indices where index.meaningOfFunction[position] == nil {
      var pending = facts.functions[position].overrides
      var seen: Set<FunctionID> = []
      while let base = pending.popLast() {
        guard !base.isNone, seen.insert(base).inserted else { continue }
        if let meaning = index.meaningOfFunction[base.index], meaning.authority != .conventional {
          index.meaningOfFunction[position] = meaning
          break
        }
        pending += facts[base].overrides
      }
    }
  }

  /// What a rule says of a function, if it is about the rule's kind of objects.
  ///
  /// Names collide: a `put` that takes another family's struct is another function. And where a family is known under a stated
  /// discipline already, what discovery adds belongs to that one.
  private func meaning(
    of function: Function, by entry: CallTable.Entry, index: DisciplineIndex, facts: FactBase
  ) -> CallMeaning? {
    let effects = entry.rule.effects
    if entry.authority == .discovered {
      // What was read off a body says nothing of a pointer to functions that has the same name.
      guard function.kind != .signature, effects.fit(function, in: facts) else { return nil }
    }
    var discipline = entry.discipline
    let selection = disciplines[discipline.rawValue].types
    if entry.rule.onlyIfReturningObject {
      guard let returned = index.discipline(pointedToBy: function.returnType, in: facts) else { return nil }
      guard returned == discipline || selection.isEmpty else { return nil }
    }
    let subject =
      subject(of: effects, in: function, facts: facts)
      ?? (entry.authority == .discovered ? made(by: effects, in: function, facts: facts) : nil)
    if !selection.isEmpty, let record = subject {
      switch index.disciplineOfRecord[record.index] {
      case discipline?: break
      case let other?:
        guard entry.authority == .discovered else { return nil }
        discipline = other
      case nil:
        // `void *` wrappers and templates are let pass by `subject`; a record that nobody counts is not.
        return nil
      }
    }
    return CallMeaning(
      arguments: effects.arguments, receiver: effects.receiver, result: effects.result,
      mayReturnNull: effects.mayReturnNull, rest: effects.rest, format: effects.format, authority: entry.authority,
      discipline: discipline)
  }

  /// The record whose count a call changes, where the function's type tells.
  private func subject(of effects: CallEffects, in function: Function, facts: FactBase) -> RecordID? {
    if effects.receiver.changesCount, !function.record.isNone { return function.record }
    for (argument, effect) in effects.arguments.sorted(by: { $0.key < $1.key }) where effect.changesCount {
      guard argument < function.parameters.count else { continue }
      return facts.record(pointedToBy: function.parameters[argument].type)
    }
    return nil
  }

  /// The record that a function hands out, for what discovery found: an opaque type's maker is stated without a look at it.
  private func made(by effects: CallEffects, in function: Function, facts: FactBase) -> RecordID? {
    if effects.result != .unspecified { return facts.record(pointedToBy: function.returnType) }
    for (argument, effect) in effects.arguments where effect == .fillsOwned || effect == .clearsSlot {
      guard argument < function.parameters.count, facts.isPointer(function.parameters[argument].type) else { continue }
      return facts.record(pointedToBy: facts[function.parameters[argument].type].inner)
    }
    return nil
  }

  private func resolveDeclared(in facts: FactBase, into index: inout DisciplineIndex) {
    for spelling in disciplines.flatMap(\.declared) {
      for alias in spelling.aliases {
        facts.texts.find(alias).map { index.ownershipOfAlias[$0] = spelling.ownership }
      }
      for attribute in spelling.attributes + spelling.macros.map({ Attributes.macroPrefix + $0 }) {
        facts.texts.find(attribute).map { index.ownershipOfAttribute[$0] = spelling.ownership }
      }
      for attribute in spelling.receiverAttributes {
        facts.texts.find(attribute).map { index.ownershipOfReceiverAttribute[$0] = spelling.ownership }
      }
    }
  }
}

extension CallEffects {
  /// Whether a function takes and returns pointers where something happens to objects: what was found out about one function says
  /// nothing of another of that name, which returns a number.
  fileprivate func fit(_ function: Function, in facts: FactBase) -> Bool {
    if result != .unspecified, !facts.isPointer(function.returnType) { return false }
    return arguments.keys.allSatisfy { argument in
      argument >= function.parameters.count || facts.isPointer(function.parameters[argument].type)
        || facts[function.parameters[argument].type].isReference
    }
  }
}

extension ArgumentEffect {
  /// Whether the object itself is meant, so that its type must be the discipline's.
  var changesCount: Bool {
    switch self {
    case .retains, .retainsUnlessNull, .releases, .releasesUnlessNull, .destroys, .adopts: true
    case .borrows, .consumes, .consumesOnSuccess, .consumesOnFailure, .keeps, .puts, .putsKey, .clearsSlot,
      .replacesSlot, .fillsOwned, .fillsOnFailure, .fillsBorrowed:
      false
    }
  }
}
