import Testing
import YAML

@testable import Wrapping

/// What is found in notes that somebody else wrote.
@Suite struct NotesCheckTests {
  private func findings(_ notes: String) throws -> [String] {
    let face = try face(boxHeader, code: boxCode)
    return try NotesCheck(face).findings(in: try YAMLNode.parse(notes, file: "Box.apinotes")).map(\.description)
  }

  private let box = """
    Name: Box
    Tags:
    - Name: box
      SwiftImportAs: reference
      SwiftRetainOp: box_ref
      SwiftReleaseOp: box_unref
      SwiftDefaultOwnership: unretained

    """

  @Test func soundNotesAreSound() throws {
    let found = try findings(box + "Functions:\n- Name: box_new\n  SwiftReturnOwnership: retained\n")
    #expect(found.isEmpty)
  }

  @Test(arguments: [
    (
      "Functions:\n- Name: box_new\n  SwiftReturnOwnership: unretained\n",
      "'box_new' is noted as unretained, but returns an owned reference"
    ),
    (
      "Functions:\n- Name: box_new\n  SwiftReturnOwnership: retaned\n",
      "unknown value 'retaned' of SwiftReturnOwnership (did you mean 'retained'?)"
    ),
    (
      "Functions:\n- Name: box_new\n  SwiftReturnsOwnership: retained\n",
      "unknown key 'SwiftReturnsOwnership' in a function"
    ),
  ])
  func functions(notes: String, expected: String) throws {
    let found = try findings(box + notes)
    #expect(found.contains { $0.contains(expected) }, "\(found)")
  }

  @Test(arguments: [
    ("  SwiftRetainOp: box_ref\n", "has SwiftRetainOp without SwiftReleaseOp"),
    (
      "  SwiftRetainOp: box_reff\n  SwiftReleaseOp: box_unref\n",
      "the headers declare no 'box_reff' (did you mean 'box_ref'?)"
    ),
    ("  SwiftRetainOp: box_unref\n  SwiftReleaseOp: box_unref\n", "'box_unref' releases"),
    ("  SwiftRetainOp: box_ref\n  SwiftReleaseOp: box_set_size\n", "takes 2 parameters, not 1"),
    ("  SwiftRetainOp: box_ref\n  SwiftReleaseOp: item_put\n", "is not about 'box'"),
    ("  SwiftRetainOp: box_ref\n  SwiftReleaseOp: box_is_empty\n", "returns 'int'"),
    ("  SwiftDestroyOp: box_unref\n", "SwiftDestroyOp does not work"),
  ])
  func types(notes: String, expected: String) throws {
    let found = try findings("Name: Box\nTags:\n- Name: box\n  SwiftImportAs: reference\n" + notes)
    #expect(found.contains { $0.contains(expected) }, "\(found)")
  }

  @Test func whatIsMissingIsSaid() throws {
    let notes =
      "Name: Box\nTags:\n- Name: box\n  SwiftImportAs: reference\n  SwiftRetainOp: box_ref\n  SwiftReleaseOp: box_unref\n"
    #expect(
      try findings(notes).contains {
        $0.contains("'box_new' returns a 'box' and has no SwiftReturnOwnership; it is 'retained'")
      })
  }
}
