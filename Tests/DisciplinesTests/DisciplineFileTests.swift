import Disciplines
import Testing
import YAML

@Suite struct DisciplineFileTests {
  @Test(arguments: BuiltIn.names)
  func everyBuiltInFileReadsAndRoundTrips(name: String) throws {
    let discipline = try #require(try BuiltIn.discipline(named: name))
    #expect(discipline.name == name)
    #expect(!discipline.summary.isEmpty)
    let again = try Discipline(YAMLNode.parse(discipline.yaml(), file: "again.yml"), origin: .builtIn)
    #expect(again == discipline)
  }

  /// A wrong line, and what is to be said of it.
  struct Mistake: CustomTestStringConvertible {
    var text: String
    var complaint: String
    var testDescription: String { complaint }
  }

  static let mistakes = [
    Mistake(text: "nmae: x", complaint: "f.yml:1:1: unknown key 'nmae' in a discipline (did you mean 'name'?)"),
    Mistake(text: "summary: x", complaint: "f.yml:1:1: a discipline needs the key 'name'"),
    Mistake(
      text: "name: x\nkind: couted",
      complaint: "f.yml:2:7: 'kind' is one of counted, paired, spelling, not 'couted' (did you mean 'counted'?)"),
    Mistake(
      text: "name: x\ntypes:\n  base: [A]",
      complaint: "f.yml:3:3: unknown key 'base' in 'types' (did you mean 'bases'?)"),
    Mistake(
      text: "name: x\ncalls:\n  - names: [f]\n    does: {0: relases}",
      complaint: """
        f.yml:4:15: the effect on argument 0 is one of borrows, consumes, consumes-on-success, consumes-on-failure, \
        retains, releases, releases-unless-null, retains-unless-null, destroys, adopts, keeps, puts, puts-key, clears-slot, \
        replaces-slot, fills-owned, fills-on-failure, fills-borrowed, not 'relases' (did you mean 'releases'?)
        """),
    Mistake(
      text: "name: x\ncalls:\n  - names: [f]\n    does: {resutl: new}",
      complaint: """
        f.yml:4:12: unknown key 'resutl' in 'does': an argument's number from 0, or one of receiver, result, rest, \
        may-be-null, format (did you mean 'result'?)
        """),
    Mistake(
      text: "name: x\ncalls:\n  - names: [f]\n    does: {result: borrowed-form 0}",
      complaint: """
        f.yml:4:20: 'result' is one of unspecified, always-null, new, floating, borrowed, borrowed-from ARGUMENT, \
        held-by ARGUMENT, argument ARGUMENT, grown-argument ARGUMENT, rest-of-argument ARGUMENT, retained-argument ARGUMENT, not 'borrowed-form 0' (did you mean 'borrowed-from'?)
        """),
    Mistake(
      text: "name: x\ncalls:\n  - does: {0: releases}",
      complaint: "f.yml:3:5: a call needs 'names' or 'attributes', to say which functions it is about"),
    Mistake(text: "name: x\ncalls:\n  - names: [f]", complaint: "f.yml:3:5: a call needs the key 'does'"),
    Mistake(text: "name: x\npairs:\n  - create: f", complaint: "f.yml:3:5: a pair needs both 'create' and 'destroy'"),
    Mistake(
      text: "name: x\ndeclared:\n  ower: {}",
      complaint: "f.yml:3:3: unknown key 'ower' in 'declared' (did you mean 'owner'?)"),
    Mistake(
      text: "name: x\nannotations:\n  owner: own",
      complaint: "f.yml:3:10: 'owner' must hold '{}' where the type stands, as in 'owner<{}>'"),
    Mistake(
      text: "name: x\nsmart-pointers:\n  - names: P\n    from-raw: adopt",
      complaint: "f.yml:4:15: 'from-raw' is one of adopts, retains, never, not 'adopt' (did you mean 'adopts'?)"),
    Mistake(
      text: "name: x\ncontainers:\n  - names: P\n    elements: [{object: -1}]",
      complaint: "f.yml:4:25: 'object' must be a number from 0, not -1"),
    Mistake(
      text: "name: x\ncalls:\n  - names: f\n    does: {format: pyton-parse 1}",
      complaint: """
        f.yml:4:20: 'format' is python-parse or python-build and the format's argument from 0, as in 'python-parse 1' \
        (did you mean 'python-parse'?)
        """),
    Mistake(text: "name: [x", complaint: "f.yml:2:1: did not find expected ',' or ']' while parsing a flow sequence"),
  ]

  @Test(arguments: mistakes)
  func mistakesAreReportedWhereTheyStand(mistake: Mistake) {
    let error = #expect(throws: YAMLError.self) {
      try Discipline(YAMLNode.parse(mistake.text, file: "f.yml"), origin: .file("f.yml"))
    }
    #expect(error?.description == mistake.complaint)
  }

  @Test func aMissingFileIsNamed() {
    let error = #expect(throws: YAMLError.self) { try Discipline.read(fileAt: "/nowhere/x.yml") }
    #expect(error?.description == "/nowhere/x.yml: cannot be read: No such file or directory")
  }

  @Test func pairsAreShortForTwoCalls() throws {
    let text = """
      name: dsp
      kind: paired
      types: {names: [Factory]}
      pairs:
        - create: [makeFactory, readFactory]
          destroy: freeFactory
      """
    let discipline = try Discipline(YAMLNode.parse(text, file: "dsp.yml"), origin: .file("dsp.yml"))
    #expect(
      discipline.calls == [
        CallRule(names: ["makeFactory", "readFactory"], effects: CallEffects(result: .new, mayReturnNull: true)),
        CallRule(names: ["freeFactory"], effects: CallEffects(arguments: [0: .destroys])),
      ])
  }
}
