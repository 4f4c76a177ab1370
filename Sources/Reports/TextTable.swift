/// Columns of words for a terminal, as wide as their widest word.
public struct TextTable: Sendable {
  public enum Alignment: Sendable { case left, right }

  /// Empty for a table without a heading.
  public var columns: [String]
  public var alignments: [Alignment]
  public var rows: [[String]] = []
  /// How a cell is painted, by row and column; the last argument is its text.
  public var paint: @Sendable (TerminalStyle, Int, String) -> String = { _, _, text in text }
  public var indent = ""

  public init(columns: [String], alignments: [Alignment] = []) {
    self.columns = columns
    self.alignments = alignments
  }

  /// Each line ends with a line break; none ends with spaces.
  public func text(style: TerminalStyle) -> String {
    let all = (columns.isEmpty ? [] : [columns]) + rows
    let count = all.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in all.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
    var text = columns.isEmpty ? "" : line(columns, widths: widths) { column, cell in style.bold(cell) }
    for row in rows { text += line(row, widths: widths) { column, cell in paint(style, column, cell) } }
    return text
  }

  private func line(_ cells: [String], widths: [Int], paint: (Int, String) -> String) -> String {
    var line = indent
    // Spaces are held back until a word follows them.
    var gap = ""
    for (column, cell) in cells.enumerated() {
      let space = String(repeating: " ", count: widths[column] - cell.count)
      let isRight = column < alignments.count && alignments[column] == .right
      if !cell.isEmpty { line += gap + (isRight ? space : "") + paint(column, cell) }
      if !cell.isEmpty { gap = "" }
      gap += (cell.isEmpty || !isRight ? space : "") + "  "
    }
    return line + "\n"
  }
}
