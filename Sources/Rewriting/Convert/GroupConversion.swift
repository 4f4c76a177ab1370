import Claims
import Facts

/// Writes smart pointers into declarators that share their type: `T *a = f(), *b;`.
///
/// Those that are alike go on sharing it; where a smart pointer follows a raw one or the other way, the declaration is split there,
/// on its line.
struct GroupConversion {
  let words: SmartPointerWords
  let file: FileID
  let text: SourceText

  /// One declarator, and the slot that it declares where that becomes a smart pointer.
  struct Member {
    var layout: DeclarationLayout
    var slot: ClaimSlotID?
  }

  /// `members` are all declarators of the group, in order.
  func changes(of members: [Member]) throws(LeftRaw) -> [TextChange] {
    guard let first = members.first?.layout else { return [] }
    let specifier = range(first.specifier)
    let slots = members.compactMap(\.slot)
    guard !first.specifier.isNone, !first.isFromMacro, first.detachedQualifier.isNone, !first.whole.isNone,
      !text[specifier].contains("{"), first.form == .plain || first.form == .template
    else { throw tangled(first) }
    // `static`, `mutable` and the like belong to each part.
    let prefix = text[range(first.whole).lowerBound..<specifier.lowerBound]
    let isSplit = Set(members.map { $0.slot == nil }).count > 1
    if isSplit {
      let before = text.byte(at: text.skippingSpacesBackwards(from: range(first.whole).lowerBound) - 1)
      guard before != UInt8(ascii: "("), !prefix.contains("#"), !prefix.contains("\n") else { throw tangled(first) }
    }
    var changes: [TextChange] = []
    var last: Member?
    for member in members {
      let layout = member.layout
      guard !layout.isFromMacro, !layout.pointer.isNone, text[range(layout.pointer)] == "*", layout.suffix.isNone,
        !layout.flags.contains(.isParenthesized)
      else { throw tangled(layout) }
      let star = range(layout.pointer)
      let name = range(layout.name).lowerBound
      guard text.bytes[star.upperBound..<name].allSatisfy({ SourceText.isSpace($0) }) else { throw tangled(layout) }
      let type = words.type(of: text[specifier])
      if let last {
        let end = range(last.layout.declarator).upperBound
        guard text.byte(at: end) == UInt8(ascii: ","), text.skippingBlanks(from: end + 1) == star.lowerBound else {
          throw tangled(layout)
        }
        switch (last.slot != nil, member.slot != nil) {
        case (false, false): break
        case (true, true): changes.append(replacing(star.lowerBound..<name, with: "", slots))
        case (true, false), (false, true):
          let own = member.slot == nil ? text[specifier] + " *" : type + " "
          changes.append(replacing(end..<end + 1, with: ";", slots))
          changes.append(replacing(star.lowerBound..<name, with: prefix + own, slots))
        }
      } else if member.slot != nil {
        changes.append(replacing(specifier.lowerBound..<name, with: type + " ", slots))
      }
      last = member
    }
    guard let last,
      text.byte(at: text.skippingBlanks(from: range(last.layout.declarator).upperBound)) == UInt8(ascii: ";")
    else { throw tangled(first) }
    return changes
  }

  private func replacing(_ range: Range<Int>, with words: String, _ slots: [ClaimSlotID]) -> TextChange {
    TextChange(file: file, range: range, kind: .replace(words), slots: slots)
  }

  private func tangled(_ layout: DeclarationLayout) -> LeftRaw {
    LeftRaw(reason: "several declarators share its type, and more than the type", span: layout.name)
  }

  private func range(_ span: Span) -> Range<Int> { Int(span.begin)..<Int(span.end) }
}
