import Foundation
import Testing

@Suite("Facts of fixtures")
struct LoweringTests {
  @Test(arguments: try Fixture.all())
  func factsStandAtTheirLines(name: String) throws {
    let fixture = try Fixture(named: name)
    let result = try fixture.lower()
    #expect(result.errors.isEmpty || name.contains("errors"), "\(result.errors)")
    let events = fixture.observed(result.facts)
    let declarations = fixture.declared(result.facts)
    if ProcessInfo.processInfo.environment["UPDATE_EXPECT"] == "1" {
      return try fixture.update(events: events, declarations: declarations)
    }
    var count = 0
    for (mark, observed) in [(Fixture.events, events), (Fixture.declarations, declarations)] {
      for (line, text) in fixture.expected(mark).sorted(by: { $0.key < $1.key }) {
        count += 1
        #expect(observed[line] ?? "" == text, "\(name):\(line)")
      }
    }
    #expect(count > 0)
  }
}
