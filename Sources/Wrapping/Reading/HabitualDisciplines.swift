public import Disciplines
public import Facts

/// Disciplines made up from names alone, for types whose functions are called as counting and destroying functions are.
///
/// With them the claims of what has a body still come from the body; all that rests on the names is marked.
public enum HabitualDisciplines {
  /// For the types of the headers that no discipline governs yet.
  public static func disciplines(
    for surface: HeaderSurface, in facts: FactBase, besides index: DisciplineIndex
  ) -> [Discipline] {
    var families: [RecordID: Family] = [:]
    var order: [RecordID] = []
    for id in surface.functions(in: facts) {
      guard let (record, spelling) = onlyObject(of: facts[id], in: facts),
        index.disciplineOfRecord[record.index] == nil, !facts[facts[record].name].isEmpty
      else { continue }
      let words = Words(splitting: facts[facts[id].simpleName])
      guard let word = operation(words, on: Words(TypeNaming.stem(spelling)), isMethod: facts[id].kind == .method)
      else {
        continue
      }
      if families[record] == nil { order.append(record) }
      families[record, default: Family()].add(word, function: facts[facts[id].name])
    }
    return order.compactMap { record in
      families[record]?.discipline(named: facts[facts[record].name])
    }
  }

  /// What a name says besides the type's: `box_free`, and `deleteBigBox` too where the verb can only be an end.
  private static func operation(_ words: Words, on stem: Words, isMethod: Bool) -> String? {
    let rest = isMethod ? words : words.dropping(prefix: stem)
    if let rest { return rest.count == 1 ? rest.first : nil }
    if let verb = words.first, Habits.destroys.contains(verb), words.removing(stem) != nil { return verb }
    // The library's name and an end, of one object: `PQfinish(PGconn *)`.
    if words.count == 2, let verb = words.last, Habits.destroys.contains(verb) { return verb }
    return nil
  }

  /// The functions of one type that are called as if they changed its count.
  private struct Family {
    private var functions: [String: String] = [:]

    mutating func add(_ word: String, function: String) {
      if functions[word] == nil { functions[word] = function }
    }

    func discipline(named name: String) -> Discipline? {
      var discipline = Discipline(
        name: name, summary: "what the names of its functions suggest", kind: .counted, origin: .discovered,
        types: TypeSelection(bases: [name]))
      // A method counts the object that it is called on.
      func effects(_ effect: ArgumentEffect, of function: String) -> CallEffects {
        function.contains("::") ? CallEffects(receiver: effect) : CallEffects(arguments: [0: effect])
      }
      for (word, counterparts) in Habits.counting {
        guard let retain = functions[word], let release = counterparts.lazy.compactMap({ functions[$0] }).first else {
          continue
        }
        discipline.calls = [
          CallRule(names: [retain], effects: effects(.retains, of: retain)),
          CallRule(names: [release], effects: effects(.releases, of: release)),
        ]
        return discipline
      }
      let destroy = Habits.destroys.lazy.compactMap { functions[$0] }.first
      guard let destroy, !destroy.contains("::") else { return nil }
      discipline.kind = .paired
      discipline.calls = [CallRule(names: [destroy], effects: effects(.destroys, of: destroy))]
      return discipline
    }
  }

  /// The record of a function's one object, and how it is spelled.
  private static func onlyObject(of function: Function, in facts: FactBase) -> (RecordID, String)? {
    if function.kind == .method, function.parameters.isEmpty, let record = function.record.optional {
      return (record, facts[facts[record].name])
    }
    guard function.kind == .free, function.parameters.count == 1, let type = function.parameters.first?.type,
      facts[type].kind == .pointer, let inner = facts[type].inner.optional, facts[inner].kind == .record,
      let record = facts[inner].record.optional
    else { return nil }
    // A name for the pointer is what people say, then one for the struct.
    let alias = facts[type].aliases.first ?? facts[inner].aliases.first
    return (record, alias.map { facts[$0] } ?? facts[facts[record].name])
  }
}
