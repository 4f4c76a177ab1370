import Checking
import Disciplines
import Frontend
import Testing

/// What is proposed mends what was found: the source with it has no finding, and where a proposal would make another there is none.
@Suite struct FixTests {
  private func fixed(_ source: String) throws -> String {
    let unit = try lowerUnit(.source(source, named: "/test/source.cpp"))
    let disciplines = try BuiltIn.disciplines().filter { !$0.onlyWhenNamed } + Discovery.disciplines(in: unit.facts)
    let index = DisciplineResolver(disciplines).resolve(unit.facts)
    let report = Checker(facts: unit.facts, disciplines: index, proposesFixes: true).check()
    var text = Array(source.utf8)
    let edits = report.findings.compactMap { $0.fix?.edit(in: text) }
    for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      text.replaceSubrange(edit.range, with: Array(edit.replacement.utf8))
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func expect(
    _ source: String, becomes wanted: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try fixed(RegionTests.box + source)
    #expect(found == RegionTests.box + wanted, sourceLocation: sourceLocation)
  }

  @Test func aForgottenReleaseIsPutIn() throws {
    try expect(
      """
      bool ready();
      int f() {
        Box *box = new Box();
        if (!ready())
          return 1;
        box->Release();
        return 0;
      }
      """,
      becomes: """
        bool ready();
        int f() {
          Box *box = new Box();
          if (!ready())
            { if (box) box->Release(); return 1; }
          box->Release();
          return 0;
        }
        """)
  }

  @Test func aRetainTooManyIsTakenOut() throws {
    try expect(
      """
      Box *f() {
        Box *box = new Box();
        box->AddRef();
        return box;
      }
      """,
      becomes: """
        Box *f() {
          Box *box = new Box();
          return box;
        }
        """)
  }

  @Test func whatWouldReleaseTwiceOnAnotherPathIsNotProposed() throws {
    let source = """
      bool ready();
      int f() {
        Box *box = new Box();
        if (ready())
          box->Release();
        return 0;
      }
      """
    try expect(source, becomes: source)
  }
}
