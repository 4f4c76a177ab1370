import Facts
import Testing

@Suite("Linking")
struct LinkerTests {
  let program = link(sampleUnits())

  func functions(_ name: String) -> [Function] { program.functions.filter { program[$0.name] == name } }

  @Test func everyOrderOfUnitsGivesTheSameBytes() {
    let expected = program.binary()
    for units in permutations(of: sampleUnits()) { #expect(link(units).binary() == expected) }
  }

  @Test func unitsReadTwiceChangeNothing() {
    #expect(link(sampleUnits() + sampleUnits().reversed()).binary() == program.binary())
  }

  @Test func linkingAProgramAgainChangesNothing() {
    #expect(link([program]).binary() == program.binary())
  }

  @Test func definitionBeatsDeclarationAndKeepsItsPlaces() throws {
    let helpers = functions("helper")
    try #require(helpers.count == 1)
    let helper = helpers[0]
    #expect(helper.body != nil)
    #expect(program.location(of: helper.span)?.path == "/src/c.c")
    #expect(helper.declarations.map { program.location(of: $0)?.path } == ["/src/c.c", "/src/node.h", "/src/other.h"])
    #expect(helper.slots[0].declarations.map { program.location(of: $0)?.path } == ["/src/node.h", "/src/other.h"])
    #expect(helper.attributes.map { program[$0] } == ["cold", "nonnull"])
  }

  @Test func staticFunctionsAndProgramsStayApart() throws {
    #expect(functions("log").count == 4)
    #expect(functions("main").count == 2)
    // Each caller calls the one in its own file.
    for name in ["a", "b", "c", "d"] {
      let user = try #require(functions("use_\(name)").first)
      let callees = user.body?.events.filter { $0.operation == .call }.map { program[$0.function] } ?? []
      let log = try #require(callees.first { program[$0.name] == "log" })
      #expect(log.span.file == user.span.file)
    }
  }

  @Test func theLargerBodyOfAHeadersFunctionIsKept() throws {
    let shared = functions("inline_free")
    try #require(shared.count == 1)
    #expect(shared[0].body?.events.count == 4)
  }

  @Test func declaredRecordsFindTheirDefinition() throws {
    try #require(program.records.count == 1)
    #expect(program.records[0].isDefined)
    #expect(program.records[0].fields.map { program[program[$0].name] } == ["next", "count"])
    // With one record left there is one pointer to it left.
    #expect(program.types.filter { $0.kind == .pointer }.count == 1)
  }

  @Test func nothingThatNobodyUsesIsKept() {
    #expect(!program.texts.strings.contains { $0.hasPrefix("extra") })
    #expect(!program.types.contains { program[$0.spelling].hasPrefix("extra") })
  }

  @Test func tablesStandInCanonicalOrder() {
    let paths = program.files.map { program[$0.path] }
    #expect(paths == paths.sorted())
    let places = program.functions.map { [$0.span.file.rawValue, $0.span.begin] }
    #expect(places == places.sorted { $0.lexicographicallyPrecedes($1) })
  }

  /// Two units see one header function differently, with as many events: content decides, not order.
  @Test func tiesAreDecidedByContent() {
    let units = ["left", "right"].map { callee in
      var unit = UnitBuilder()
      let record = unit.record("node", at: ("/src/node.h", 10), isDefined: true)
      let target = unit.function(callee, at: ("/src/node.h", 40), parameter: record)
      unit.function("choose", at: ("/src/node.h", 60), parameter: record, calls: [target])
      return unit.facts
    }
    #expect(link(units).binary() == link(units.reversed()).binary())
  }

  private func permutations(of units: [FactBase]) -> [[FactBase]] {
    guard units.count > 1 else { return [units] }
    return units.indices.flatMap { index in
      var rest = units
      let first = rest.remove(at: index)
      return permutations(of: rest).map { [first] + $0 }
    }
  }
}
