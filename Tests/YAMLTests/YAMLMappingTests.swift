import Testing
import YAML

@Suite struct YAMLMappingTests {
  private func node(_ text: String) throws -> YAMLNode { try YAMLNode.parse(text, file: "a.yml") }

  @Test func readsTypedValues() throws {
    let text = "name: gpos\nsafe: yes\ncount: 3\nretain: [A, B]\nrelease: C\nempty:\nat:\n  name: x\n"
    let mapping = try node(text).mapping(
      "a discipline", keys: ["name", "safe", "count", "retain", "release", "empty", "at", "absent"])
    #expect(try mapping.string("name") == "gpos")
    #expect(try mapping.bool("safe") == true)
    #expect(try mapping.int("count") == 3)
    #expect(try mapping.strings("retain") == ["A", "B"])
    #expect(try mapping.strings("release") == ["C"])
    #expect(try mapping.nodes("release").count == 1)
    #expect(try mapping.string("empty") == nil)
    #expect(try mapping.strings("absent") == [])
    #expect(try mapping.mapping("at", keys: ["name"])?.requiredString("name") == "x")
  }

  @Test func anUnknownKeyGetsTheNearestKnownOne() throws {
    let node = try node("name: x\nrelase: y\n")
    let message = problem { () throws(YAMLError) in _ = try node.mapping("a discipline", keys: ["name", "release"]) }
    #expect(message == "a.yml:2:1: unknown key 'relase' in a discipline (did you mean 'release'?)")
    #expect(node.unknownKeys(known: [], subject: "a discipline").map(\.line) == [1, 2])
  }

  @Test func wrongShapesAreSaidInWords() throws {
    let mapping = try node("a: [1]\nb: maybe\nc: x\nd:\n  e: 1\n").mapping("settings")
    #expect(
      problem { () throws(YAMLError) in _ = try mapping.string("a") }
        == "a.yml:1:4: 'a' must be a word or text, not a list")
    #expect(
      problem { () throws(YAMLError) in _ = try mapping.bool("b") }
        == "a.yml:2:4: 'b' must be true or false, not 'maybe'")
    #expect(
      problem { () throws(YAMLError) in _ = try mapping.int("c") } == "a.yml:3:4: 'c' must be a whole number, not 'x'")
    #expect(
      problem { () throws(YAMLError) in _ = try mapping.strings("d") }
        == "a.yml:5:3: 'd' must be a word or text, not a mapping")
    #expect(
      problem { () throws(YAMLError) in _ = try mapping.requiredString("f") } == "a.yml:1:1: settings needs the key 'f'"
    )
    let choice = problem { () throws(YAMLError) in
      _ = try mapping["c"]?.choice("'c'", among: ["table", "json"])
    }
    #expect(choice == "a.yml:3:4: 'c' is one of table, json, not 'x'")
  }
}
