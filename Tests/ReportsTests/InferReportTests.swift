import Claims
import Foundation
@testable import Reports
import Testing

@Suite struct InferReportTests {
  static func slot(
    _ function: String, _ kind: ClaimSlot.Kind, _ name: String, index: Int = -1, file: String, line: Int,
    _ claim: Claim,
    rule: String? = nil, reason: String? = nil
  ) -> InferReport.Slot {
    let location = InferReport.Location(file: file, line: line, column: 3)
    return InferReport.Slot(
      usr: "c:@F@\(function)#", function: function, kind: kind, name: name, index: index, type: "x::T *",
      location: location, claim: claim, discipline: "gpos",
      evidence: rule.map { [InferReport.Evidence(rule: $0, location: location, note: "says \"so\"")] } ?? [],
      unknownReason: reason.map { InferReport.UnknownReason(sentence: $0, location: location) })
  }

  static let report = InferReport(
    slots: [
      slot("x::make", .return, "", file: "a.cpp", line: 9, .owner, rule: "base.retOwnNew"),
      slot("x::make", .local, "made", file: "a.cpp", line: 10, .owner, rule: "base.varOwnNew"),
      slot("x::S", .element, "all", file: "b.cpp", line: 120, .unknown, reason: "never read"),
      slot("x::take", .param, "it", index: 0, file: "b.cpp", line: 200, .pointer, rule: "base.varPtr"),
    ],
    rules: [
      .init(rule: "base.varOwnNew", decided: 1, matched: 2), .init(rule: "base.parmOwn", decided: 0, matched: 0),
    ],
    cycles: [
      .init(steps: [
        .init(record: "x::A", field: "b", location: .init(file: "a.h", line: 3, column: 6)),
        .init(record: "x::B", field: "a", location: nil),
      ])
    ])

  @Test func theTableGroupsByFile() {
    #expect(
      Self.report.table(style: .plain) == """
        a.cpp
           9  return  x::make()      x::T *  owner  base.retOwnNew
          10  local   x::make: made  x::T *  owner  base.varOwnNew

        b.cpp
          120  element  x::S::all[]  x::T *  unknown
          200  param    x::take(it)  x::T *  pointer  base.varPtr

        4 slots: 2 owner, 1 pointer, 1 unknown (75.0 % owner or pointer)

        kind     owner  pointer  leaked  conflict  unknown  all
        return       1        0       0         0        0    1
        param        0        1       0         0        0    1
        local        1        0       0         0        0    1
        element      0        0       0         0        1    1

        discipline  owner  pointer  leaked  conflict  unknown  all
        gpos            2        1       0         0        1    4

        rule            decided  matched
        base.varOwnNew        1        2

        """)
  }

  @Test func theUnknownAreListedWithTheirReasons() {
    #expect(
      Self.report.unknownTable(style: .plain) == """
        b.cpp
          120  element  x::S::all[]  x::T *  never read (b.cpp:120:3)

        4 slots: 2 owner, 1 pointer, 1 unknown (75.0 % owner or pointer)

        """)
  }

  @Test func ringsAreReadable() {
    #expect(
      Self.report.cycleList(style: .plain) == """
        ring 1: x::A -> x::B -> x::A
          x::A::b  owns a x::B  a.h:3:6
          x::B::a  owns a x::A

        1 ring of owners: nothing in a ring ends unless something outside breaks it

        """)
  }

  @Test func colourChangesNoWord() {
    let colored = Self.report.table(style: TerminalStyle(isColored: true))
    #expect(colored.contains("\u{1B}[32mowner\u{1B}[0m"))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == Self.report.table(style: .plain))
  }

  @Test func nothingIsSaidInAWholeSentence() {
    let empty = InferReport(slots: [], rules: [], cycles: [])
    #expect(empty.table(style: .plain) == "no references to objects of a known discipline\n")
    #expect(empty.cycleList(style: .plain) == "no objects own each other in a ring\n")
  }

  @Test func jsonKeepsTheOrderOfKeys() throws {
    let text = Self.report.json()
    let first = """
      {
        "version": 1,
        "slots": [
          {"usr": "c:@F@x::make#", "function": "x::make", "kind": "return", "name": "", "index": -1, "type": "x::T *", \
      "file": "a.cpp", "line": 9, "column": 3, "claim": "owner", "evidence": [{"rule": "base.retOwnNew", "file": "a.cpp", \
      "line": 9, "note": "says \\"so\\""}]},

      """
    #expect(text.hasPrefix(first))
    #expect(
      text.hasSuffix(
        """
          "summary": {
            "owner": 2,
            "pointer": 1,
            "leaked": 0,
            "conflict": 0,
            "unknown": 1
          }
        }

        """))
    #expect(!text.contains("reason") && !text.contains("cycles"))
    let whole = Self.report.json(includeReasons: true, includeCycles: true)
    #expect(whole.contains("\"evidence\": [], \"reason\": \"never read\"}"))
    #expect(whole.contains("[{\"record\": \"x::A\", \"field\": \"b\", \"file\": \"a.h\", \"line\": 3}, {"))
    for json in [text, whole] { _ = try JSONSerialization.jsonObject(with: Data(json.utf8)) }
  }

  @Test(arguments: ["", "a\"b\\c", "line\nbreak\ttab\r", "\u{1}\u{1F}", "größe 🎈", "</script>"])
  func everyStringIsValidJSON(string: String) throws {
    let text = JSONValue.array([.string(string), .null, .bool(true), .int(-1), .object([])]).text()
    let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Any]
    #expect(read?.first as? String == string)
  }
}
