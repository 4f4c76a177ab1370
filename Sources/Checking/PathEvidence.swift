import Claims
import Disciplines
import Facts
import Paths

/// Turns what walking all paths has shown into evidence for claims, and claims into what the next walk may believe.
///
/// Only what holds on every path of a function that was walked to its end is evidence. Paths that a caller cannot tell apart
/// and that differ make two pieces of evidence that contradict each other: that is a conflict, and it is meant to be one.
public struct PathEvidence: EffectProvider {
  public let facts: FactBase
  public let analysis: PathAnalysis

  public init(facts: FactBase, analysis: PathAnalysis) {
    self.facts = facts
    self.analysis = analysis
  }

  public func provenOwnership(knowing knowledge: CallKnowledge) -> [ProvenOwnership] {
    var found: [ProvenOwnership] = []
    for (index, effects) in analysis.effects.enumerated() {
      let id = FunctionID(index)
      guard let effects, effects.isComplete, effects.doesReturn else { continue }
      for (position, use) in effects.arguments.enumerated() {
        let slot = knowledge.slot(of: SlotID(position), in: id)
        guard !slot.isNone else { continue }
        let places = effects.places[position]
        if let filling = effects.fills[position] {
          found.append(
            ProvenOwnership(
              slot: slot, ownership: filling == .owned ? .owner : .pointer,
              span: facts.functions[index].slots[position].span,
              note: filling == .owned
                ? "every path that fills it hands over a reference" : "every path that fills it lends a reference"))
        } else if !isOutParameter(id, position) {
          found += evidence(of: use, at: slot, declared: facts.functions[index].slots[position].span, places)
        }
      }
      found += evidence(ofResultOf: id, effects, knowledge)
    }
    for shape in analysis.owningPlaces {
      guard let slot = slot(of: shape, knowledge) else { continue }
      found.append(
        ProvenOwnership(
          slot: slot, ownership: .owner, span: .none, note: "a path releases what it holds, without a retain before"))
    }
    return found.sorted { ($0.slot, $0.ownership.rawValue) < ($1.slot, $1.ownership.rawValue) }
  }

  private func isOutParameter(_ function: FunctionID, _ position: Int) -> Bool {
    let type = facts.functions[function.index].slots[position].type
    guard let inner = type.isNone ? nil : facts.types[type.index].inner.optional else { return false }
    return facts.types[inner.index].kind == .pointer
  }

  private func evidence(
    of use: FunctionEffects.ArgumentUse, at slot: ClaimSlotID, declared: Span, _ places: EffectPlaces?
  ) -> [ProvenOwnership] {
    let change = places?.change ?? declared
    let by = name(places?.callee).map { " by '\($0)'" } ?? ""
    switch use {
    case .consumes:
      return [ProvenOwnership(slot: slot, ownership: .owner, span: change, note: "every path gives it up, here\(by)")]
    case .borrows:
      return [
        ProvenOwnership(slot: slot, ownership: .pointer, span: declared, note: "no path changes its count")
      ]
    case .keeps:
      return [
        ProvenOwnership(
          slot: slot, ownership: .pointer, span: change,
          note: "what is kept of it has a reference of its own, here\(by)")
      ]
    case .retains:
      return [
        ProvenOwnership(
          slot: slot, ownership: .pointer, span: change, note: "every path only adds a reference, here\(by)")
      ]
    case .inconsistent:
      guard let places, !places.unchangedExit.isNone, places.kind != .retained else { return [] }
      return [
        ProvenOwnership(
          slot: slot, ownership: .owner, span: places.change, note: "one path gives it up, here\(by)"),
        ProvenOwnership(
          slot: slot, ownership: .pointer, span: places.unchangedExit,
          note: "another path, which a caller cannot tell from the first, ends here and does not give it up"),
      ]
    case .consumesOnSuccess, .consumesOnFailure, .consumesByCondition, .unknown: return []
    }
  }

  private func evidence(
    ofResultOf function: FunctionID, _ effects: FunctionEffects, _ knowledge: CallKnowledge
  ) -> [ProvenOwnership] {
    let slot = knowledge.slot(ofResultOf: function)
    guard !slot.isNone else { return [] }
    let span = effects.returns.first ?? facts.functions[function.index].span
    switch effects.result {
    case .owned, .retainedArgument:
      return [
        ProvenOwnership(
          slot: slot, ownership: .owner, span: span, note: "every path that returns an object returns a reference to it"
        )
      ]
    case .borrowed, .argument:
      return [
        ProvenOwnership(
          slot: slot, ownership: .pointer, span: span, note: "no path that returns an object returns a reference to it")
      ]
    case .inconsistent, .unknown: return []
    }
  }

  private func slot(of shape: PlaceShape, _ knowledge: CallKnowledge) -> ClaimSlotID? {
    switch shape {
    case .field(let field), .elements(let field): knowledge.slot(of: field).optional
    case .global(let global), .elementsOfGlobal(let global): knowledge.slot(of: global).optional
    }
  }

  private func name(_ function: FunctionID?) -> String? {
    guard let function, !function.isNone else { return nil }
    let name = facts[facts.functions[function.index].name]
    return name.isEmpty ? nil : name
  }
}

extension KnownOwnership {
  /// What claims say of places, and of functions whose own text says nothing or was not walked to its end: of methods, what all
  /// have to agree on who override them; of pointers, what all who are put into them do.
  ///
  /// That a place is claimed to own nothing proves nothing of what is stored there, so it is left out; and so is what callers
  /// or habits show of a function.
  public init(_ claims: ClaimSet, facts: FactBase, index: DisciplineIndex, incomplete: Set<FunctionID>) {
    self.init()
    for number in claims.slots.indices where claims.claims[number] == .pointer {
      let slot = claims.slots[number]
      guard slot.kind == .param, claims.isAtLeast(.allUses, ClaimSlotID(number)) else { continue }
      lend(slot.index, to: slot.function)
    }
    for number in claims.slots.indices where claims.claims[number] == .owner {
      let slot = claims.slots[number]
      guard claims.isAtLeast(.syntactic, ClaimSlotID(number)) else { continue }
      switch slot.kind {
      case .field: isOwner[.field(slot.field)] = true
      case .element:
        if !slot.field.isNone { isOwner[.elements(slot.field)] = true }
        if !slot.global.isNone { isOwner[.elementsOfGlobal(slot.global)] = true }
      case .global: isOwner[.global(slot.global)] = true
      case .return, .param, .outParam, .local: break
      }
    }
    for number in facts.functions.indices {
      let function = FunctionID(number)
      let isOpen = facts.functions[number].flags.contains(.isVirtual) || facts.functions[number].kind == .signature
      // Of a function without a body what somebody declares is all there is.
      let isText = isOpen || incomplete.contains(function)
      guard isText || facts.functions[number].body == nil, index.meaning(of: function) == nil,
        // What does not compile may do more than its text says.
        !facts.functions[number].flags.contains(.hasErrors),
        var meaning = claims.meaning(
          of: function, facts: facts, index: index, noWeakerThan: isText ? .allUses : .declared)
      else { continue }
      // That no caller gives a result up says little of those that only some code returns.
      if meaning.result == .borrowed, !claims.isAtLeast(.syntactic, claims.slot(ofResultOf: function)) {
        meaning.result = .unspecified
      }
      meanings[function] = meaning
    }
  }
}
