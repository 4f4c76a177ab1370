import Testing
import YAML

@Suite struct YAMLParserTests {
  @Test func nodesKnowWhereTheyStand() throws {
    let node = try YAMLNode.parse("name: x\nretain:\n  - AddRef\n  - 'Ref'\n", file: "a.yml")
    guard case .mapping(let entries) = node.content else {
      Issue.record("not a mapping: \(node)")
      return
    }
    #expect(entries.map(\.key) == ["name", "retain"])
    #expect(entries.map(\.keyPosition.description) == ["a.yml:1:1", "a.yml:2:1"])
    #expect(entries.first?.value.position.description == "a.yml:1:7")
    guard case .sequence(let names) = entries.last?.value.content else {
      Issue.record("not a sequence: \(node)")
      return
    }
    #expect(names.map(\.content) == [.scalar("AddRef", isPlain: true), .scalar("Ref", isPlain: false)])
    #expect(names.map(\.position.description) == ["a.yml:3:5", "a.yml:4:5"])
  }

  @Test(arguments: ["", "\n", "# only a remark\n", "---\n", "~"])
  func anEmptyDocumentIsNull(text: String) throws {
    let node = try YAMLNode.parse(text, file: "a.yml")
    #expect(node.isNull)
    #expect(try node.mapping("settings", keys: ["a"]).entries.isEmpty)
  }

  @Test func anAliasIsWhatItsAnchorNames() throws {
    let node = try YAMLNode.parse("a: &x [1, 2]\nb: *x\n", file: "a.yml")
    let mapping = try node.mapping("numbers", keys: ["a", "b"])
    #expect(try mapping.strings("b") == ["1", "2"])
  }

  @Test func documentsAreReadOneByOne() throws {
    let documents = try YAMLNode.parseDocuments("# first\na: &x 1\n---\nb: 2\n---\n", file: "a.yml")
    #expect(documents.count == 3)
    #expect(documents.map(\.position.line) == [2, 4, 6])
    #expect(documents.last?.isNull == true)
    #expect(try YAMLNode.parseDocuments("# nothing\n", file: "a.yml").isEmpty)
    let foreign = problem { () throws(YAMLError) in
      _ = try YAMLNode.parseDocuments("a: &x 1\n---\nb: *x\n", file: "a.yml")
    }
    #expect(foreign == "a.yml:3:4: no anchor '&x' stands before this alias")
  }

  @Test(arguments: [
    ("a: 1\nb: 2\na: 3\n", "a.yml:3:1: key 'a' stands twice; the first is in line 1"),
    ("a: [1, 2\n", "a.yml:2:1: did not find expected ',' or ']' while parsing a flow sequence"),
    ("a: b: c\n", "a.yml:1:5: mapping values are not allowed in this context"),
    ("\tx: 1\n", "a.yml:1:1: found character that cannot start any token while scanning for the next token"),
    ("a: *gone\n", "a.yml:1:4: no anchor '&gone' stands before this alias"),
    ("[a, b]: 1\n", "a.yml:1:1: a key must be a plain word"),
    ("a: 1\n---\nb: 2\n", "a.yml:3:1: a second document begins here; one is expected"),
  ])
  func whatIsWrongIsSaidWithItsPlace(text: String, message: String) {
    #expect(problem { () throws(YAMLError) in _ = try YAMLNode.parse(text, file: "a.yml") } == message)
  }

  @Test func deepNestingAndGrowingAliasesAreRefused() {
    let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(
      problem { () throws(YAMLError) in _ = try YAMLNode.parse(deep, file: "a.yml") }
        == "a.yml:1:66: nested deeper than 64 levels")
    var bomb = "- &x0 [a, a, a, a, a, a, a, a, a, a]\n"
    for level in 1...7 {
      bomb += "- &x\(level) [" + (0..<10).map { _ in "*x\(level - 1)" }.joined(separator: ", ") + "]\n"
    }
    let growth = problem { () throws(YAMLError) in _ = try YAMLNode.parse(bomb, file: "a.yml") }
    #expect(growth?.hasSuffix("the document grows beyond 1000000 values; use fewer aliases") == true)
  }

  @Test func aFileThatCannotBeReadIsNamed() {
    let missing = problem { () throws(YAMLError) in _ = try YAMLNode.parse(contentsOf: "/nowhere/deed.yml") }
    #expect(missing == "/nowhere/deed.yml: cannot be read: No such file or directory")
    let directory = problem { () throws(YAMLError) in _ = try YAMLNode.parse(contentsOf: "/") }
    #expect(directory == "/: cannot be read: Is a directory")
  }
}

/// The error's text, or nil where none was thrown.
func problem(_ body: () throws(YAMLError) -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return error.description
  }
}
