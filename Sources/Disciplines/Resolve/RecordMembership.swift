import Facts

/// Which discipline governs which record: by name, and through bases and first members to all that derive.
struct RecordMembership {
  private let facts: FactBase
  /// By name, template name or typedef name.
  private var recordsByName: [String: [RecordID]] = [:]
  /// The records that derive from each, in C++'s way or in C's.
  private var derived: [[RecordID]]

  private(set) var disciplineOfRecord: [DisciplineID?]
  private(set) var disciplineOfAlias: [TextID: DisciplineID] = [:]

  init(_ facts: FactBase) {
    self.facts = facts
    derived = Array(repeating: [], count: facts.records.count)
    disciplineOfRecord = Array(repeating: nil, count: facts.records.count)
    for index in facts.records.indices { register(RecordID(index)) }
    var seen: Set<TextID> = []
    for type in facts.types where type.kind == .record && !type.record.isNone {
      for alias in type.aliases where seen.insert(alias).inserted {
        recordsByName[facts[alias], default: []].append(type.record)
      }
    }
  }

  private mutating func register(_ id: RecordID) {
    let record = facts[id]
    let name = facts[record.name]
    recordsByName[name, default: []].append(id)
    let template = record.template.isNone ? name.withoutTemplateArguments : facts[record.template]
    if template != name { recordsByName[template, default: []].append(id) }
    for base in record.bases where !base.record.isNone { derived[base.record.index].append(id) }
    // C derives by putting the base first: a pointer to the one is a pointer to the other.
    guard record.bases.isEmpty, record.kind != .union, let first = record.fields.first else { return }
    let type = facts[first].type
    guard !type.isNone, facts[type].kind == .record, !facts[type].record.isNone else { return }
    derived[facts[type].record.index].append(id)
  }

  /// Gives a discipline the records that it selects, but for those that an earlier one has.
  mutating func assign(_ types: TypeSelection, to discipline: DisciplineID) {
    let except = Set(types.except.flatMap(records(named:)))
    var pending = types.bases.flatMap(records(named:))
    for record in types.names.flatMap(records(named:)) where !except.contains(record) {
      claim(record, for: discipline)
    }
    var seen: Set<RecordID> = []
    while let record = pending.popLast() {
      guard seen.insert(record).inserted else { continue }
      if !except.contains(record) { claim(record, for: discipline) }
      pending += derived[record.index]
    }
    for alias in types.aliases {
      guard let text = facts.texts.find(alias), disciplineOfAlias[text] == nil else { continue }
      disciplineOfAlias[text] = discipline
    }
  }

  private mutating func claim(_ record: RecordID, for discipline: DisciplineID) {
    if disciplineOfRecord[record.index] == nil { disciplineOfRecord[record.index] = discipline }
  }

  func records(named name: String) -> [RecordID] {
    let pattern = NamePattern(name)
    if pattern.isExact { return recordsByName[name] ?? [] }
    return recordsByName.filter { pattern.matches($0.key) }.flatMap(\.value).sorted()
  }
}
