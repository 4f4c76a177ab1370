import Disciplines
import Facts

/// Writes an ownership into the text of one declaration.
struct DeclarationWriter {
  let style: AnnotationStyle
  let text: SourceText

  enum Outcome: Hashable {
    /// In order of place, without overlap.
    case edits([Edit])
    /// Nothing has to be written.
    case unchanged
    case leftAlone(reason: String)
  }

  func write(_ target: AnnotationTarget, _ layout: DeclarationLayout, author: String) -> Outcome {
    let spelling = style.spelling(of: target.ownership, at: target.site)
    guard !spelling.isEmpty else { return .unchanged }
    switch style.form {
    case .alias, .macro: return wrap(spelling, target, layout, author)
    case .attribute: return addAttribute(spelling, target, layout, author)
    }
  }

  // MARK: Around the type

  private func wrap(
    _ spelling: String, _ target: AnnotationTarget, _ layout: DeclarationLayout, _ author: String
  ) -> Outcome {
    let type: Range<Int>
    switch typeRange(target, layout) {
    case .range(let range): type = range
    case .leftAlone(let reason): return .leftAlone(reason: reason)
    }
    if isWrapped(type) { return .unchanged }
    if style.form == .alias, layout.form == .deduced {
      return .leftAlone(reason: "its type is deduced: what it is made from says who owns it")
    }
    let (before, after) = AnnotationStyle.parts(of: spelling)
    let space = TypeBrackets.wantsSpace(after: text.bytes[type], before: text.byte(at: type.upperBound)) ? " " : ""
    return .edits([
      Edit(range: type.lowerBound..<type.lowerBound, replacement: before, author: author),
      Edit(range: type.upperBound..<type.upperBound, replacement: after + space, author: author),
    ])
  }

  enum TypePlace {
    case range(Range<Int>)
    case leftAlone(reason: String)
  }

  /// The text that stands for a reference to the object: up to the first `*`, which further ones and `&` follow.
  func typeRange(_ target: AnnotationTarget, _ layout: DeclarationLayout) -> TypePlace {
    if let macro = refusal(of: layout) { return .leftAlone(reason: macro) }
    if target.isElement, layout.form == .template, !layout.argument.isNone,
      layout.pointer.isNone || text[range(layout.argument)].hasSuffix("*")
    {
      return .range(range(layout.argument))
    }
    guard !layout.specifier.isNone else { return .leftAlone(reason: "no type is written there") }
    // `T &x` of a template: a pointer for one instantiation, and anything for another.
    if layout.form == .plain,
      layout.pointer.isNone || !text.bytes[range(layout.pointer)].contains(UInt8(ascii: "*"))
    {
      return .leftAlone(reason: "its type is an argument of a template")
    }
    guard layout.detachedQualifier.isNone else {
      return .leftAlone(reason: "'\(text[range(layout.detachedQualifier)])' stands apart from the type")
    }
    if layout.flags.contains(.isGrouped) {
      return .leftAlone(reason: "several declarators share the type")
    }
    let specifier = range(layout.specifier)
    // An alias hides the pointer: what follows it points to it.
    if layout.pointer.isNone || layout.form == .alias { return .range(specifier) }
    let pointer = range(layout.pointer)
    guard pointer.lowerBound >= specifier.upperBound else { return .leftAlone(reason: "its type is in parentheses") }
    if layout.flags.contains(.isParenthesized), layout.part == .variable {
      return .leftAlone(reason: "its type is in parentheses")
    }
    return .range(specifier.lowerBound..<endOfFirstStar(in: pointer))
  }

  /// Of `*const *&` the part `*const`. A reference alone is none of the object's type.
  private func endOfFirstStar(in pointer: Range<Int>) -> Int {
    guard let star = text.bytes[pointer].firstIndex(of: UInt8(ascii: "*")) else { return pointer.lowerBound }
    var end = star + 1
    while true {
      let next = text.skippingBlanks(from: end)
      var wordEnd = next
      while wordEnd < pointer.upperBound, SourceText.isWord(text.bytes[wordEnd]) { wordEnd += 1 }
      guard next < wordEnd, wordEnd <= pointer.upperBound else { return end }
      end = wordEnd
    }
  }

  /// Already in one of the style's brackets.
  private func isWrapped(_ type: Range<Int>) -> Bool {
    style.spellings.contains { spelling in
      let (before, after) = AnnotationStyle.parts(of: spelling)
      if after.isEmpty { return false }
      // An alias stands at the type's beginning, a macro just before it.
      return text.hasText(before, at: type.lowerBound)
        || text.hasText(before, at: type.lowerBound - before.utf8.count)
    }
  }

  // MARK: Beside the declaration

  private func addAttribute(
    _ spelling: String, _ target: AnnotationTarget, _ layout: DeclarationLayout, _ author: String
  ) -> Outcome {
    if let reason = refusal(of: layout) { return .leftAlone(reason: reason) }
    if layout.flags.contains(.isGrouped) {
      // Behind the declarator it speaks of this one alone.
      let place = layout.suffix.isNone ? range(layout.name).upperBound : range(layout.suffix).upperBound
      if text.hasText(" " + spelling, at: place) { return .unchanged }
      return .edits([Edit(range: place..<place, replacement: " " + spelling, author: author)])
    }
    let place = range(layout.whole.isNone ? layout.specifier : layout.whole).lowerBound
    if text.hasText(spelling, at: place) || text.hasText(spelling + " ", at: place - spelling.utf8.count - 1)
      || stands(spelling, amongWordsBefore: place)
    {
      return .unchanged
    }
    return .edits([Edit(range: place..<place, replacement: spelling + " ", author: author)])
  }

  /// A macro in front hides where the declaration begins, so that others of its words may stand between: `MACRO static T *f()`.
  private func stands(_ spelling: String, amongWordsBefore place: Int) -> Bool {
    var end = text.skippingSpacesBackwards(from: place)
    while case let word = text.word(endingAt: end), !word.isEmpty {
      if text[word] == spelling { return true }
      end = text.skippingSpacesBackwards(from: word.lowerBound)
    }
    return false
  }

  /// Why a declaration cannot be edited where it stands.
  private func refusal(of layout: DeclarationLayout) -> String? {
    guard layout.isFromMacro else { return nil }
    return "it comes out of a macro: annotate the macro's own text"
  }

  private func range(_ span: Span) -> Range<Int> { Int(span.begin)..<Int(span.end) }
}
