import Facts

/// Hooks at calls, for objects whose bodies are elsewhere: an extension calls an interpreter, which makes, counts and ends them.
///
/// What each function does to references is what its discipline states; a naming habit is not enough here. Calls within the
/// discipline's own inline functions are left alone, since the call of the outermost one has said it all.
struct CallHooks {
  let facts: FactBase
  let index: DisciplineIndex
  let symbols: HookSymbols

  init(_ facts: FactBase, disciplines: [Discipline], symbols: HookSymbols) {
    self.facts = facts
    self.symbols = symbols
    index = DisciplineResolver(disciplines.filter { $0.recorder != nil }).resolve(facts)
  }

  /// Whether a count is the business of such a discipline.
  func covers(_ counter: FieldID?) -> Bool { counter.map { index.disciplineOfCounter[$0] != nil } ?? false }

  func hooks() -> [HookPlan.Hook] {
    facts.functions.indices.flatMap { position -> [HookPlan.Hook] in
      let id = FunctionID(position)
      guard let meaning = index.meaning(of: id), meaning.authority == .stated, isReal(meaning) else { return [] }
      return symbols.ofFunction(id).flatMap { hooks(for: $0, meaning) }
    }
  }

  /// Facts that no code here speaks of cost nothing at run time, and the rest of a table cannot be told from them.
  private func isReal(_ meaning: CallMeaning) -> Bool {
    meaning.result != .unspecified || !meaning.arguments.isEmpty
  }

  private func hooks(for symbol: String, _ meaning: CallMeaning) -> [HookPlan.Hook] {
    var hooks: [HookPlan.Hook] = []
    func add(_ action: HookPlan.Hook.Action, _ argument: Int = 0) {
      hooks.append(
        HookPlan.Hook(
          action: action, symbol: symbol, argument: argument, family: Self.family, label: "", offset: 0))
    }
    for (argument, effect) in meaning.arguments.sorted(by: { $0.key < $1.key }) {
      switch effect {
      case .retains, .retainsUnlessNull, .adopts: add(.callAcquires, argument)
      case .releases, .releasesUnlessNull, .consumes: add(.callGivesUp, argument)
      case .consumesOnSuccess: add(.callGivesUpOnSuccess, argument)
      case .fillsOwned, .fillsOnFailure: add(.callFills, argument)
      case .clearsSlot: add(.callEmpties, argument)
      case .replacesSlot:
        add(.callEmpties, argument)
        add(.callFills, argument)
      default: continue
      }
    }
    switch meaning.result {
    case .new, .retainedArgument: add(.callReturns)
    default: break
    }
    // A function without effect is one of the discipline's all the same: what it calls itself says nothing.
    if hooks.isEmpty { add(.callSkips) }
    return hooks
  }

  /// Always in force.
  static let family = "deed_family_runtime"
}
