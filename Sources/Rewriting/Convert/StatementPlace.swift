import Facts

/// Where a call stands that is a statement of its own, with the `if` that only asks whether there is something to call it on.
struct StatementPlace {
  /// From the first to the last byte.
  var whole: Range<Int>
  /// The same with its lines, where it stands alone on them.
  var removal: Range<Int>
  /// Something must stand in its place.
  var isSoleBody: Bool

  /// `nil` where the call is a part of something else. `name` is what the guarding `if` may ask about.
  init?(around call: Span, of name: String, in text: SourceText, _ layout: Layout) {
    guard !call.isNone, !call.isFromMacro, let statement = layout.statement(around: call),
      !statement.expression.isFromMacro, !statement.statement.isNone,
      statement.expression.begin == call.begin, statement.expression.end == call.end
    else { return nil }
    whole = Int(statement.statement.begin)..<Int(statement.statement.end)
    isSoleBody = statement.flags.contains(.isSoleBody)
    if !statement.guardStatement.isNone, !statement.guardStatement.isFromMacro, !statement.condition.isNone,
      text.isNullTest(Int(statement.condition.begin)..<Int(statement.condition.end), of: name)
    {
      whole = Int(statement.guardStatement.begin)..<Int(statement.guardStatement.end)
      isSoleBody = statement.flags.contains(.isGuardSoleBody)
    }
    removal = isSoleBody ? whole : text.wholeLines(whole)
    // Between other things on a line the space after it goes too.
    guard removal == whole, !isSoleBody, text.byte(at: whole.lowerBound - 1) == UInt8(ascii: " ") else { return }
    var end = whole.upperBound
    while text.byte(at: end) == UInt8(ascii: " ") { end += 1 }
    removal = whole.lowerBound..<end
  }
}
