import Claims
import Facts

/// Slots that have one declaration in the text: those of a template's instantiations.
struct SharedTexts {
  private struct Key: Hashable {
    var file: FileID
    var begin: UInt32
    var isResult: Bool
  }

  private let facts: FactBase
  private var sharing: [Key: Set<ClaimSlotID>] = [:]
  /// Declarations that are a pointer to no object at all in some instantiation.
  private var foreign: Set<Key> = []

  init(facts: FactBase, claims: ClaimSet) {
    self.facts = facts
    for number in claims.slots.indices {
      let slot = claims.slots[number]
      guard isOfTemplate(slot) else { continue }
      for key in keys(of: slot) { sharing[key, default: []].insert(ClaimSlotID(number)) }
    }
    for (number, function) in facts.functions.enumerated() where isRead(function) {
      let id = FunctionID(number)
      for (position, slot) in function.slots.enumerated()
      where isPointer(slot.type) && claims.slot(of: SlotID(position), in: id).isNone {
        note(slot.declarations + [slot.span], isResult: false)
      }
      if isPointer(function.returnType), claims.slot(ofResultOf: id).isNone {
        note(function.declarations + [function.span], isResult: true)
      }
    }
    for (number, field) in facts.fields.enumerated() {
      guard !field.record.isNone, !facts[field.record].template.isNone, isPointer(field.type),
        claims.slot(of: FieldID(number)).isNone
      else { continue }
      note([field.span], isResult: false)
    }
  }

  /// All slots with the declaration of this one; `nil` where it declares something else too.
  func slots(sharingWith slot: ClaimSlot) -> Set<ClaimSlotID>? {
    var found: Set<ClaimSlotID> = []
    for key in keys(of: slot) {
      if foreign.contains(key) { return nil }
      found.formUnion(sharing[key] ?? [])
    }
    return found
  }

  /// Slots that only convert together.
  var groups: [Set<ClaimSlotID>] { sharing.values.filter { $0.count > 1 } }

  private func isOfTemplate(_ slot: ClaimSlot) -> Bool {
    if !slot.field.isNone { return !facts[facts[slot.field].record].template.isNone }
    return !slot.function.isNone && isRead(facts[slot.function])
  }

  /// A method that nothing uses is declared by an instantiation of its class, and no more.
  private func isRead(_ function: Function) -> Bool {
    let isOfTemplate = !function.record.isNone && !facts[function.record].template.isNone
    return (isOfTemplate || function.flags.contains(.isInstantiation))
      && (function.body != nil || function.flags.contains(.isVirtual))
  }

  private func isPointer(_ type: TypeID) -> Bool { !type.isNone && facts[type].kind == .pointer }

  private func keys(of slot: ClaimSlot) -> [Key] {
    ConvertibleSlots.names(of: slot, in: facts).map {
      Key(file: $0.file, begin: $0.begin, isResult: slot.kind == .return)
    }
  }

  private mutating func note(_ names: [Span], isResult: Bool) {
    for name in names where !name.isNone {
      foreign.insert(Key(file: name.file, begin: name.begin, isResult: isResult))
    }
  }
}
