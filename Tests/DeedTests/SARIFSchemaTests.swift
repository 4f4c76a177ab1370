import Foundation
import Testing

/// SARIF as a reader made from OASIS's schema takes it: unknown keys, wrong words and missing parts are refused.
@Suite struct SARIFSchemaTests {
  /// Where `make setup` puts it.
  private static let python = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent(".build/sarif/bin/python")

  private static let reader = """
    import sys
    from pydantic_sarif import model
    log = model.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate_json(open(sys.argv[1]).read())
    print(sum(len(run.results) for run in log.runs))
    """

  private func read(_ text: String) throws -> Deed.Result {
    try #require(
      FileManager.default.isExecutableFile(atPath: Self.python.path), "the schema's model is missing: run 'make setup'")
    let tree = try TemporaryTree(["log.sarif": text, "read.py": Self.reader])
    return try withExtendedLifetime(tree) {
      try Deed.run(executable: Self.python, ["read.py", "log.sarif"], in: tree.root)
    }
  }

  @Test func whatIsFoundFollowsTheSchema() throws {
    let tree = try TemporaryTree(["a.cpp": CheckVerbTests.source, "sub/b.cpp": CheckVerbTests.source])
    let words = ["check", "--no-cache", "--format=sarif", "--severity=note", "a.cpp", "sub/b.cpp", "--", "-std=c++17"]
    let text = try Deed.run(words, in: tree).output
    let answer = try read(text)
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(answer.output == "2\n")
  }

  @Test func nothingFoundFollowsItToo() throws {
    let tree = try TemporaryTree(["a.cpp": "int f() { return 1; }\n"])
    let text = try Deed.run(["check", "--no-cache", "--format=sarif", "a.cpp", "--"], in: tree).output
    #expect(try read(text).output == "0\n")
  }

  @Test func theReaderRefusesWhatIsWrong() throws {
    let tree = try TemporaryTree(["a.cpp": CheckVerbTests.source])
    let text = try Deed.run(["check", "--no-cache", "--format=sarif", "a.cpp", "--", "-std=c++17"], in: tree).output
    let wrong = text.replacingOccurrences(of: "\"level\": \"error\"", with: "\"level\": \"dreadful\"")
    #expect(wrong != text)
    #expect(try read(wrong).status != 0)
  }
}
