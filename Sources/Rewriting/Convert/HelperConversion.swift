import Claims
import Disciplines
import Facts

/// Puts the smart pointer in the place of locals of another class that releases what it was given when it ends.
struct HelperConversion {
  let facts: FactBase
  let index: DisciplineIndex
  let primitives: CountingPrimitives
  let families: Set<DisciplineID>
  let words: SmartPointerWords
  /// The smart pointer that is converted to.
  let target: SmartPointer
  let text: (FileID) -> SourceText?

  /// What one helper needs.
  struct Converted {
    var function: FunctionID
    var slot: SlotID
    var span: Span
    var changes: [TextChange]
  }

  func helpers(in reading: FunctionReading) -> (converted: [Converted], left: [(slot: SlotID, why: LeftRaw)]) {
    var converted: [Converted] = []
    var left: [(slot: SlotID, why: LeftRaw)] = []
    let function = facts[reading.function]
    guard function.flags.isDisjoint(with: [.isInstantiation, .hasErrors, .isImplicit]) else { return ([], []) }
    for (number, slot) in function.slots.enumerated() where slot.kind == .local && !slot.span.isNone {
      guard let pointer = helper(slot.type), text(slot.span.file) != nil else { continue }
      do throws(LeftRaw) {
        let changes = try self.changes(SlotID(number), slot, pointer, reading)
        converted.append(Converted(function: reading.function, slot: SlotID(number), span: slot.span, changes: changes))
      } catch {
        left.append((SlotID(number), error))
      }
    }
    return (converted, left)
  }

  private func helper(_ type: TypeID) -> SmartPointer? {
    guard !type.isNone, facts[type].kind == .record, !facts[type].record.isNone,
      let use = index.smartPointerOfRecord[facts[type].record], use.pointer.conversion == nil,
      use.pointer.construction == .adopts, !use.object.isNone, facts[use.object].kind == .record,
      let discipline = index.disciplineOfRecord[facts[use.object].record.index], families.contains(discipline)
    else { return nil }
    return use.pointer
  }

  private func changes(
    _ id: SlotID, _ slot: Slot, _ pointer: SmartPointer, _ reading: FunctionReading
  ) throws(LeftRaw) -> [TextChange] {
    guard let text = text(slot.span.file), let layout = facts.layout.declaration(.variable, named: slot.span),
      !layout.isFromMacro, layout.form == .template, !layout.argument.isNone, !layout.specifier.isNone,
      layout.pointer.isNone, !layout.flags.contains(.isGrouped)
    else { throw LeftRaw(reason: "its declaration is not understood", span: slot.span) }
    var changes = [
      TextChange(
        file: slot.span.file, range: range(layout.specifier),
        kind: .replace(words.type(of: text[range(layout.argument)])), slots: [])
    ]
    var uses: [PlaceProof.Use] = []
    let body = reading.body
    var aliases: Set<Int> = []
    for (number, event) in body.events.enumerated() {
      if event.operation == .scopeEnd, event.slot == id {
        uses.append(PlaceProof.Use(kind: .ends, event: number, span: .none))
      }
      if event.operation == .slot, event.slot == id { aliases.insert(number) }
      let operands = body.operands(of: event)
      guard operands.contains(where: { !$0.isNone && aliases.contains($0.index) }) else { continue }
      if event.operation == .convert, event.flags.contains(.isUpcast) {
        aliases.insert(number)
        continue
      }
      guard event.operation == .call, event.flags.contains(.hasReceiver), let first = operands.first,
        aliases.contains(first.index), !operands.dropFirst().contains(where: { aliases.contains($0.index) })
      else { throw LeftRaw(reason: "it is used in a way that is not understood", span: body.span(of: event)) }
      changes += try call(number, event, pointer, text, body, &uses)
    }
    let proof = PlaceProof(
      facts: facts, function: reading.function, body: body, name: slot.span, uses: uses, home: .local,
      primitives: primitives, timing: reading.timing, isReadLater: false,
      isPlace: { _ in false })
    _ = try proof.prove()
    return try changes + mentions(of: slot, aliases, pointer, text, body)
  }

  /// What text that is not compiled says of it: an assertion of another build has to read alike.
  private func mentions(
    of slot: Slot, _ aliases: Set<Int>, _ pointer: SmartPointer, _ text: SourceText, _ body: Body
  ) throws(LeftRaw) -> [TextChange] {
    let name = facts[slot.name]
    let known = Set(aliases.map { Int(body.span(of: body.events[$0]).begin) })
    let start = Int(slot.span.end)
    let scope = start..<(text.closing(UInt8(ascii: "}"), from: start) ?? text.bytes.count)
    var changes: [TextChange] = []
    for offset in text.mentions(of: name, in: scope) where !known.contains(offset) && !text.isMember(offset) {
      let end = offset + name.utf8.count
      if text.hasText("->", at: end) || text.hasText("(*", at: offset - 2) { continue }
      let shown = pointer.getting.map { ".\($0)()" }.first { text.hasText($0, at: end) }
      guard let shown else {
        throw LeftRaw(
          reason: "text that is not compiled, or a macro, names it",
          span: Span(file: slot.span.file, begin: UInt32(offset), end: UInt32(end)))
      }
      changes.append(
        TextChange(
          file: slot.span.file, range: end..<end + shown.utf8.count, kind: .replace(words.get), slots: []))
    }
    return changes
  }

  /// One method's call, as the smart pointer has it.
  private func call(
    _ number: Int, _ event: Event, _ pointer: SmartPointer, _ text: SourceText, _ body: Body,
    _ uses: inout [PlaceProof.Use]
  ) throws(LeftRaw) -> [TextChange] {
    let name = facts[facts[event.function].simpleName]
    let span = body.span(of: event)
    let kind = facts[event.function].kind
    if kind == .destructor {
      uses.append(PlaceProof.Use(kind: .releases, event: number, span: .none))
      uses.append(PlaceProof.Use(kind: .clears, event: number, span: .none))
      return []
    }
    if event.flags.contains(.isConstruction) || name == "operator=" {
      guard event.operandCount == 2 else {
        guard event.operandCount == 1 else { throw LeftRaw(reason: "it is made of more than a pointer", span: span) }
        uses.append(PlaceProof.Use(kind: .clears, event: number, span: span))
        return []
      }
      uses.append(PlaceProof.Use(kind: .takes, event: number, span: span))
      return [try adopt(body.span(of: body[body.operand(1, of: event)]))]
    }
    if pointer.detaching.contains(name) {
      uses.append(PlaceProof.Use(kind: .gives, event: number, span: span))
      uses.append(PlaceProof.Use(kind: .clears, event: number, span: span))
      return [try rename(name, to: words.detach, span, text)]
    }
    guard pointer.getting.contains(name) else {
      throw LeftRaw(reason: "'\(name)' has no counterpart", span: span)
    }
    uses.append(PlaceProof.Use(kind: .looks, event: number, span: span))
    return name.hasPrefix("operator") ? [] : [try rename(name, to: words.get, span, text)]
  }

  private func adopt(_ span: Span) throws(LeftRaw) -> TextChange {
    guard !span.isNone, let text = text(span.file),
      !span.isFromMacro || text.isWhole(range(span)) && text.isMoreThanMacro(range(span))
    else { throw LeftRaw(reason: "a macro sets it", span: span) }
    guard !words.conversion.adoptDeduced.isEmpty else {
      throw LeftRaw(reason: "the smart pointer has to be told its type", span: span)
    }
    let around = words.adopting(nil, inFull: "")
    return TextChange(
      file: span.file, range: range(span), kind: .wrap(before: around.before, after: around.after, level: 3), slots: [])
  }

  /// `.Value()` becomes `.get()`.
  private func rename(_ name: String, to words: String, _ span: Span, _ text: SourceText) throws(LeftRaw) -> TextChange
  {
    let ending = ".\(name)()"
    guard !span.isNone, !span.isFromMacro, text[range(span)].hasSuffix(ending) else {
      throw LeftRaw(reason: "a macro calls it", span: span)
    }
    let end = Int(span.end)
    return TextChange(
      file: span.file, range: end - ending.utf8.count..<end, kind: .replace(words), slots: [])
  }

  private func range(_ span: Span) -> Range<Int> { Int(span.begin)..<Int(span.end) }
}
