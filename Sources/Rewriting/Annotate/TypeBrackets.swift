/// How much space stands between a bracketed type and what follows it.
///
/// One rule for writing and for taking out, so that taking out gives back the very bytes: where the `*` is set apart from
/// the type (`T *p`), a space follows the bracket that the text before did not have; where it sticks to the type (`T* p`),
/// none does.
enum TypeBrackets {
  /// Whether a space belongs after the bracket behind `type`, given what follows the type.
  static func wantsSpace(after type: ArraySlice<UInt8>, before next: UInt8?) -> Bool {
    guard isSetApart(type), let next else { return false }
    return next == UInt8(ascii: " ") || next == UInt8(ascii: "&") || next == UInt8(ascii: "*")
      || next == UInt8(ascii: "(") || SourceText.isWord(next)
  }

  /// Whether taking the brackets away takes a space away too.
  static func hasSpace(after type: ArraySlice<UInt8>, before next: ArraySlice<UInt8>) -> Bool {
    isSetApart(type) && next.first == UInt8(ascii: " ")
  }

  /// Ends in a star with a space before it: `T *`.
  private static func isSetApart(_ type: ArraySlice<UInt8>) -> Bool {
    guard let last = type.last, last == UInt8(ascii: "*") else { return false }
    return type.dropLast().last.map { SourceText.isSpace($0) } ?? false
  }
}
