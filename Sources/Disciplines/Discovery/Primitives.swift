import Facts

/// The functions from which discovery starts because their bodies are never read: allocators, deallocators and atomic
/// counters, as the built-in files list them.
struct Primitives {
  private(set) var allocates: Set<FunctionID> = []
  /// By function, the argument that is freed.
  private(set) var frees: [FunctionID: Int] = [:]
  private(set) var counts: [FunctionID: CountRule] = [:]

  init(_ facts: FactBase, from disciplines: [Discipline]) {
    let memory = disciplines.filter { $0.kind == .paired && $0.types.names.contains("*") }
    let table = CallTable(memory)
    let rules = CountTable(disciplines)
    for index in facts.functions.indices where facts.functions[index].body == nil {
      let function = facts.functions[index]
      let id = FunctionID(index)
      if let rule = rules.rule(for: function, in: facts) {
        counts[id] = rule
        continue
      }
      for entry in table.entries(for: function, in: facts) {
        // What is made of another block is the object that stood there.
        if entry.rule.effects.result == .new, entry.rule.effects.arguments.isEmpty { allocates.insert(id) }
        if let freed = entry.rule.effects.arguments.first(where: { $0.value == .destroys }) { frees[id] = freed.key }
      }
    }
  }
}
