import Claims
import Disciplines
import Facts

/// Writes a smart pointer's type into the declarations of a slot.
struct DeclarationConversion {
  let facts: FactBase
  let words: SmartPointerWords

  /// The declaration with this name, and the object's type as it is written there.
  func change(
    of slot: ClaimSlotID, _ claimed: ClaimSlot, named name: Span, in text: SourceText
  ) throws(LeftRaw) -> (change: TextChange, object: String) {
    let part: DeclarationLayout.Part = claimed.kind == .return ? .result : .variable
    guard let layout = facts.layout.declaration(part, named: name) else {
      throw LeftRaw(reason: "its text is not known: it may come out of a macro", span: name)
    }
    guard !layout.isFromMacro else { throw LeftRaw(reason: "it comes out of a macro", span: name) }
    guard layout.flags.isDisjoint(with: [.isGrouped, .isParenthesized]), layout.detachedQualifier.isNone,
      part == .result || layout.suffix.isNone, !layout.specifier.isNone, !layout.flags.contains(.isTrailing),
      claimed.kind != .local || !layout.group.isNone
    else { throw LeftRaw(reason: "its declaration holds more than it", span: name) }
    let (object, isConstant, suffix) = try objectType(layout, claimed, text)
    let end = layout.pointer.isNone ? range(layout.specifier).upperBound : range(layout.pointer).upperBound
    guard let type = claimed.kind == .global ? words.global(of: object) : words.type(of: object) else {
      throw LeftRaw(reason: "a global outlives whatever would release it", span: name)
    }
    let space = text.byte(at: end).map(SourceText.isWord) ?? false ? " " : ""
    let change = TextChange(
      file: name.file, range: range(layout.specifier).lowerBound..<end,
      kind: .replace((isConstant ? "const " : "") + type + suffix + (suffix.isEmpty ? space : "")),
      slots: [slot])
    return (change, object)
  }

  /// Declarators that share their type; by its name, each that becomes a smart pointer.
  func changes(
    ofGroup group: Span, _ slots: [Span: ClaimSlotID], _ text: SourceText?
  ) throws(LeftRaw) -> [TextChange] {
    guard let text, let name = slots.keys.min(by: { $0.begin < $1.begin }),
      let one = facts.layout.declaration(.variable, named: name)
    else { return [] }
    let members = facts.layout.members(ofGroupOf: one).map { GroupConversion.Member(layout: $0, slot: slots[$0.name]) }
    return try GroupConversion(words: words, file: group.file, text: text).changes(of: members)
  }

  private func objectType(
    _ layout: DeclarationLayout, _ claimed: ClaimSlot, _ text: SourceText
  ) throws(LeftRaw) -> (object: String, isConstant: Bool, suffix: String) {
    if claimed.kind == .outParam {
      let stars = layout.pointer.isNone ? "" : text[range(layout.pointer)].filter { !$0.isWhitespace }
      guard layout.form == .plain, stars == "**" || stars == "*&" else {
        throw LeftRaw(reason: "its type is not written as one pointer to another", span: layout.name)
      }
      return (text[range(layout.specifier)], false, stars == "**" ? " *" : " &")
    }
    if layout.form == .template, layout.pointer.isNone, !layout.argument.isNone {
      let argument = text[range(layout.argument)]
      guard argument.hasSuffix("*") else { throw LeftRaw(reason: "its type is an alias", span: layout.name) }
      return (trimmed(String(argument.dropLast())), false, "")
    }
    if layout.form == .deduced, let object = deducedObject(layout, claimed, text) { return (object, false, "") }
    guard layout.form == .plain || layout.form == .template, !layout.pointer.isNone else {
      throw LeftRaw(reason: "its type is not written as one pointer", span: layout.name)
    }
    let stars = text[range(layout.pointer)].filter { !$0.isWhitespace }
    guard stars == "*" || stars == "*const" else {
      throw LeftRaw(reason: "its type is not written as one pointer", span: layout.name)
    }
    return (text[range(layout.specifier)], stars == "*const", "")
  }

  /// `auto *` and `auto` deduce a raw pointer or a smart one from what follows: the type is written out.
  private func deducedObject(_ layout: DeclarationLayout, _ claimed: ClaimSlot, _ text: SourceText) -> String? {
    let words = text[range(layout.specifier)].split(separator: " ")
    guard claimed.kind == .local, words == ["auto"] || words == ["const", "auto"] && !layout.pointer.isNone,
      layout.pointer.isNone || text[range(layout.pointer)] == "*", !facts[claimed.type].inner.isNone
    else { return nil }
    let object = facts[facts[facts[claimed.type].inner].spelling]
    // What has no name cannot be written.
    return object.contains("(") || object.contains("*") ? nil : object
  }

  private func trimmed(_ words: String) -> String {
    String(words.reversed().drop { $0.isWhitespace }.reversed())
  }

  private func range(_ span: Span) -> Range<Int> { Int(span.begin)..<Int(span.end) }
}
