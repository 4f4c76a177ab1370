import Foundation
import Testing

@Suite("Events of fixtures")
struct LoweringTests {
  @Test(arguments: try Fixture.all())
  func eventsStandAtTheirLines(name: String) throws {
    let fixture = try Fixture(named: name)
    let result = try fixture.lower()
    #expect(result.errors.isEmpty || name.contains("errors"), "\(result.errors)")
    let observed = fixture.observed(result.facts)
    if ProcessInfo.processInfo.environment["UPDATE_EXPECT"] == "1" { return try fixture.update(observed) }
    let expected = fixture.expected()
    #expect(!expected.isEmpty)
    for (line, text) in expected.sorted(by: { $0.key < $1.key }) {
      #expect(observed[line] ?? "" == text, "\(name):\(line)")
    }
  }
}
