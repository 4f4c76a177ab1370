import Disciplines
import Facts

/// What is known of the program before one function is walked.
struct Knowledge: Sendable {
  let facts: FactBase
  let disciplines: DisciplineIndex
  /// By function: what walking it has shown, `nil` for what has no body or was not reached yet.
  var summaries: [Summary?]
  /// Kinds of places whose content some function releases: what stands there is owned by the place.
  var releasedPlaces: Set<PlaceShape> = []
  /// By method: those that may run instead of it when it is called through the object's type.
  let overriders: [[FunctionID]]
  var exceptions = false

  init(facts: FactBase, disciplines: DisciplineIndex) {
    self.facts = facts
    self.disciplines = disciplines
    summaries = Array(repeating: nil, count: facts.functions.count)
    var overriders: [[FunctionID]] = Array(repeating: [], count: facts.functions.count)
    for (index, function) in facts.functions.enumerated() {
      for base in function.overrides where base.index < overriders.count {
        overriders[base.index].append(FunctionID(index))
      }
    }
    self.overriders = overriders
  }

  /// What a call through the object's type may run: `nil` where it cannot be known.
  func targets(ofVirtualCallTo function: FunctionID) -> [FunctionID]? {
    var result: [FunctionID] = []
    var pending = [function]
    var seen: Set<FunctionID> = [function]
    while let next = pending.popLast() {
      if !facts[next].flags.contains(.isPure) { result.append(next) }
      for overrider in overriders[next.index] where seen.insert(overrider).inserted { pending.append(overrider) }
      if result.count > Self.targetLimit { return nil }
    }
    return result.isEmpty ? nil : result
  }

  private static let targetLimit = 40

  /// The summary of a call: of the function, or what all that may run have in common.
  func summary(of function: FunctionID, isVirtual: Bool) -> Summary? {
    guard isVirtual, !overriders[function.index].isEmpty else { return summaries[function.index] }
    guard let targets = targets(ofVirtualCallTo: function) else { return nil }
    var outcomes: [Outcome] = []
    var isIncomplete = false
    for target in targets {
      guard let summary = summaries[target.index] else { return nil }
      outcomes += summary.outcomes
      isIncomplete = isIncomplete || summary.isIncomplete
    }
    return Summary(agreeing: outcomes, isIncomplete: isIncomplete)
  }

  func meaning(of function: FunctionID) -> CallMeaning? {
    guard let meaning = disciplines.meaning(of: function) else { return nil }
    // A naming habit yields to what a body shows.
    if meaning.authority == .conventional, summaries[function.index] != nil { return nil }
    return meaning
  }

  /// Whether the place owns what stands in it; `nil` where that is not known.
  func isOwner(_ shape: PlaceShape) -> Bool? {
    switch shape {
    case .field(let field):
      if let declared = disciplines.declaredOwnership(of: facts[field], in: facts) {
        return declared.ownership != .pointer
      }
    case .global(let global):
      if let declared = disciplines.declaredOwnership(of: facts[global], in: facts) {
        return declared.ownership != .pointer
      }
    case .elements, .elementsOfGlobal: break
    }
    return releasedPlaces.contains(shape) ? true : nil
  }
}

extension Summary {
  /// What several functions have in common, any of which may run. Outcomes that the others lack stay apart only
  /// where they do nothing certain.
  init(agreeing outcomes: [Outcome], isIncomplete: Bool) {
    var first = Summary(merging: outcomes, isIncomplete: isIncomplete)
    guard first.outcomes.count > 1 else {
      self = first
      return
    }
    let counts = Set(first.outcomes.map { $0.effects })
    if counts.count > 1 { first.outcomes = [Summary.blurred(first.outcomes)] }
    self = first
  }
}
