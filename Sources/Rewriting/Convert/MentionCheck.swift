import Claims
import Facts

/// Looks for a slot's name in text that no fact speaks of: what a macro swallows, and what is not compiled.
struct MentionCheck {
  private let facts: FactBase
  private let claims: ClaimSet
  /// By file: where names stand that facts speak of.
  private var known: [FileID: Set<Int>] = [:]
  private var files: [ClaimSlotID: Set<FileID>] = [:]
  /// By local or parameter: from where it is given away to where it is set anew. A raw pointer still points there; a smart one is empty.
  private var moves: [ClaimSlotID: [Range<Int>]] = [:]

  init(facts: FactBase, claims: ClaimSet, readings: [FunctionReading]) {
    self.facts = facts
    self.claims = claims
    for reading in readings {
      noteMoves(in: reading)
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

  /// In the order of the text, which is that of the paths but in loops. Who returns it leaves: nothing follows.
  private mutating func noteMoves(in reading: FunctionReading) {
    for (slot, result) in reading.results where [.local, .param].contains(claims[slot].kind) {
      let sets = (reading.uses[slot] ?? []).filter { $0.kind == .takes || $0.kind == .clears }
      for use in reading.uses[slot] ?? [] where use.kind == .gives && result.transfers.contains(use.event) {
        guard reading.body.events[use.event].operation != .return, !use.span.isNone else { continue }
        let next = sets.filter { $0.span.begin > use.span.end }.map { Int($0.span.begin) }.min()
        moves[slot, default: []].append(Int(use.span.end)..<(next ?? Int.max))
      }
    }
  }

  private mutating func note(_ span: Span, length: Int) {
    guard !span.isNone, Int(span.end) >= length else { return }
    known[span.file, default: []].insert(Int(span.end) - length)
  }

  /// Where text that is not compiled passes the pointer on: an assertion of another build, for one. A smart pointer has to be
  /// shown there.
  func shown(_ slot: ClaimSlotID, text: (FileID) -> SourceText?) throws(LeftRaw) -> [Span] {
    let claimed = claims[slot]
    let moved = moves[slot] ?? []
    let name = claimed.word(in: facts)
    guard !name.isEmpty else { return [] }
    switch claimed.kind {
    case .local:
      guard let text = text(claimed.span.file) else { return [] }
      let start = Int(claimed.span.end)
      return try check(
        name, in: start..<(text.closing(UInt8(ascii: "}"), from: start) ?? text.bytes.count), claimed, text,
        moved: moved)
    case .param:
      guard facts[claimed.function].body != nil, let text = text(claimed.span.file),
        let body = bodyRange(after: Int(claimed.span.end), text)
      else { return [] }
      return try check(name, in: body, claimed, text, moved: moved)
    case .field, .global:
      var found: [Span] = []
      for file in (files[slot] ?? []).union(ConvertibleSlots.names(of: claimed, in: facts).map(\.file)).sorted() {
        guard let text = text(file) else { continue }
        found += try check(name, in: 0..<text.bytes.count, claimed, text, isField: true, file)
      }
      return found
    case .return, .outParam, .element: return []
    }
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
    _ file: FileID? = nil, moved: [Range<Int>] = []
  ) throws(LeftRaw) -> [Span] {
    let file = file ?? claimed.span.file
    let known = known[file] ?? []
    var shown: [Span] = []
    for offset in text.mentions(of: name, in: range) where !known.contains(offset) {
      if !isField, text.isMember(offset) { continue }
      if moved.contains(where: { $0.contains(offset) }) {
        let span = Span(file: file, begin: UInt32(offset), end: UInt32(offset + name.utf8.count))
        throw LeftRaw(reason: "text that is not compiled names it after it was given away", span: span)
      }
      if text.isHarmless(mentionAt: offset, ofLength: name.utf8.count) { continue }
      let span = Span(file: file, begin: UInt32(offset), end: UInt32(offset + name.utf8.count))
      // Under a condition of the preprocessor anything may be done with it.
      let depth = file == claimed.span.file ? text.conditionalDepth(at: Int(claimed.span.begin)) : 0
      guard text.isArgument(offset..<offset + name.utf8.count), text.conditionalDepth(at: offset) == depth else {
        throw LeftRaw(reason: "text that is not compiled, or a macro, names it", span: span)
      }
      shown.append(span)
    }
    return shown
  }
}
