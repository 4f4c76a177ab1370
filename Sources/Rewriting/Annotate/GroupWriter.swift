import Disciplines
import Facts

/// Annotates declarators that share their type: `T *a, *b = f();` becomes `owner<T *> a; pointer<T *> b = f();`, on the line that
/// it was, so that taking the annotations out again can tell it from two declarations of the author's own. One that nothing is
/// written of, since nobody can tell or since it goes without saying, is split off plain: `owner<T *> a; T *b = f();`.
struct GroupWriter {
  let style: AnnotationStyle
  let text: SourceText

  struct Member {
    var layout: DeclarationLayout
    var ownership: Ownership?
    var author: String
  }

  /// `members` are all declarators of the group, in order.
  func write(_ members: [Member]) -> DeclarationWriter.Outcome {
    guard let first = members.first?.layout, !first.specifier.isNone else {
      return .leftAlone(reason: "several declarators share the type")
    }
    let specifier = range(first.specifier)
    let before = text.skippingSpacesBackwards(from: range(first.whole).lowerBound)
    guard range(first.whole).lowerBound == specifier.lowerBound, first.detachedQualifier.isNone,
      before == 0 || text.bytes[before - 1] != UInt8(ascii: "(")
    else { return .leftAlone(reason: "several declarators share the type, and more than the type") }
    let spellings = members.map { $0.ownership.map { style.spelling(of: $0, at: .variable) } ?? "" }
    if spellings.allSatisfy(\.isEmpty) { return .unchanged }
    var edits: [Edit] = []
    var end = 0
    for (number, member) in members.enumerated() {
      let layout = member.layout
      guard !layout.isFromMacro, !layout.pointer.isNone, text[range(layout.pointer)] == "*",
        layout.flags.isDisjoint(with: .isParenthesized)
      else { return .leftAlone(reason: "several declarators share the type, and their parts are unlike") }
      let isPlain = spellings[number].isEmpty
      let parts = isPlain ? (before: "", after: "") : AnnotationStyle.parts(of: spellings[number])
      let pointer = range(layout.pointer)
      if number == 0 {
        if !isPlain {
          let type = text.bytes[specifier.lowerBound..<pointer.upperBound]
          let space = TypeBrackets.wantsSpace(after: type, before: text.byte(at: pointer.upperBound)) ? " " : ""
          edits.append(insertion(parts.before, at: specifier.lowerBound, member.author))
          edits.append(insertion(parts.after + space, at: pointer.upperBound, member.author))
        }
      } else {
        // The comma and the spaces behind it become a semicolon and as many.
        let gap = text[end..<pointer.lowerBound]
        guard gap.first == ",", gap.dropFirst().allSatisfy({ $0 == " " }) else {
          return .leftAlone(reason: "several declarators share the type, with text between them")
        }
        let type = Array((text[specifier] + " *").utf8)
        let isParted = !isPlain && TypeBrackets.wantsSpace(after: type[...], before: text.byte(at: pointer.upperBound))
        let space = isParted ? " " : ""
        edits.append(
          Edit(
            range: end..<pointer.upperBound,
            replacement: ";" + gap.dropFirst() + parts.before + text[specifier] + " *" + parts.after + space,
            author: member.author))
      }
      end = range(layout.declarator).upperBound
    }
    return .edits(edits)
  }

  private func insertion(_ words: String, at place: Int, _ author: String) -> Edit {
    Edit(range: place..<place, replacement: words, author: author)
  }

  private func range(_ span: Span) -> Range<Int> { Int(span.begin)..<Int(span.end) }
}
