// Reports: what was found, as text. In: claims and disciplines. Out: a terminal's table, JSON, chains of evidence.
// It decides nothing and reads no file but the sources it quotes.

/// Puts colour into text, or leaves it as it is.
public struct TerminalStyle: Hashable, Sendable {
  public var isColored: Bool

  public init(isColored: Bool) { self.isColored = isColored }

  public static let plain = TerminalStyle(isColored: false)

  public func bold(_ text: String) -> String { paint(text, "1") }
  public func dim(_ text: String) -> String { paint(text, "2") }
  public func error(_ text: String) -> String { paint(text, "1;31") }
  public func warning(_ text: String) -> String { paint(text, "1;35") }
  public func note(_ text: String) -> String { paint(text, "1;36") }
  public func green(_ text: String) -> String { paint(text, "32") }
  public func blue(_ text: String) -> String { paint(text, "34") }
  public func red(_ text: String) -> String { paint(text, "31") }
  public func yellow(_ text: String) -> String { paint(text, "33") }
  /// Where Clang shows the caret.
  public func caret(_ text: String) -> String { paint(text, "1;32") }

  private func paint(_ text: String, _ code: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
