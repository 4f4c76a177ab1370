import Foundation
import Reports
import Testing

@Suite struct SourceExcerptTests {
  private let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("deed-\(UUID().uuidString).c").path
    try Data("int a;\n\tT *größe = make();\r\nlast".utf8).write(to: URL(fileURLWithPath: path))
  }

  /// Line, column, end column, and what is quoted.
  @Test(
    arguments: [
      (1, 5, 6, "    1 | int a;\n      |     ^\n"),
      (1, 1, 4, "    1 | int a;\n      | ^~~\n"),
      (1, 1, nil, "    1 | int a;\n      | ^\n"),
      // Columns count bytes, the caret counts letters, and a tab stays one.
      (2, 15, 19, "    2 | \tT *größe = make();\n      | \t           ^~~~\n"),
      (3, 5, nil, "    3 | last\n      |     ^\n"),
      (4, 1, nil, ""),
      (1, 9, nil, ""),
      (0, 0, nil, ""),
    ] as [(Int, Int, Int?, String)])
  func quotesTheLineWithACaret(line: Int, column: Int, end: Int?, expected: String) {
    var excerpts = SourceExcerpts()
    #expect(excerpts.excerpt(path: path, line: line, column: column, endColumn: end, style: .plain) == expected)
    try? FileManager.default.removeItem(atPath: path)
  }

  @Test func aFileThatIsGoneIsNotQuoted() {
    var excerpts = SourceExcerpts()
    #expect(excerpts.excerpt(path: "/nowhere/x.c", line: 1, column: 1, style: .plain) == "")
  }
}
