import Foundation
import Testing

/// `deed check` on small trees, through the real binary.
@Suite struct CheckVerbTests {
  struct Answer: Decodable {
    struct Finding: Decodable {
      struct Step: Decodable {
        var file: String
        var line: Int
        var message: String
      }
      var kind: String
      var rule: String
      var severity: String
      var function: String
      var file: String
      var line: Int
      var column: Int
      var message: String
      var fingerprint: String
      var path: [Step]
    }
    struct Incomplete: Decodable { var function: String }
    var version: Int
    var findings: [Finding]
    var incomplete: [Incomplete]
  }

  static let source = """
    struct Box { int n = 1; void up() { ++n; } void down() { if (--n == 0) delete this; } };
    bool ready();
    int leaks() {
      Box *box = new Box();
      if (!ready())
        return -1;
      box->down();
      return 0;
    }

    """

  static func check(_ words: [String], in tree: TemporaryTree) throws -> Answer {
    let result = try Deed.run(["check", "--no-cache", "--format=json"] + words, in: tree)
    #expect(result.status <= 1, "\(result.errors)")
    return try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
  }

  @Test func aLeakIsFoundWithItsPath() throws {
    let answer = try Self.check(["a.cpp", "--", "-std=c++17"], in: try TemporaryTree(["a.cpp": Self.source]))
    let finding = try #require(answer.findings.first)
    #expect(answer.findings.count == 1)
    #expect((finding.kind, finding.rule, finding.severity) == ("leak", "path.leak", "error"))
    #expect((finding.file, finding.line, finding.column, finding.function) == ("a.cpp", 6, 5, "leaks"))
    #expect(finding.path.map(\.line) == [4, 5])
    #expect(finding.message.contains("'box'"))
  }

  /// The statement is not in the tree at all: the release that follows would seem to be of what the first one released.
  @Test func whatDoesNotCompileIsListedAsNotChecked() throws {
    let source =
      Self.source + """
        Box *take(int);
        void cut() {
          Box *box = new Box();
          box->down();
          box = take(UNKNOWN);
          box->down();
        }
        """
    let answer = try Self.check(["a.cpp", "--", "-std=c++17"], in: try TemporaryTree(["a.cpp": source]))
    #expect(answer.findings.map(\.function) == ["leaks"])
    #expect(answer.incomplete.map(\.function) == ["cut"])
  }

  @Test func theTextQuotesTheSource() throws {
    let tree = try TemporaryTree(["a.cpp": Self.source])
    let result = try Deed.run(["check", "--no-cache", "a.cpp", "--", "-std=c++17"], in: tree)
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("a.cpp:6:5: error: 'box' is leaked"))
    #expect(result.output.contains("    6 |     return -1;\n      |     ^~~~~~~~~\n"))
    #expect(result.output.contains("help: release 'box' before this point"))
    #expect(result.output.hasSuffix("1 error in 5 functions\n") || result.output.contains("1 error in "))
  }

  @Test func soundCodeIsQuiet() throws {
    let sound = Self.source.replacingOccurrences(of: "    return -1;", with: "    return box->down(), -1;")
    let tree = try TemporaryTree(["a.cpp": sound])
    let result = try Deed.run(["check", "--no-cache", "a.cpp", "--", "-std=c++17"], in: tree)
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("nothing found in "))
  }

  @Test func aBaselineKnowsWhatMoved() throws {
    let tree = try TemporaryTree([
      "a.cpp": Self.source, "b.cpp": "// A line more.\n\n" + Self.source,
    ])
    let written = try Deed.run(
      ["check", "--no-cache", "--write-baseline", "known.txt", "a.cpp", "--", "-std=c++17"], in: tree)
    #expect(written.status == 0, "\(written.errors)")
    try Data(("// A line more.\n\n" + Self.source).utf8).write(to: tree.root.appendingPathComponent("a.cpp"))
    #expect(try Self.check(["--baseline", "known.txt", "a.cpp", "--", "-std=c++17"], in: tree).findings.isEmpty)
    #expect(try Self.check(["--baseline", "known.txt", "b.cpp", "--", "-std=c++17"], in: tree).findings.count == 1)
  }

  @Test func whatIsFoundIsMended() throws {
    let tree = try TemporaryTree(["a.cpp": Self.source])
    let words = ["check", "--no-cache", "--fix", "a.cpp", "--", "-std=c++17"]
    let shown = try Deed.run(words, in: tree)
    #expect(shown.status == 1)
    #expect(shown.output.contains("if (box) box->down();"))
    #expect(try Self.check(["a.cpp", "--", "-std=c++17"], in: tree).findings.count == 1)
    let written = try Deed.run(["check", "--write"] + words.dropFirst(), in: tree)
    #expect(written.status == 0, "\(written.errors)")
    #expect(try Self.check(["a.cpp", "--", "-std=c++17"], in: tree).findings.isEmpty)
    #expect(try Deed.run(["check", "--write", "a.cpp", "--"], in: tree).status == 2)
  }

  @Test func aBrokenBaselineIsOneLine() throws {
    let tree = try TemporaryTree(["a.cpp": Self.source, "known.txt": "nonsense\n"])
    let result = try Deed.run(["check", "--baseline", "known.txt", "a.cpp", "--"], in: tree)
    #expect(result.status == 2)
    #expect(result.errors.contains("known.txt:1: not a baseline"))
    #expect(try Deed.run(["check", "--baseline", "none.txt", "a.cpp", "--"], in: tree).status == 2)
  }

  @Test func suppressedWithAReason() throws {
    let meant = Self.source.replacingOccurrences(of: "return -1;", with: "return -1;  // deed: leaked, freed at exit")
    let tree = try TemporaryTree(["a.cpp": meant])
    #expect(try Self.check(["a.cpp", "--", "-std=c++17"], in: tree).findings.isEmpty)
    let bare = Self.source.replacingOccurrences(of: "return -1;", with: "return -1;  // deed: leaked")
    let other = try TemporaryTree(["a.cpp": bare])
    let rules = try Self.check(["a.cpp", "--", "-std=c++17"], in: other).findings.map(\.rule)
    #expect(Set(rules) == ["path.leak", "deed.suppression"])
  }

  @Test func onlyFilesThatChangedSinceARevision() throws {
    let tree = try TemporaryTree(["a.cpp": Self.source, "b.cpp": Self.source])
    func git(_ words: [String]) throws {
      let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
      let result = try Deed.run(
        executable: URL(fileURLWithPath: "/usr/bin/env"), ["git"] + identity + words, in: tree.root)
      try #require(result.status == 0, "\(result.errors)")
    }
    try git(["init", "-q"])
    try git(["add", "."])
    try git(["commit", "-q", "-m", "first"])
    try Data(("// new\n" + Self.source).utf8).write(to: tree.root.appendingPathComponent("b.cpp"))
    let answer = try Self.check(["--since", "HEAD", "a.cpp", "b.cpp", "--", "-std=c++17"], in: tree)
    #expect(answer.findings.map(\.file) == ["b.cpp"])
    let wrong = try Deed.run(["check", "--since", "nowhere", "a.cpp", "--"], in: tree)
    #expect(wrong.status == 2)
  }

  @Test func theSameWhateverTheNumberOfThreads() throws {
    let tree = try TemporaryTree(["a.cpp": Self.source, "b.cpp": Self.source])
    let files = ["a.cpp", "b.cpp", "--", "-std=c++17"]
    let one = try Deed.run(["check", "--no-cache", "--format=sarif", "-j1"] + files, in: tree).output
    let two = try Deed.run(["check", "--no-cache", "--format=sarif", "-j2"] + files, in: tree).output
    #expect(one == two)
    #expect(one.contains("\"codeFlows\""))
  }

  /// What SARIF's schema requires of a run, as far as a reader relies on it.
  @Test func sarifCanBeRead() throws {
    struct Log: Decodable {
      struct Text: Decodable { var text: String }
      struct Artifact: Decodable {
        var uri: String
        var uriBaseId: String?
      }
      struct Region: Decodable {
        var startLine: Int
        var startColumn: Int
      }
      struct Physical: Decodable {
        var artifactLocation: Artifact
        var region: Region
      }
      struct Location: Decodable {
        var physicalLocation: Physical
        var message: Text?
      }
      struct Step: Decodable { var location: Location }
      struct Thread: Decodable { var locations: [Step] }
      struct Flow: Decodable { var threadFlows: [Thread] }
      struct Result: Decodable {
        var ruleId: String
        var ruleIndex: Int
        var level: String
        var message: Text
        var locations: [Location]
        var partialFingerprints: [String: String]
        var codeFlows: [Flow]
      }
      struct Rule: Decodable { var id: String }
      struct Driver: Decodable {
        var name: String
        var rules: [Rule]
      }
      struct Tool: Decodable { var driver: Driver }
      struct Base: Decodable { var uri: String }
      struct Run: Decodable {
        var tool: Tool
        var results: [Result]
        var originalUriBaseIds: [String: Base]
      }
      var version: String
      var runs: [Run]
    }
    let tree = try TemporaryTree(["with space/ä.cpp": Self.source])
    let words = ["check", "--no-cache", "--format=sarif", "with space/ä.cpp", "--", "-std=c++17"]
    let output = try Deed.run(words, in: tree).output
    let log = try JSONDecoder().decode(Log.self, from: Data(output.utf8))
    let run = try #require(log.runs.first)
    let result = try #require(run.results.first)
    #expect(log.version == "2.1.0")
    #expect(run.tool.driver.rules[result.ruleIndex].id == result.ruleId)
    let artifact = try #require(result.locations.first).physicalLocation.artifactLocation
    #expect(artifact.uri == "with%20space/%C3%A4.cpp")
    #expect(run.originalUriBaseIds[artifact.uriBaseId ?? ""]?.uri.hasSuffix("/") == true)
    #expect(
      result.codeFlows[0].threadFlows[0].locations.last?.location.message?.text
        == result.message.text.prefix(while: { $0 != ";" }).description)
    #expect(!result.partialFingerprints.isEmpty)
  }
}
