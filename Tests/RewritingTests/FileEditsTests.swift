import Rewriting
import Testing

@Suite("Edits of one file") struct FileEditsTests {
  private let original = Array("int a; int b; int c;\n".utf8)

  private func edits(_ list: [Edit]) throws -> FileEdits {
    var file = FileEdits(path: "x.c", contentHash: 0)
    for edit in list { try file.add(edit) }
    return file
  }

  @Test("are applied in order of place, whatever the order of their coming")
  func order() throws {
    let file = try edits([
      Edit(range: 11..<12, replacement: "B", author: "second"),
      Edit(range: 4..<5, replacement: "first", author: "first"),
      Edit(range: 18..<18, replacement: "_", author: "third"),
    ])
    #expect(file.applied(to: original) == Array("int first; int B; int _c;\n".utf8))
  }

  @Test("the same change twice is one change")
  func same() throws {
    let file = try edits([
      Edit(range: 4..<5, replacement: "z", author: "one"), Edit(range: 4..<5, replacement: "z", author: "other"),
    ])
    #expect(file.edits.count == 1)
  }

  @Test("the stricter safety stays")
  func safety() throws {
    let file = try edits([
      Edit(range: 4..<5, replacement: "z", author: "one"),
      Edit(range: 4..<5, replacement: "z", author: "other", safety: .needsReview(reason: "macro")),
    ])
    #expect(file.edits.map(\.safety) == [.needsReview(reason: "macro")])
  }

  @Test("that overlap are refused by both names", arguments: [0..<5, 4..<5, 4..<4, 5..<5, 3..<9])
  func overlap(range: Range<Int>) throws {
    var file = try edits([Edit(range: 4..<6, replacement: "z", author: "one")])
    let conflict = #expect(throws: EditConflict.self) {
      try file.add(Edit(range: range, replacement: "y", author: "other"))
    }
    #expect(conflict?.first.author == "one")
    #expect(conflict?.second.author == "other")
    #expect(file.edits.count == 1)
  }

  @Test("that touch each other are both made")
  func adjacent() throws {
    let file = try edits([
      Edit(range: 0..<3, replacement: "long", author: "one"), Edit(range: 3..<4, replacement: "\t", author: "other"),
    ])
    #expect(file.applied(to: original) == Array("long\ta; int b; int c;\n".utf8))
  }

  @Test("that lie outside of the text make nothing")
  func outside() throws {
    let file = try edits([Edit(range: 100..<101, replacement: "", author: "one")])
    #expect(file.applied(to: original) == nil)
  }
}
