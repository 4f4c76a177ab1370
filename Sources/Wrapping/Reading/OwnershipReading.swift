import Claims
import Disciplines
import Facts
import Paths

/// What is known of the references that pass through a function: the code's word first, then what is stated, then habits.
struct OwnershipReading {
  let source: FaceSource

  private var facts: FactBase { source.facts }

  /// Of a result that is a pointer to an object.
  func result(of id: FunctionID) -> (ownership: Ownership, provenance: Provenance)? {
    let function = facts[id]
    if let meaning = source.index.meaning(of: id), meaning.authority != .conventional,
      let ownership = ownership(meaning.result)
    {
      return (ownership, provenance(of: meaning, function))
    }
    let slot = source.claims.slot(ofResultOf: id)
    if source.claims.evidence(for: slot).first?.strength != .declared {
      switch source.proven(id)?.result {
      case .owned, .retainedArgument: return (.owned, walked(function))
      case .borrowed, .argument: return (.borrowed, walked(function))
      // Where paths differ, rules may know why.
      case .inconsistent, .unknown, nil: break
      }
    }
    switch source.claims.claim(of: slot) {
    case .owner: return (.owned, provenance(of: slot))
    case .pointer, .leaked: return (.borrowed, provenance(of: slot))
    case .conflict: return nil
    case .unknown: break
    }
    let words = Words(splitting: facts[function.simpleName]).words
    if words.contains(where: { Habits.makers.contains($0) || Habits.retains.contains($0) }) { return (.owned, .habit) }
    if words.contains(where: { Habits.lookups.contains($0) }) { return (.borrowed, .habit) }
    return nil
  }

  private func walked(_ function: Function) -> Provenance {
    .code(rule: "its paths", place: source.place(function.span))
  }

  private func ownership(_ result: ResultEffect) -> Ownership? {
    switch result {
    case .new, .retainedArgument: .owned
    case .floating, .borrowed, .borrowedFrom, .heldBy, .argument, .null: .borrowed
    case .unspecified, .grownArgument, .restOfArgument: nil
    }
  }

  /// What becomes of the caller's reference to an argument.
  enum Passing: Hashable {
    case borrowed, consumed, disputed, unknown
    /// Taken over unless the result says that it failed.
    case consumedOnSuccess(failure: FunctionEffects.FailureTest)
  }

  func passing(_ position: Int, of id: FunctionID) -> Passing {
    if let meaning = source.index.meaning(of: id), meaning.authority != .conventional {
      switch meaning.effect(onArgument: position, parameterCount: Int(facts[id].parameterCount)) {
      case .consumes: return .consumed
      case .consumesOnSuccess, .consumesOnFailure: return .disputed
      // Nothing is said of this one: its claim may know.
      case .borrows: if meaning.authority == .stated { return .borrowed }
      default: return .borrowed
      }
    }
    let slot = source.claims.slot(of: SlotID(position), in: id)
    if source.claims.evidence(for: slot).first?.strength != .declared, let proven = source.proven(id),
      position < proven.arguments.count
    {
      switch proven.arguments[position] {
      case .borrows, .keeps, .retains: return .borrowed
      case .consumes: return .consumed
      case .consumesOnSuccess:
        return proven.failures[position].map { .consumedOnSuccess(failure: $0) } ?? .disputed
      // Where every use only looks at it, what differs is something else.
      case .consumesOnFailure, .consumesByCondition, .inconsistent:
        if source.claims.claim(of: slot) != .pointer { return .disputed }
      case .unknown: break
      }
    }
    switch source.claims.claim(of: slot) {
    case .owner: return .consumed
    case .pointer, .leaked: return .borrowed
    case .conflict: return .disputed
    // Where there is no body, what is usual holds: arguments are borrowed.
    case .unknown: return facts[id].body == nil ? .borrowed : .unknown
    }
  }

  /// Of the object whose address the function stores at a parameter; nil where nobody knows.
  func output(_ position: Int, of id: FunctionID) -> Ownership? {
    if let meaning = source.index.meaning(of: id), meaning.authority != .conventional {
      switch meaning.effect(onArgument: position, parameterCount: Int(facts[id].parameterCount)) {
      case .fillsOwned, .fillsOnFailure: return .owned
      case .fillsBorrowed: return .borrowed
      default: break
      }
    }
    switch source.proven(id)?.fills[position] {
    case .owned: return .owned
    case .borrowed: return .borrowed
    case nil: break
    }
    switch source.claims.claim(of: source.claims.slot(of: SlotID(position), in: id)) {
    case .owner: return .owned
    case .pointer, .leaked: return .borrowed
    case .unknown, .conflict: return nil
    }
  }

  func provenance(of meaning: CallMeaning, _ function: Function) -> Provenance {
    let discipline = source.index[meaning.discipline]
    if source.habitual.contains(discipline.name) { return .habit }
    switch meaning.authority {
    case .discovered: return .code(rule: "the \(discipline.name) discipline", place: source.place(function.span))
    case .stated: return .stated("the \(discipline.name) discipline")
    case .conventional: return .habit
    }
  }

  private func provenance(of slot: ClaimSlotID) -> Provenance {
    guard let evidence = source.claims.evidence(for: slot).first else { return .habit }
    switch evidence.strength {
    case .conventional: return .habit
    case .declared, .proven, .syntactic, .allUses, .callers:
      return .code(rule: "\(evidence.rule)", place: source.place(evidence.span))
    }
  }
}
