import Disciplines
import Facts
import Foundation
import Frontend
import Testing
import YAML

@Suite struct DiscoveryTests {
  static let fixtures = [
    "plain.c", "tests-at-zero.c", "helpers.c", "pairs.c", "nested.c", "exchange.c", "refusals.c",
    "intrusive.cpp", "nested.cpp",
  ]

  /// `//> what it does` stands on the line of each function about which something is to be found out, and on no other.
  @Test(arguments: fixtures)
  func whatBodiesShowIsFound(fixture: String) throws {
    let (facts, text) = try Self.read(fixture)
    let index = try DisciplineIndex.inForce(stated: [], in: facts)
    var found: [Int: Set<String>] = [:]
    for (position, meaning) in index.meaningOfFunction.enumerated() {
      guard let meaning, let place = facts.location(of: facts.functions[position].span), place.path.hasSuffix(fixture)
      else { continue }
      found[place.line, default: []].insert(meaning.effects.sentence)
    }
    var expected: [Int: Set<String>] = [:]
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let mark = line.range(of: "//> ") else { continue }
      expected[number + 1] = [String(line[mark.upperBound...])]
    }
    for line in Set(found.keys).union(expected.keys).sorted() {
      #expect(found[line] == expected[line], "\(fixture):\(line)")
    }
  }

  @Test(arguments: fixtures)
  func whatIsFoundReadsBackTheSame(fixture: String) throws {
    let found = try Discovery.disciplines(in: Self.read(fixture).facts)
    #expect(!found.isEmpty)
    for discipline in found {
      #expect(!discipline.reasons.isEmpty)
      #expect(discipline.reasons.allSatisfy { $0.location.contains(fixture) })
      var again = try Discipline(YAMLNode.parse(discipline.yaml(), file: "again.yml"), origin: .discovered)
      again.origin = discipline.origin
      #expect(again == discipline)
    }
  }

  /// A count that only special members change has no functions: its field is what is known of it, and who handles it.
  @Test func aBodyIsCountedByItsHandles() throws {
    let found = try Discovery.disciplines(in: Self.read("handles.cpp").facts)
    let counted = found.filter { $0.kind == .counted }
    #expect(counted.map(\.counters) == [["Text::Body::users"]])
    #expect(counted.flatMap(\.calls).isEmpty)
    #expect(counted.flatMap(\.smartPointers).map(\.names) == [["Text"]])
  }

  /// Where a count lies some structs down, who is given the number's address, or a struct's around it, counts for the object.
  @Test func helpersThatCountForAFamilyBelongToIt() throws {
    let source = """
      void *malloc(unsigned long); void free(void *);
      typedef struct { int value; } atomic;
      static void up(atomic *a) { __atomic_fetch_add(&a->value, 1, 5); }
      static int down(atomic *a) { return __atomic_sub_fetch(&a->value, 1, 5); }
      static void clear(atomic *a) { a->value = 0; }
      struct box { int size; struct { int flags; atomic users; } head; };
      void box_ref(struct box *b) { up(&b->head.users); }
      void box_unref(struct box *b) { if (down(&b->head.users) == 0) { clear(&b->head.users); free(b); } }
      """
    let facts = try lowerUnit(.source(source, named: "/box.c")).facts
    let found = try Discovery.disciplines(in: facts).filter { $0.kind == .counted }
    #expect(found.map(\.counters) == [["box::head.users.value"]])
    let up = CountRule(names: ["up"], target: 0, amount: .constant(1), yield: .nothing)
    let down = CountRule(names: ["down"], target: 0, amount: .constant(-1), yield: .new)
    #expect(Set(found.flatMap(\.counts)) == [up, down])
    let index = DisciplineResolver(found).resolve(facts)
    let field = try #require(facts.fields.indices.first { facts[facts.fields[$0].name] == "users" })
    #expect(index.nestedCounters[FieldID(field)]?.map { $0.map { facts[facts[$0].name] } } == [["head", "users"]])
  }

  /// A helper whose body is nowhere in the program counts as it is said to; without that nothing is found.
  @Test func helpersWithoutABodyAreStated() throws {
    let source = """
      void *malloc(unsigned long); void free(void *);
      void up(int *number); int down(int *number);
      struct box { int size; int users; };
      void box_ref(struct box *b) { up(&b->users); }
      void box_unref(struct box *b) { if (down(&b->users) == 1) free(b); }
      """
    let text = """
      name: mine
      kind: spelling
      counts:
        - {names: [up], at: 0, by: 1}
        - {names: [down], at: 0, by: -1, yields: old}
      """
    let stated = try Discipline(YAMLNode.parse(text, file: "mine.yml"), origin: .file("mine.yml"))
    let facts = try lowerUnit(.source(source, named: "/box.c")).facts
    #expect(try Discovery.disciplines(in: facts, knowing: [stated]).flatMap(\.counters) == ["box::users"])
    #expect(try Discovery.disciplines(in: facts).flatMap(\.counters).isEmpty)
  }

  /// A name that two families share is looked at by what it takes.
  @Test func namesThatCollideAreToldApartByType() throws {
    let text = """
      name: mine
      types: {names: [mine]}
      calls: [{names: [put], does: {0: releases}}]
      """
    let discipline = try Discipline(YAMLNode.parse(text, file: "mine.yml"), origin: .file("mine.yml"))
    for (record, isMine) in [("mine", true), ("other", false)] {
      let facts = try lowerUnit(.source("struct \(record); void put(struct \(record) *p);", named: "/put.c")).facts
      let index = DisciplineResolver([discipline]).resolve(facts)
      #expect(index.meaningOfFunction.contains { $0 != nil } == isMine)
    }
  }

  @Test func aFirstMemberIsABaseInC() throws {
    let source = """
      struct _object { long ob_refcnt; };
      typedef struct _object PyObject;
      struct list { PyObject ob_base; int size; };
      struct foreign { int size; };
      void Py_DECREF(PyObject *o);
      PyObject *PyList_GetItem(PyObject *l, long i);
      int PyModule_AddObject(PyObject *m, const char *name, PyObject *value);
      """
    let facts = try lowerUnit(.source(source, named: "/m.c")).facts
    let index = DisciplineResolver(try BuiltIn.disciplines().filter { !$0.onlyWhenNamed }).resolve(facts)
    let governed = facts.records.indices.filter { index.disciplineOfRecord[$0] != nil }.map {
      facts[facts.records[$0].name]
    }
    #expect(governed.sorted() == ["_object", "list"])
    var sentences: [String: String] = [:]
    for (position, meaning) in index.meaningOfFunction.enumerated() {
      sentences[facts[facts.functions[position].name]] = meaning?.effects.sentence
    }
    #expect(
      sentences == [
        "Py_DECREF": "releases argument 0",
        "PyList_GetItem": "returns a reference borrowed from argument 0 or null",
        "PyModule_AddObject": "on success consumes argument 2",
      ])
  }

  @Test func discoveryAddsToWhatIsStated() throws {
    let (facts, _) = try Self.read("plain.c")
    let stated = Discipline(
      name: "kettles", types: TypeSelection(names: ["kettle"]),
      calls: [CallRule(names: ["tilt"], effects: CallEffects(arguments: [0: .releases]))])
    let index = try DisciplineIndex.inForce(stated: [stated], in: facts)
    let kettles = index.disciplines.firstIndex { $0.name == "kettles" }
    for (position, meaning) in index.meaningOfFunction.enumerated() where meaning != nil {
      let name = facts[facts.functions[position].name]
      #expect(meaning?.discipline.rawValue == kettles, "\(name)")
      #expect(meaning?.authority == (name == "tilt" ? .stated : .discovered), "\(name)")
    }
  }

  private static func read(_ fixture: String) throws -> (facts: FactBase, text: String) {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    let text = try String(contentsOf: folder.appending(path: fixture), encoding: .utf8)
    let result = try lowerUnit(.source(text, named: "/fixtures/\(fixture)"))
    #expect(result.errors.isEmpty)
    return (result.facts, text)
  }
}

extension CallMeaning {
  fileprivate var effects: CallEffects {
    CallEffects(
      arguments: arguments, rest: rest, receiver: receiver, result: result, mayReturnNull: mayReturnNull,
      format: format)
  }
}
