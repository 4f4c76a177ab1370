import Testing
import YAML

@Suite struct YAMLEmitterTests {
  @Test func writesBlockStyleWithListsInOneLine() {
    let value = YAMLValue.mapping([
      ("name", .string("gpos")), ("safe", .bool(true)), ("retain", .strings(["AddRef", "Ref"])),
      ("calls", .sequence([.mapping([("f", .string("x::make")), ("argument", .int(0))])])), ("none", .sequence([])),
    ])
    #expect(
      value.yaml() == """
        name: gpos
        safe: true
        retain: [AddRef, Ref]
        calls:
        - f: x::make
          argument: 0
        none: []

        """)
  }

  @Test(arguments: [
    "", "~", "null", "true", "No", "1", "1.5", "0x10", "a: b", "- a", "#x", "*", "&x", "[a]", " lead", "trail ",
    "two\nlines",
    "'", "\"", "\\", "T *", "größe", "@x", "%x", "!", "|", "std::vector<T *>",
  ])
  func everyStringComesBackAsItWas(string: String) throws {
    let text = YAMLValue.mapping([("key", .string(string)), (string.isEmpty ? "empty" : string + "2", .int(1))]).yaml()
    let mapping = try YAMLNode.parse(text, file: "a.yml").mapping("test")
    guard let node = mapping.entries.first?.value else {
      Issue.record("nothing came back from \(text)")
      return
    }
    #expect(!node.isNull)
    #expect(try node.string("key") == string)
    #expect(mapping.entries.last?.key == (string.isEmpty ? "empty" : string + "2"))
  }
}
