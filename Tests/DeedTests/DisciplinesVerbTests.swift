import Disciplines
import Foundation
import Testing

@Suite struct DisciplinesVerbTests {
  @Test func theBuiltInOnesAreListed() throws {
    let result = try Deed.run(["disciplines"])
    #expect(result.status == 0)
    let listed = result.output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(listed == (try BuiltIn.disciplines().filter { !$0.onlyWhenNamed }.map(\.name)))
  }

  @Test func theirCallsAreToldInSentences() throws {
    let result = try Deed.run(["disciplines", "--long"])
    #expect(result.output.contains("gpos::CRefCount::AddRef: retains the object\n"))
  }

  @Test(arguments: BuiltIn.names)
  func whatIsShownReadsBack(name: String) throws {
    let shown = try Deed.run(["disciplines", "--show", name])
    #expect(shown.status == 0)
    let tree = try TemporaryTree(["mine.yml": shown.output])
    let again = try Deed.run(["disciplines", "--discipline", "./mine.yml", "--show", name], in: tree)
    #expect(again.errors.isEmpty)
    #expect(again.output.contains("name: \(name)\n"))
  }

  @Test func aUsersFileComesFirstAndSettingsNameIt() throws {
    let tree = try TemporaryTree([
      "own/mine.yml": "name: mine\nsummary: my own\ntypes: {names: [x]}\n",
      ".deed.yml": "disciplines: [own/mine.yml]\n",
    ])
    let result = try Deed.run(["disciplines"], in: tree)
    #expect(result.output.hasPrefix("mine (counted, own/mine.yml): my own\n  types  x\n"))
  }

  @Test(arguments: [
    (["--discipline", "gops"], "deed: error: no discipline 'gops' (did you mean 'gpos'?)"),
    (["--discipline", "none.yml"], "none.yml: error: cannot be read: No such file or directory"),
    (["--discipline", "typo.yml"], "typo.yml:2:1: error: unknown key 'tpyes' in a discipline (did you mean 'types'?)"),
    (["--show", "gopject"], "deed: error: no discipline 'gopject' (did you mean 'gobject'?)"),
  ])
  func aMistakeIsOneClearLine(words: [String], error: String) throws {
    let tree = try TemporaryTree(["typo.yml": "name: x\ntpyes: {names: [x]}\n"])
    let result = try Deed.run(["disciplines"] + words, in: tree)
    #expect(result.status == 2)
    #expect(result.errors.split(separator: "\n").first.map(String.init) == error)
  }

  @Test(arguments: [(["--save", "mine.yml"], "mine.yml"), (["--write"], "discovered.yml")])
  func whatIsDiscoveredCanBeKeptAndGivenBack(words: [String], file: String) throws {
    let tree = try TemporaryTree([
      "pot.c": """
      #include <stdlib.h>
      struct pot { int users; };
      struct pot *pot_make(void) { struct pot *p = malloc(sizeof *p); if (p) p->users = 1; return p; }
      void pot_hold(struct pot *p) { p->users++; }
      void pot_let(struct pot *p) { if (--p->users == 0) free(p); }
      """
    ])
    let kept = try Deed.run(["disciplines"] + words + ["pot.c", "--"], in: tree)
    #expect(kept.status == 0, "\(kept.errors)")
    let shown = try Deed.run(["disciplines", "--discipline", "./\(file)", "--show", "pot"], in: tree)
    #expect(shown.output.contains("pot_let"), "\(shown.errors)")
    let again = try Deed.run(["disciplines"] + words + ["pot.c", "--"], in: tree)
    #expect(again.status == 2)
    #expect(again.errors.contains(file))
  }
}
