import Facts

/// Where a call stands that is a statement of its own, with the `if` that only asks whether there is something to call it on.
struct StatementPlace {
  /// From the first to the last byte.
  var whole: Range<Int>
  /// The same with its lines, where it stands alone on them.
  var removal: Range<Int>
  /// What must stand in its place: an empty block, where an `if` or a loop has nothing else.
  private(set) var remains = "{}"

  /// `nil` where the call is a part of something else. `name` is what the guarding `if` may ask about.
  init?(around call: Span, of name: String, in text: SourceText, _ layout: Layout) {
    guard !call.isNone, !call.isFromMacro, let statement = layout.statement(around: call),
      !statement.expression.isFromMacro, !statement.statement.isNone,
      statement.expression.begin == call.begin, statement.expression.end == call.end
    else { return nil }
    whole = Int(statement.statement.begin)..<Int(statement.statement.end)
    var isSoleBody = statement.flags.contains(.isSoleBody)
    if !statement.guardStatement.isNone, !statement.guardStatement.isFromMacro, !statement.condition.isNone,
      text.isNullTest(Int(statement.condition.begin)..<Int(statement.condition.end), of: name)
    {
      whole = Int(statement.guardStatement.begin)..<Int(statement.guardStatement.end)
      isSoleBody = statement.flags.contains(.isGuardSoleBody)
    }
    if isSoleBody {
      removal = whole
      let end = text.skippingSpacesBackwards(from: whole.lowerBound)
      // Behind what it hangs on, unless that line ends in a comment.
      let start = text.bytes[..<end].lastIndex(of: UInt8(ascii: "\n")) ?? 0
      let line = text[start..<end]
      guard end < whole.lowerBound, !line.contains("//"), !line.hasSuffix("*/") else { return }
      removal = end..<whole.upperBound
      remains = " {}"
      return
    }
    remains = ""
    removal = text.wholeLines(whole)
    // Between other things on a line the space after it goes too.
    guard removal == whole, text.byte(at: whole.lowerBound - 1) == UInt8(ascii: " ") else { return }
    var end = whole.upperBound
    while text.byte(at: end) == UInt8(ascii: " ") { end += 1 }
    removal = whole.lowerBound..<end
  }
}
