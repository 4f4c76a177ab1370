import Foundation
import Testing

/// Programs in `Conversions`: what `deed convert` makes of each construct, and that it does the same with nothing left over.
///
/// `NAME.cpp` is before, `NAME.after.cpp` after, where anything changes; `UPDATE_EXPECT=1` writes the latter anew. A comment
/// `raw: SLOT: REASON` says what has to stay as it is.
@Suite struct ConversionFixtureTests {
  static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Conversions")

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    return files.filter { $0.hasSuffix(".cpp") && !$0.hasSuffix(".after.cpp") && $0 != "main.cpp" }
      .map { String($0.dropLast(4)) }.sorted()
  }()

  static func text(_ name: String) throws -> String {
    try String(contentsOf: directory.appendingPathComponent(name), encoding: .utf8)
  }

  @Test func thereAreFixtures() { #expect(Self.names.count > 10) }

  @Test(arguments: names) func construct(_ name: String) throws {
    let source = try Self.text("\(name).cpp")
    let tree = try TemporaryTree([
      "a.cpp": source, "counted.h": try Self.text("counted.h"), "main.cpp": try Self.text("main.cpp"),
    ])
    // A discipline that the construct needs stands beside it.
    var words: [String] = []
    if let discipline = try? Self.text("\(name).yml") {
      try Data(discipline.utf8).write(to: tree.root.appendingPathComponent("discipline.yml"))
      words = ["--discipline", "./discipline.yml"]
    }
    words += ["a.cpp", "--", "-std=c++17"]
    let before = try Self.run(in: tree)
    let converted = try Deed.run(["convert", "--write", "--verbose"] + words, in: tree)
    #expect(converted.status == 0, "\(converted.errors)")
    let made = try String(contentsOf: tree.root.appendingPathComponent("a.cpp"), encoding: .utf8)
    let expected = Self.directory.appendingPathComponent("\(name).after.cpp")
    if ProcessInfo.processInfo.environment["UPDATE_EXPECT"] == "1" {
      if made != source { try Data(made.utf8).write(to: expected) }
    } else {
      let isChanged = FileManager.default.fileExists(atPath: expected.path)
      #expect(try made == (isChanged ? Self.text("\(name).after.cpp") : source), "\(converted.errors)")
    }
    for line in source.split(separator: "\n") where line.hasPrefix("// raw: ") {
      let parts = line.dropFirst("// raw: ".count).split(separator: " ", maxSplits: 1)
      let (slot, reason) = (parts[0].dropLast(), parts[1])
      #expect(
        converted.errors.split(separator: "\n").contains { $0.contains("'\(slot)' stays raw") && $0.contains(reason) },
        "\(slot) should stay raw: \(reason)\n\(converted.errors)")
    }
    #expect(try Self.run(in: tree) == before, "it does not do the same any more")
    let again = try Deed.run(["convert"] + words, in: tree)
    #expect(again.output.isEmpty, "converted twice:\n\(again.output)")
  }

  /// What the program prints; it fails where objects are left over.
  static func run(in tree: TemporaryTree) throws -> String {
    let compiler = try Deed.run(
      executable: URL(fileURLWithPath: "/usr/bin/env"),
      ["g++", "-std=c++17", "-w", "-fsanitize=address", "-o", "program", "a.cpp", "main.cpp"], in: tree.root)
    try #require(compiler.status == 0, "\(compiler.errors)")
    let program = try Deed.run(executable: tree.root.appendingPathComponent("program"), [], in: tree.root)
    #expect(program.status == 0, "\(program.output)\(program.errors)")
    return program.output
  }
}
