/// A format string, read: what it asks of the arguments after it.
///
/// ```swift
/// FormatText("O!N:name", in: .pythonBuild)
/// ```
public struct FormatText: Hashable, Sendable {
  /// What one argument has to be.
  public enum Shape: Hashable, Sendable {
    case object
    /// The address of a variable that receives an object.
    case objectAddress
    /// Any other pointer: text, the address of a number, a converter.
    case pointer
    /// A number of at most eight bytes.
    case number
  }

  public struct Argument: Hashable, Sendable {
    public var effect: ArgumentEffect
    public var shape: Shape
    /// As it stands in the format: `O!`.
    public var unit: String
  }

  public var arguments: [Argument] = []

  /// `nil` for what is not such a format, so that nothing is made of it.
  public init?(_ text: String, in language: FormatArgument.Language) {
    var rest = Substring(text)
    while let letter = rest.popFirst() {
      switch language {
      case .pythonParse:
        if letter == ":" || letter == ";" { return }
        if "|$() ,".contains(letter) { continue }
      case .pythonBuild:
        if "()[]{}:, \t".contains(letter) { continue }
      }
      let mark = rest.first.flatMap { "#*!&".contains($0) ? $0 : nil }
      if mark != nil { rest.removeFirst() }
      let isKnown = language == .pythonParse ? addParsed(letter, mark, &rest) : addBuilt(letter, mark)
      guard isKnown else { return nil }
    }
  }

  private mutating func add(_ effect: ArgumentEffect, _ shape: Shape, _ unit: String) {
    arguments.append(Argument(effect: effect, shape: shape, unit: unit))
  }

  /// Addresses that are filled.
  private mutating func addParsed(_ letter: Character, _ mark: Character?, _ rest: inout Substring) -> Bool {
    let unit = String(letter) + (mark.map { String($0) } ?? "")
    switch (letter, mark) {
    case ("O", nil), ("S", nil), ("U", nil), ("Y", nil): add(.fillsBorrowed, .objectAddress, unit)
    case ("O", "!"):
      add(.borrows, .pointer, unit)
      add(.fillsBorrowed, .objectAddress, unit)
    case ("O", "&"):
      add(.borrows, .pointer, unit)
      add(.borrows, .pointer, unit)
    case ("s", _), ("z", _), ("y", _), ("w", _), ("u", _), ("Z", _):
      add(.borrows, .pointer, unit)
      if mark == "#" { add(.borrows, .pointer, unit) }
      return mark != "!" && mark != "&"
    case ("e", nil):
      guard let second = rest.popFirst(), "st".contains(second) else { return false }
      add(.borrows, .pointer, "e\(second)")
      add(.borrows, .pointer, "e\(second)")
      if rest.first == "#" {
        rest.removeFirst()
        add(.borrows, .pointer, "e\(second)#")
      }
    case (_, nil) where "bBhHiIlkLKncCfdDp".contains(letter): add(.borrows, .pointer, unit)
    default: return false
    }
    return true
  }

  /// Values that are put together.
  private mutating func addBuilt(_ letter: Character, _ mark: Character?) -> Bool {
    let unit = String(letter) + (mark.map { String($0) } ?? "")
    switch (letter, mark) {
    case ("O", "&"):
      add(.borrows, .pointer, unit)
      add(.borrows, .pointer, unit)
    case ("O", nil), ("S", nil): add(.keeps, .object, unit)
    case ("N", nil): add(.consumes, .object, unit)
    case ("s", _), ("z", _), ("y", _), ("U", _), ("u", _):
      guard mark == nil || mark == "#" else { return false }
      add(.borrows, .pointer, unit)
      if mark == "#" { add(.borrows, .number, unit) }
    case ("D", nil): add(.borrows, .pointer, unit)
    case (_, nil) where "bBhHiIlkLKncCfdp".contains(letter): add(.borrows, .number, unit)
    default: return false
    }
    return true
  }
}
