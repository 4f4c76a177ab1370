import Disciplines
import Facts
import Foundation

/// Writes a smart pointer in the place of one local.
struct LocalConversion {
  let facts: FactBase
  let text: SourceText
  let conversion: SmartPointer.Conversion
  let detach: String
  let author: String

  /// Every edit, or the reason why there is none.
  func edits(
    name: String, layout: DeclarationLayout, uses: [LocalUse], flow: LocalFlow
  ) throws(LeftRaw) -> [Edit] {
    guard !layout.isFromMacro else { throw LeftRaw(reason: "it comes out of a macro", span: layout.name) }
    guard layout.flags.isDisjoint(with: [.isGrouped, .isParenthesized]), layout.detachedQualifier.isNone,
      layout.suffix.isNone, !layout.specifier.isNone, !layout.group.isNone
    else { throw LeftRaw(reason: "its declaration holds more than it", span: layout.name) }
    let object = try objectType(layout)
    try checkMentions(of: name, layout: layout, uses: uses)

    var edits = [declaration(layout, object)]
    var guarded: [Range<Int>] = []
    for use in uses where use.kind == .releases {
      let (edit, place) = try release(use, name: name, flow: flow)
      edits.append(edit)
      guarded.append(place)
    }
    for use in uses {
      let place = use.isInitialization ? range(layout.initializer) : range(use.span)
      // What stands in a release, or in the `if` around it, goes with it.
      if guarded.contains(where: { $0.lowerBound <= place.lowerBound && place.upperBound <= $0.upperBound }) {
        continue
      }
      switch use.kind {
      case .looks(asRawPointer: true): edits.append(try append(".get()", to: use, name))
      case .gives:
        try checkOrder(of: use, uses)
        edits.append(try append(".\(detach)()", to: use, name))
      case .takes, .clears: edits += try definition(use, layout: layout, object: object, name: name)
      case .looks, .tests, .releases, .ends: continue
      }
    }
    return edits
  }

  // MARK: The declaration

  private func objectType(_ layout: DeclarationLayout) throws(LeftRaw) -> String {
    if layout.form == .template, layout.pointer.isNone, !layout.argument.isNone {
      let argument = text[range(layout.argument)]
      guard argument.hasSuffix("*") else { throw LeftRaw(reason: "its type is an alias", span: layout.name) }
      return trimmed(String(argument.dropLast()))
    }
    guard layout.form == .plain || layout.form == .template, !layout.pointer.isNone, text[range(layout.pointer)] == "*"
    else { throw LeftRaw(reason: "its type is not written as one pointer", span: layout.name) }
    return text[range(layout.specifier)]
  }

  private func declaration(_ layout: DeclarationLayout, _ object: String) -> Edit {
    let end = layout.pointer.isNone ? range(layout.specifier).upperBound : range(layout.pointer).upperBound
    let space = text.byte(at: end).map(SourceText.isWord) ?? false ? " " : ""
    return Edit(
      range: range(layout.specifier).lowerBound..<end, replacement: filled(conversion.type, object) + space,
      author: author)
  }

  private func definition(
    _ use: LocalUse, layout: DeclarationLayout, object: String, name: String
  ) throws(LeftRaw) -> [Edit] {
    let value: Range<Int>
    if use.isInitialization {
      // A macro may begin it, as one for `new` does, if what stands in the file is whole.
      guard !layout.initializer.isNone, isWhole(range(layout.initializer)) else {
        throw LeftRaw(reason: "a macro sets it", span: layout.name)
      }
      value = range(layout.initializer)
    } else {
      guard let statement = facts.layout.statement(around: use.span), isWhole(range(statement.expression)),
        range(statement.expression).lowerBound == range(use.span).lowerBound
      else { throw LeftRaw(reason: "it is assigned inside of another expression", span: use.span) }
      let equals = text.skippingBlanks(from: range(use.span).upperBound)
      guard text.byte(at: equals) == UInt8(ascii: "="), text.byte(at: equals + 1) != UInt8(ascii: "=") else {
        throw LeftRaw(reason: "it is assigned in a way that is not understood", span: use.span)
      }
      value = text.skippingBlanks(from: equals + 1)..<range(statement.expression).upperBound
    }
    guard !value.isEmpty else { throw LeftRaw(reason: "what it is set to is not written there", span: use.span) }
    if use.kind == .clears { return [Edit(range: value, replacement: "nullptr", author: author)] }
    let parts = filled(conversion.adopt, object).components(around: "{value}")
    return [
      Edit(range: value.lowerBound..<value.lowerBound, replacement: parts.before, author: author),
      Edit(range: value.upperBound..<value.upperBound, replacement: parts.after, author: author),
    ]
  }

  /// Its brackets are balanced, and it ends where an expression ends.
  private func isWhole(_ place: Range<Int>) -> Bool {
    var depth = 0
    var offset = place.lowerBound
    while offset < place.upperBound {
      if let next = text.endOfComment(at: offset) ?? text.endOfLiteral(at: offset) {
        offset = next
        continue
      }
      switch text.bytes[offset] {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
      if depth < 0 { return false }
      offset += 1
    }
    let next = text.skippingBlanks(from: place.upperBound)
    return depth == 0 && (text.byte(at: next) == UInt8(ascii: ";") || text.byte(at: next) == UInt8(ascii: ")"))
  }

  // MARK: Uses

  private func append(_ words: String, to use: LocalUse, _ name: String) throws(LeftRaw) -> Edit {
    guard !use.span.isFromMacro, text[range(use.span)] == name else {
      throw LeftRaw(reason: "a macro uses it", span: use.span)
    }
    let end = range(use.span).upperBound
    return Edit(range: end..<end, replacement: words, author: author)
  }

  /// Arguments are evaluated in any order: the one that gives it up must be the only one that names it.
  private func checkOrder(of use: LocalUse, _ uses: [LocalUse]) throws(LeftRaw) {
    let (start, end) = statementAround(range(use.span))
    for other in uses where other != use && !other.span.isNone && other.span.file == use.span.file {
      let place = range(other.span)
      if place != range(use.span), start <= place.lowerBound, place.upperBound <= end {
        throw LeftRaw(
          reason: "the expression that gives it up names it twice, in an order that is not fixed", span: use.span)
      }
    }
  }

  private func statementAround(_ place: Range<Int>) -> (Int, Int) {
    let ends: Set<UInt8> = [UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}")]
    let start = text.bytes[..<place.lowerBound].lastIndex { ends.contains($0) }.map { $0 + 1 } ?? 0
    let end = text.bytes[place.upperBound...].firstIndex { ends.contains($0) } ?? text.bytes.count
    return (start, end)
  }

  private func release(
    _ use: LocalUse, name: String, flow: LocalFlow
  ) throws(LeftRaw) -> (edit: Edit, place: Range<Int>) {
    guard let statement = facts.layout.statement(around: use.span), !statement.expression.isFromMacro,
      !statement.statement.isNone, !use.span.isFromMacro,
      range(statement.expression).lowerBound == range(use.span).lowerBound,
      text[range(statement.expression)].hasSuffix(")")
    else { throw LeftRaw(reason: "its release is part of another expression", span: use.span) }
    var place = range(statement.statement)
    var isSole = statement.flags.contains(.isSoleBody)
    if !statement.guardStatement.isNone, !statement.guardStatement.isFromMacro,
      isNullTest(statement.condition, of: name)
    {
      place = range(statement.guardStatement)
      isSole = statement.flags.contains(.isGuardSoleBody)
    }
    if flow.isLast(use.event) {
      if isSole { return (Edit(range: place, replacement: ";", author: author), place) }
      let line = wholeLines(place)
      return (Edit(range: line, replacement: "", author: author), place)
    }
    return (Edit(range: place, replacement: "\(name) = nullptr;", author: author), place)
  }

  private func isNullTest(_ condition: Span, of name: String) -> Bool {
    guard !condition.isNone else { return false }
    let words = text[range(condition)].split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return [name, "NULL != \(name)", "\(name) != NULL", "nullptr != \(name)", "\(name) != nullptr"].contains(words)
  }

  /// With the line's beginning and end, where nothing else stands on it.
  private func wholeLines(_ place: Range<Int>) -> Range<Int> {
    var start = place.lowerBound
    while start > 0, [UInt8(ascii: " "), UInt8(ascii: "\t")].contains(text.bytes[start - 1]) { start -= 1 }
    var end = place.upperBound
    while end < text.bytes.count, [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains(text.bytes[end])
    {
      end += 1
    }
    let beginsLine = start == 0 || text.bytes[start - 1] == UInt8(ascii: "\n")
    guard beginsLine, end < text.bytes.count, text.bytes[end] == UInt8(ascii: "\n") else { return place }
    return start..<end + 1
  }

  // MARK: What was not compiled

  /// Each time that the local's name stands in its scope must be known, or be harmless: macros hide uses.
  private func checkMentions(of name: String, layout: DeclarationLayout, uses: [LocalUse]) throws(LeftRaw) {
    let known = Set(uses.filter { !$0.span.isNone }.map { range($0.span).lowerBound })
    let releases = uses.filter { $0.kind == .releases }.map { range($0.span) }
    var offset = range(layout.name).upperBound
    let end = text.closing(UInt8(ascii: "}"), from: offset) ?? text.bytes.count
    while offset < end {
      if let next = text.endOfComment(at: offset) ?? text.endOfLiteral(at: offset) {
        offset = next
        continue
      }
      guard SourceText.isWord(text.bytes[offset]) else {
        offset += 1
        continue
      }
      var wordEnd = offset
      while wordEnd < end, SourceText.isWord(text.bytes[wordEnd]) { wordEnd += 1 }
      defer { offset = wordEnd }
      guard text[offset..<wordEnd] == name, !known.contains(offset), !isMember(offset),
        !releases.contains(where: { $0.contains(offset) })
      else { continue }
      // Through the arrow, and beside a comparison, a smart pointer reads as a raw one does.
      let next = text.skippingBlanks(from: wordEnd)
      if text.hasText("->", at: next) || text.hasText("==", at: next) || text.hasText("!=", at: next) { continue }
      let before = text.skippingSpacesBackwards(from: offset)
      if text.hasText("==", at: before - 2) || text.hasText("!=", at: before - 2) { continue }
      throw LeftRaw(reason: "text that is not compiled, or a macro, names it", span: layout.name)
    }
  }

  private func isMember(_ offset: Int) -> Bool {
    text.hasText(".", at: offset - 1) || text.hasText("->", at: offset - 2) || text.hasText("::", at: offset - 2)
  }

  private func range(_ span: Span) -> Range<Int> { Int(span.begin)..<Int(span.end) }

  private func filled(_ words: String, _ object: String) -> String { words.replacing("{type}", with: object) }

  private func trimmed(_ words: String) -> String {
    String(words.reversed().drop { $0.isWhitespace }.reversed())
  }
}

extension String {
  fileprivate func components(around hole: String) -> (before: String, after: String) {
    guard let place = range(of: hole) else { return (self, "") }
    return (String(self[..<place.lowerBound]), String(self[place.upperBound...]))
  }
}
