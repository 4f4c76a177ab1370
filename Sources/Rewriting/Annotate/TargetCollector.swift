import Claims
import Disciplines
import Facts

/// From claims to declarations: every redeclaration of every slot that is claimed, once.
struct TargetCollector {
  private struct Key: Hashable {
    var file: FileID
    var begin: UInt32
    var part: DeclarationLayout.Part
  }

  let facts: FactBase
  let claims: ClaimSet
  /// In order of file and place.
  private(set) var targets: [AnnotationTarget] = []
  /// Declarations of which two slots say different things: a template's instantiations.
  private(set) var disputed: [AnnotationTarget] = []

  init(facts: FactBase, claims: ClaimSet) {
    self.facts = facts
    self.claims = claims
    var found: [Key: AnnotationTarget] = [:]
    var isDisputed: Set<Key> = []
    for id in claims.listed {
      let claim = claims.claim(of: id)
      let slot = claims[id]
      // A capture has no type to write on.
      if !slot.field.isNone, facts[facts[slot.field].record].kind == .closure { continue }
      if slot.isContainer && !hasPlaceForElements(slot) { continue }
      let part: DeclarationLayout.Part = slot.kind == .return ? .result : .variable
      for name in slot.names(in: facts) where !name.isNone && !facts[name.file].isSystem {
        let key = Key(file: name.file, begin: name.begin, part: part)
        // An instantiation that says nothing, or something else, speaks for the template's text too.
        guard let ownership = claim.ownership else {
          if claim == .conflict { isDisputed.insert(key) }
          continue
        }
        let target = AnnotationTarget(
          name: name, part: part, ownership: ownership, site: Self.site(of: slot), isElement: slot.kind == .element,
          slot: id)
        if let known = found[key] {
          if known.ownership != ownership { isDisputed.insert(key) }
        } else {
          found[key] = target
        }
      }
    }
    func isBefore(_ left: AnnotationTarget, _ right: AnnotationTarget) -> Bool {
      (facts[facts[left.name.file].path], left.name.begin, left.part.rawValue)
        < (facts[facts[right.name.file].path], right.name.begin, right.part.rawValue)
    }
    targets = found.filter { !isDisputed.contains($0.key) }.values.sorted(by: isBefore)
    disputed = found.filter { isDisputed.contains($0.key) }.values.sorted(by: isBefore)
  }

  /// Whether the text of a container's type has one place to write of its elements: of a map's keys and values only the first
  /// template argument's place is known.
  private func hasPlaceForElements(_ slot: ClaimSlot) -> Bool {
    guard slot.kind == .element, facts[slot.type].kind == .record, let record = facts[slot.type].record.optional else {
      return false
    }
    let pointers = facts[record].templateArguments.indices.filter { position in
      guard case .type(let type) = facts[record].templateArguments[position], !type.isNone else { return false }
      return facts[type].kind == .pointer
    }
    return pointers == [0]
  }

  private static func site(of slot: ClaimSlot) -> AnnotationSite {
    switch slot.kind {
    case .return: .result
    case .param: .parameter
    // What a caller has filled is a variable of the caller's: it is not taken over by the callee.
    case .outParam, .local, .field, .element, .global: .variable
    }
  }
}
