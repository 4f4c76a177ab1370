import Facts

/// Classes that stand for a pointer: their one field is a pointer, and they have its operators. What they do to the object that they lead
/// to they do for those who use them.
struct PointerClasses {
  private let facts: FactBase
  /// By class: its functions.
  private let functions: [RecordID: [FunctionID]]

  init(_ facts: FactBase) {
    self.facts = facts
    var functions: [RecordID: [FunctionID]] = [:]
    for (number, function) in facts.functions.enumerated() where !function.record.isNone {
      functions[function.record, default: []].append(FunctionID(number))
    }
    self.functions = functions
  }

  /// All functions of classes that stand for pointers to such objects.
  func functions(leadingTo objects: Set<RecordID>) -> [FunctionID] {
    facts.records.indices.flatMap { index -> [FunctionID] in
      let record = RecordID(index)
      let parts = withBases(record)
      let fields = parts.flatMap { facts[$0].fields }
      guard fields.count == 1, let object = facts.record(pointedToBy: facts[fields[0]].type), objects.contains(object)
      else { return [] }
      let members = parts.flatMap { functions[$0] ?? [] }
      return members.contains(where: leads) ? members : []
    }
  }

  func withBases(_ record: RecordID) -> [RecordID] {
    [record] + facts[record].bases.compactMap(\.record.optional).flatMap(withBases)
  }

  private func leads(_ function: FunctionID) -> Bool {
    facts[function].flags.contains(.isOperator)
      && ["operator->", "operator*"].contains(facts[facts[function].simpleName])
  }
}
