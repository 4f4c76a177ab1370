import Claims
import Facts
import Spelling

/// Finds the slots that a person means by a name or by a place in a file.
struct SlotLookup {
  let claims: ClaimSet
  let facts: FactBase

  // MARK: Names

  /// The slots of a function, record or variable; its qualified name may be cut from the left: `take`, `T::take`, `x::T::take`.
  ///
  /// `f()` is the result alone, `f(list)` a parameter, `T::next` a field.
  func slots(named name: String) -> [ClaimSlotID] {
    var exact: [ClaimSlotID] = []
    var partial: [ClaimSlotID] = []
    let ending = "::" + name
    for id in claims.listed {
      let names = names(of: claims[id])
      if names.contains(name) {
        exact.append(id)
      } else if names.contains(where: { $0.hasSuffix(ending) }) {
        partial.append(id)
      }
    }
    return exact.isEmpty ? partial : exact
  }

  /// Every word by which `slots(named:)` finds something, for suggestions.
  func knownNames() -> [String] {
    var known: Set<String> = []
    for id in claims.listed {
      for name in names(of: claims[id]) {
        known.insert(name)
        // The last part alone is what people type.
        if let colons = name.range(of: "::", options: .backwards) { known.insert(String(name[colons.upperBound...])) }
      }
    }
    return known.sorted()
  }

  private func names(of slot: ClaimSlot) -> [String] {
    let (container, name) = (slot.container(in: facts), slot.name(in: facts))
    switch slot.kind {
    case .return: return [container, "\(container)()"]
    case .param, .outParam, .local: return [container, "\(container)(\(name))", "\(container)::\(name)"]
    case .field, .element: return [container, "\(container)::\(name)"]
    case .global: return [name]
    }
  }

  // MARK: Places

  /// The slot that is declared or used at a place; all that the line declares where no column is given or nothing is at it.
  func slots(in file: FileID, line: Int, column: Int?) -> [ClaimSlotID] {
    let starts = facts[file].lineStarts
    guard line >= 1, line <= starts.count else { return [] }
    let lineStart = starts[line - 1]
    let lineEnd = line < starts.count ? starts[line] : UInt32.max
    if let column, column >= 1 {
      let offset = lineStart + UInt32(clamping: column - 1)
      let declared = claims.listed.filter { id in
        declarations(of: claims[id]).contains { $0.file == file && $0.begin <= offset && offset <= $0.end }
      }
      if !declared.isEmpty { return declared }
      let used = slotUsed(in: file, at: offset)
      if !used.isNone { return [used] }
    }
    return claims.listed.filter { id in
      declarations(of: claims[id]).contains { $0.file == file && lineStart <= $0.begin && $0.begin < lineEnd }
    }
  }

  private func declarations(of slot: ClaimSlot) -> [Span] {
    switch slot.kind {
    case .return: [slot.span] + facts[slot.function].declarations
    case .param, .outParam: [slot.span] + facts[slot.function].slots[slot.slot].declarations
    case .local, .field, .element, .global: [slot.span]
    }
  }

  /// The slot behind the smallest expression around a place.
  private func slotUsed(in file: FileID, at offset: UInt32) -> ClaimSlotID {
    var best: (slot: ClaimSlotID, width: UInt32)?
    for (number, function) in facts.functions.enumerated() {
      guard let body = function.body else { continue }
      for event in body.events {
        let span = body.span(of: event)
        guard !span.isNone, span.file == file, span.begin <= offset, offset <= span.end else { continue }
        let width = span.end - span.begin
        if let best, best.width <= width { continue }
        let slot = slot(of: event, in: FunctionID(number))
        if !slot.isNone { best = (slot, width) }
      }
    }
    return best?.slot ?? .none
  }

  private func slot(of event: Event, in function: FunctionID) -> ClaimSlotID {
    switch event.operation {
    case .slot: claims.slot(of: event.slot, in: function)
    case .field: claims.slot(of: event.field)
    case .global: claims.slot(of: event.global)
    case .call: claims.slot(ofResultOf: event.function)
    default: .none
    }
  }
}
