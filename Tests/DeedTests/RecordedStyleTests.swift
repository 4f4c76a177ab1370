import Foundation
import Testing

/// Programs as others write them, in `Styles`, with one mistake at a time: the report has to name the function and the line.
@Suite("Mistakes in other people's styles", .serialized) struct RecordedStyleTests {
  private static let sources = Deed.root.appendingPathComponent("Tests/DeedTests/Styles")

  private static func build(_ name: String, _ optimization: String) throws -> TemporaryTree {
    try Deed.buildRecorder()
    let tree = try TemporaryTree([:])
    let compiler = name.hasSuffix(".c") ? ["cc"] : ["c++", "-std=c++17"]
    let words = compiler + [optimization, sources.appendingPathComponent(name).path, "-o", "program"]
    let result = try Deed.run(words, in: tree)
    try #require(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    return tree
  }

  private func ledger(_ name: String, _ mistake: String, _ optimization: String) throws -> Deed.Result {
    let tree = try Self.build(name, optimization)
    _ = try Deed.run(["record", "-q", "-o", "trace", "--", "./program", mistake], in: tree)
    return try Deed.run(["ledger", "trace"], in: tree)
  }

  /// `pointer.cpp:12`, by the comment at the line's end.
  private func site(_ mistake: String, in name: String) throws -> String {
    let text = try String(contentsOf: Self.sources.appendingPathComponent(name), encoding: .utf8)
    return "\(name):\(try #require(text.line { $0.hasSuffix("// site: \(mistake)") }))"
  }

  @Test(
    "without a mistake there is nothing to say, of what is retained before its maker returns it neither",
    arguments: ["pointer.cpp", "library.c"], ["-O0", "-O2"])
  func clean(name: String, optimization: String) throws {
    let result = try ledger(name, "none", optimization)
    #expect(result.status == 0)
    #expect(result.output.contains(#/^\d+ events in 1 thread: (\d+) created, \1 destroyed/#), "\(result.output)")
    #expect(result.output.hasSuffix("0 alive with 0 references\n"), "\(result.output)")
  }

  @Test(
    "each mistake is named with its function and line", arguments: ["-O0", "-O2"],
    [
      ("pointer.cpp", "early", "alive: 4 tree::node objects are still alive: the retain in tree::grow(int, bool)"),
      ("pointer.cpp", "extra", "alive: 1 tree::leaf object is still alive: the retain in tree::find()"),
      ("pointer.cpp", "global", "1 tree::node object is still alive: the retain in tree::select(tree::node*)"),
      ("library.c", "early", "alive: 8 value objects are still alive: the retain in serve"),
      ("library.c", "token", "alive: 1 token object is still alive: the retain in tokens"),
      ("library.c", "over", "over-release: a buffer is released once too often in link_put"),
    ])
  func named(optimization: String, mistake: (file: String, name: String, sentence: String)) throws {
    let result = try ledger(mistake.file, mistake.name, optimization)
    #expect(result.status == 1)
    let sentence = "\(mistake.sentence) (\(try site(mistake.name, in: mistake.file)))"
    #expect(result.output.contains(sentence), "\(sentence)\n\(result.output)")
  }

  @Test("what points back to the object that holds it is no ring with it", arguments: ["early", "global"])
  func backPointers(mistake: String) throws {
    let output = try ledger("pointer.cpp", mistake, "-O2").output
    #expect(!output.contains("cycle:"), "\(output)")
    let held = #/with them: \d+ tree::node objects are alive, made in tree::grow\(int, bool\)/#
    #expect(output.contains(held), "\(output)")
  }

  @Test("what passes its argument on to be counted is no place: its caller is")
  func carriers() throws {
    let output = try ledger("library.c", "early", "-O0").output
    #expect(output.contains("24 others were released in serve (\(try site("usual", in: "library.c")))"), "\(output)")
  }
}
