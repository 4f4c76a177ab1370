import Disciplines
import Facts

/// Tells of a function's result whether it is memory that the caller frees, and with which function.
struct MemoryReading {
  private let source: FaceSource
  private let use: MemoryUse?
  /// Functions of the headers that free memory of any kind, the likeliest first.
  private let destroyers: [FunctionID]

  private var facts: FactBase { source.facts }

  /// - Parameter visible: the functions of the headers.
  init(source: FaceSource, visible: [FunctionID], uses: TypeUseReading) {
    self.source = source
    let use = source.memory.map { MemoryUse(source.facts, discipline: $0) }
    self.use = use
    let facts = source.facts
    destroyers = visible.filter { id in
      let function = facts[id]
      guard function.kind == .free, function.parameters.count == 1, use?.freed[id]?.contains(0) ?? false else {
        return false
      }
      return Self.isMemory(uses.use(of: function.parameters[0].type))
    }.sorted { one, other in
      let names = (facts[facts[one].name], facts[facts[other].name])
      let areAny = (takesAny(one), takesAny(other))
      return areAny.0 != areAny.1 ? areAny.0 : (names.0.utf8.count, names.0) < (names.1.utf8.count, names.1)
    }
    func takesAny(_ id: FunctionID) -> Bool { uses.use(of: facts[id].parameters[0].type) == .context }
  }

  static func isMemory(_ use: TypeUse) -> Bool {
    switch use {
    case .text, .context, .pointer(_, .number): true
    default: false
    }
  }

  func memory(returnedBy id: FunctionID, _ use: TypeUse) -> OwnedMemory? {
    guard Self.isMemory(use) else { return nil }
    if let meaning = source.index.meaning(of: id), meaning.authority == .stated, meaning.result == .new,
      let destroy = stated(source.index[meaning.discipline])
    {
      return OwnedMemory(
        destroy: destroy, provenance: .stated("the \(source.index[meaning.discipline].name) discipline"))
    }
    guard let family = self.use?.returned[id], facts[id].body != nil else { return nil }
    // What the library offers itself goes before what lies behind it.
    let destroy = destroyers.first.map { facts[facts[$0].name] } ?? (family == 0 ? "free" : nil)
    return destroy.map {
      OwnedMemory(
        destroy: $0, provenance: .code(rule: "what it allocates", place: source.place(facts[id].span)))
    }
  }

  private func stated(_ discipline: Discipline) -> String? {
    discipline.calls.first { $0.effects.arguments[0] == .destroys || $0.effects.arguments[0] == .releases }?
      .names.first { !$0.contains("*") && !$0.contains("?") }
  }

  /// The parameter that gets the length of what is returned: the address of the one number that is called so.
  func length(among parameters: [FaceParameter]) -> Int? {
    let found = parameters.indices.filter {
      guard case .pointer(isConst: false, .number(let number)) = parameters[$0].use, number != "CChar" else {
        return false
      }
      return Words(splitting: parameters[$0].name).words.contains { Habits.lengths.contains($0) }
    }
    return found.count == 1 ? found.first : nil
  }
}
