import Foundation
import Testing

@Suite("Facts of fixtures")
struct LoweringTests {
  @Test(arguments: try Fixture.all())
  func factsStandAtTheirLines(name: String) throws {
    let fixture = try Fixture(named: name)
    var events: [[Int: String]] = []
    var declarations: [Int: String] = [:]
    for way in fixture.ways.indices {
      let result = try fixture.lower(way)
      #expect(result.errors.isEmpty || name.contains("errors"), "\(result.errors)")
      events.append(fixture.observed(result.facts))
      if way == 0 { declarations = fixture.declared(result.facts) }
    }
    if ProcessInfo.processInfo.environment["UPDATE_EXPECT"] == "1" {
      return try fixture.update(events: events, declarations: declarations)
    }
    var count = 0
    for (way, observed) in events.enumerated() {
      for (line, text) in fixture.expected(Fixture.events, way: way).sorted(by: { $0.key < $1.key }) {
        count += 1
        #expect(observed[line] ?? "" == text, "\(name):\(line) \(fixture.ways[way])")
      }
    }
    for (line, text) in fixture.expected(Fixture.declarations).sorted(by: { $0.key < $1.key }) {
      count += 1
      #expect(declarations[line] ?? "" == text, "\(name):\(line)")
    }
    #expect(count > 0)
  }
}
