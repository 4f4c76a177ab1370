import Facts

/// Classes that are a number and nothing more, made to stand in objects that count by it: `struct { atomic_int value; }`.
///
/// What changes one is a helper of the objects around it, which are counted, and not the number.
struct NumberClasses {
  private let facts: FactBase
  private let numbers: Set<RecordID>

  /// - Parameter proven: the classes whose objects are seen to end with their count: they are objects, however small.
  init(_ program: Program, besides proven: Set<RecordID>) {
    let facts = program.facts
    self.facts = facts
    let atomics = Set(program.primitives.counts.keys.map { facts[$0].record })
    func isNumber(_ type: TypeID, _ numbers: Set<RecordID>) -> Bool {
      switch facts[type].kind {
      case .integer, .boolean, .enumeration: return true
      case .atomic: return isNumber(facts[type].inner, numbers)
      case .record:
        let record = facts[type].record
        guard !record.isNone else { return false }
        return numbers.contains(record) || atomics.contains(record)
          || facts[record].bases.contains { atomics.contains($0.record) }
      default: return false
      }
    }
    let bases = Set(facts.records.lazy.flatMap(\.bases).map(\.record))
    var methods: Set<RecordID> = []
    for function in facts.functions where function.flags.contains(.isVirtual) { methods.insert(function.record) }
    let small = facts.records.indices.map { RecordID($0) }.filter {
      let record = facts[$0]
      return record.fields.count == 1 && record.bases.isEmpty && record.kind != .union && !bases.contains($0)
        && !methods.contains($0) && !proven.contains($0)
    }
    var numbers: Set<RecordID> = []
    var found = -1
    // A number in a number is one.
    while found < numbers.count {
      found = numbers.count
      for record in small where !numbers.contains(record) {
        if let type = facts[facts[record].fields[0]].type.optional, isNumber(type, numbers) { numbers.insert(record) }
      }
    }
    self.numbers = numbers
  }

  func contains(_ record: RecordID) -> Bool { numbers.contains(record) }

  /// Whether a field is the number itself, or leads to it within a class that is one.
  func isNumber(_ field: FieldID) -> Bool { numbers.contains(facts[field].record) }

  /// The same for all who count an object, whatever it is the first member of: the shortest way to its number from where it begins.
  func way(_ path: [FieldID]) -> [FieldID] {
    var path = path[...]
    while path.count > 1, let first = path.first, facts[first].index == 0, facts.isEmbedded(first),
      !contains(facts[facts[first].type].record)
    {
      path = path.dropFirst()
    }
    return Array(path)
  }
}
