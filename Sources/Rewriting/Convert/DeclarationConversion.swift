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
    let (object, isConstant, suffix) = try objectType(layout, text, isFilled: claimed.kind == .outParam)
    let end = layout.pointer.isNone ? range(layout.specifier).upperBound : range(layout.pointer).upperBound
    let space = text.byte(at: end).map(SourceText.isWord) ?? false ? " " : ""
    let change = TextChange(
      file: name.file, range: range(layout.specifier).lowerBound..<end,
      kind: .replace((isConstant ? "const " : "") + words.type(of: object) + suffix + (suffix.isEmpty ? space : "")),
      slots: [slot])
    return (change, object)
  }

  private func objectType(
    _ layout: DeclarationLayout, _ text: SourceText, isFilled: Bool
  ) throws(LeftRaw) -> (object: String, isConstant: Bool, suffix: String) {
    if isFilled {
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
    guard layout.form == .plain || layout.form == .template, !layout.pointer.isNone else {
      throw LeftRaw(reason: "its type is not written as one pointer", span: layout.name)
    }
    let stars = text[range(layout.pointer)].filter { !$0.isWhitespace }
    guard stars == "*" || stars == "*const" else {
      throw LeftRaw(reason: "its type is not written as one pointer", span: layout.name)
    }
    return (text[range(layout.specifier)], stars == "*const", "")
  }

  private func trimmed(_ words: String) -> String {
    String(words.reversed().drop { $0.isWhitespace }.reversed())
  }

  private func range(_ span: Span) -> Range<Int> { Int(span.begin)..<Int(span.end) }
}
