import Claims
import Facts

/// Looks for a slot's name in text that no fact speaks of: what a macro swallows, and what is not compiled.
struct MentionCheck {
  private let facts: FactBase
  private let claims: ClaimSet
  /// By file: where names stand that facts speak of.
  private var known: [FileID: Set<Int>] = [:]
  private var files: [ClaimSlotID: Set<FileID>] = [:]
  private var gifts: [ClaimSlotID: [GivenAway]] = [:]

  /// What text that is not compiled asks of a slot's conversion.
  struct Demands {
    /// Where it passes the pointer on: an assertion of another build, for one. A smart pointer has to be shown there.
    var shown: [Span] = []
    /// Where it names what was given to a field by then: there the field is named.
    var renamed: [Renamed] = []
    /// Events that give away what it names later: they have to give a copy.
    var copied: Set<Int> = []
  }

  struct Renamed {
    var span: Span
    var keeper: ClaimSlotID
    /// The pointer is passed on.
    var isShown: Bool
  }

  init(facts: FactBase, claims: ClaimSet, readings: [FunctionReading]) {
    self.facts = facts
    self.claims = claims
    for reading in readings {
      gifts.merge(GivenAway.all(in: reading, claims, facts)) { $0 + $1 }
      for event in reading.body.events {
        switch event.operation {
        case .slot:
          let slot = facts[reading.function].slots[event.slot]
          note(reading.body.span(of: event), length: facts[slot.name].utf8.count)
        case .field:
          let span = reading.body.span(of: event)
          note(span, length: facts[facts[event.field].name].utf8.count)
          let slot = claims.slot(of: event.field)
          if !slot.isNone, !span.isNone { files[slot, default: []].insert(span.file) }
        case .global:
          let span = reading.body.span(of: event)
          note(span, length: ClaimSlot.word(of: facts[facts[event.global].name]).utf8.count)
          let slot = claims.slot(of: event.global)
          if !slot.isNone, !span.isNone { files[slot, default: []].insert(span.file) }
        case .store where event.flags.contains(.isInitialization):
          // An initialiser names its field first.
          let span = reading.body.span(of: event)
          if !span.isNone { known[span.file, default: []].insert(Int(span.begin)) }
        default: break
        }
      }
    }
    for field in facts.fields where !field.span.isNone {
      known[field.span.file, default: []].insert(Int(field.span.begin))
    }
    for global in facts.globals {
      let length = ClaimSlot.word(of: facts[global.name]).utf8.count
      for span in global.declarations + [global.span] { note(span, length: length) }
    }
    for function in facts.functions {
      for slot in function.slots {
        for span in slot.declarations + [slot.span] where !span.isNone {
          known[span.file, default: []].insert(Int(span.begin))
        }
      }
    }
  }

  private mutating func note(_ span: Span, length: Int) {
    guard !span.isNone, Int(span.end) >= length else { return }
    known[span.file, default: []].insert(Int(span.end) - length)
  }

  func demands(of slot: ClaimSlotID, text: (FileID) -> SourceText?) throws(LeftRaw) -> Demands {
    let claimed = claims[slot]
    let name = claimed.word(in: facts)
    var demands = Demands()
    guard !name.isEmpty else { return demands }
    switch claimed.kind {
    case .local:
      guard let text = text(claimed.span.file) else { break }
      let start = Int(claimed.span.end)
      let scope = start..<(text.closing(UInt8(ascii: "}"), from: start) ?? text.bytes.count)
      try check(name, in: scope, claimed, text, gifts: gifts[slot] ?? [], &demands)
    case .param:
      guard facts[claimed.function].body != nil, let text = text(claimed.span.file),
        let body = bodyRange(after: Int(claimed.span.end), text)
      else { break }
      try check(name, in: body, claimed, text, gifts: gifts[slot] ?? [], &demands)
    case .field, .global:
      for file in (files[slot] ?? []).union(ConvertibleSlots.names(of: claimed, in: facts).map(\.file)).sorted() {
        guard let text = text(file) else { continue }
        try check(name, in: 0..<text.bytes.count, claimed, text, isField: true, file, &demands)
      }
    case .return, .outParam, .element: break
    }
    return demands
  }

  /// From a parameter's name to the end of its function.
  private func bodyRange(after start: Int, _ text: SourceText) -> Range<Int>? {
    guard let close = text.closing(UInt8(ascii: ")"), from: start),
      let open = text.bytes[close...].firstIndex(of: UInt8(ascii: "{")),
      let end = text.closing(UInt8(ascii: "}"), from: open + 1)
    else { return nil }
    return start..<end
  }

  private func check(
    _ name: String, in range: Range<Int>, _ claimed: ClaimSlot, _ text: SourceText, isField: Bool = false,
    _ file: FileID? = nil, gifts: [GivenAway] = [], _ demands: inout Demands
  ) throws(LeftRaw) {
    let file = file ?? claimed.span.file
    let known = known[file] ?? []
    for offset in text.mentions(of: name, in: range) where !known.contains(offset) {
      if !isField, text.isMember(offset) { continue }
      let span = Span(file: file, begin: UInt32(offset), end: UInt32(offset + name.utf8.count))
      let isHarmless = text.isHarmless(mentionAt: offset, ofLength: name.utf8.count)
      if !isHarmless {
        // Under a condition of the preprocessor anything may be done with it.
        let depth = file == claimed.span.file ? text.conditionalDepth(at: Int(claimed.span.begin)) : 0
        guard text.isArgument(offset..<offset + name.utf8.count), text.conditionalDepth(at: offset) == depth else {
          throw LeftRaw(reason: "text that is not compiled, or a macro, names it", span: span)
        }
      }
      let before = gifts.filter { $0.range.contains(offset) }
      if before.count == 1, !before[0].keeper.isNone {
        demands.renamed.append(Renamed(span: span, keeper: before[0].keeper, isShown: !isHarmless))
        continue
      }
      demands.copied.formUnion(before.map(\.event))
      if !isHarmless { demands.shown.append(span) }
    }
  }
}
