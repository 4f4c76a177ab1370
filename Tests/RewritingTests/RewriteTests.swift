import Facts
import Foundation
import Rewriting
import Testing

@Suite("Writing edits") struct RewriteTests {
  /// A directory with files `a.c` and `b.c`, and an edit for each.
  private final class Place {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("deed-rewrite-\(UUID())")
    var edits = EditSet()

    init() throws {
      try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
      for name in ["a.c", "b.c"] {
        try write("int \(name.prefix(1));\n", to: name)
        try edits.add(
          Edit(range: 0..<3, replacement: "long", author: "test"), to: path(name),
          contentHash: ContentHash.of(Array("int \(name.prefix(1));\n".utf8)))
      }
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    func path(_ name: String) -> String { root.appendingPathComponent(name).path }
    func write(_ text: String, to name: String) throws {
      try Data(text.utf8).write(to: root.appendingPathComponent(name))
    }
    func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
    var rewrite: Rewrite { Rewrite(root: root.path) }
    var hasJournal: Bool { FileManager.default.fileExists(atPath: path(".deed-journal")) }
  }

  @Test("writes all files and leaves nothing else")
  func all() throws {
    let place = try Place()
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.path("a.c"))
    try place.rewrite.write(place.edits)
    #expect(try place.text("a.c") == "long a;\n")
    #expect(try place.text("b.c") == "long b;\n")
    #expect(!place.hasJournal)
    let mode = try FileManager.default.attributesOfItem(atPath: place.path("a.c"))[.posixPermissions] as? NSNumber
    #expect(mode?.intValue == 0o755)
  }

  @Test("a file that changed since is refused and no other is written")
  func changed() throws {
    let place = try Place()
    try place.write("char b;\n", to: "b.c")
    let error = #expect(throws: RewriteError.self) { try place.rewrite.write(place.edits) }
    #expect(error?.description == "\(place.path("b.c")): changed since it was analysed; run again")
    #expect(try place.text("a.c") == "int a;\n")
    #expect(!place.hasJournal)
  }

  /// Leaves the directory as a kill after the first of three files would.
  private func interrupt(_ place: Place) throws {
    for directory in ["sub", ".deed-journal"] {
      try FileManager.default.createDirectory(atPath: place.path(directory), withIntermediateDirectories: true)
    }
    var entries: [[String: Any]] = []
    for (index, name) in ["a.c", "b.c", "sub/s.c"].enumerated() {
      let old = "int \(name.suffix(3).prefix(1));\n"
      let new = "long \(name.suffix(3).prefix(1));\n"
      try place.write(old, to: ".deed-journal/\(index).old")
      try place.write(new, to: ".deed-journal/\(index).new")
      try place.write(index == 0 ? new : old, to: name)
      entries.append([
        "path": place.path(name), "oldHash": ContentHash.of(Array(old.utf8)),
        "newHash": ContentHash.of(Array(new.utf8)),
        "permissions": 0o644, "isThereBefore": true, "isThereAfter": true,
      ])
    }
    try JSONSerialization.data(withJSONObject: entries)
      .write(to: place.root.appendingPathComponent(".deed-journal/journal.json"))
  }

  @Test("an interrupted rewrite is finished by resume")
  func resume() throws {
    let place = try Place()
    try interrupt(place)
    #expect(place.rewrite.isInterrupted)
    try place.rewrite.resume()
    #expect(try ["a.c", "b.c", "sub/s.c"].map(place.text) == ["long a;\n", "long b;\n", "long s;\n"])
    #expect(!place.hasJournal)
  }

  @Test("an interrupted rewrite is taken back by undo")
  func undo() throws {
    let place = try Place()
    try interrupt(place)
    try place.rewrite.undo()
    #expect(try ["a.c", "b.c", "sub/s.c"].map(place.text) == ["int a;\n", "int b;\n", "int s;\n"])
    #expect(!place.hasJournal)
  }

  @Test("a second rewrite waits until the first is closed")
  func open() throws {
    let place = try Place()
    try interrupt(place)
    let error = #expect(throws: RewriteError.self) { try place.rewrite.write(place.edits) }
    #expect(error?.message == "an interrupted rewrite is still open")
  }

  @Test("somebody else's change during a rewrite is not lost")
  func foreignChange() throws {
    let place = try Place()
    try interrupt(place)
    try place.write("mine\n", to: "b.c")
    #expect(throws: RewriteError.self) { try place.rewrite.resume() }
    #expect(try place.text("b.c") == "mine\n")
    #expect(place.rewrite.isInterrupted)
  }

  @Test("a damaged journal says where the originals are")
  func damaged() throws {
    let place = try Place()
    try interrupt(place)
    try place.write("{", to: ".deed-journal/journal.json")
    let error = #expect(throws: RewriteError.self) { try place.rewrite.undo() }
    #expect(error?.message == "the journal is damaged")
  }

  @Test("only the user's own files may be changed")
  func policy() throws {
    let place = try Place()
    let policy = RewritePolicy(root: place.root.path)
    #expect(policy.verdict(on: place.path("a.c"), content: Array("int a;\n".utf8)) == .allowed)
    #expect(
      policy.verdict(on: "/usr/include/stdio.h", content: []) == .leftAlone(reason: "outside of \(place.root.path)"))
    let generated = Array("/* Generated by bison.\n   DO NOT EDIT. */\nint a;\n".utf8)
    #expect(
      policy.verdict(on: place.path("a.c"), content: generated)
        == .leftAlone(reason: "generated: edit what it is made from"))
  }
}
