import Testing

@testable import Ledger

/// How many objects were alive at each moment of a run.
@Suite("Time line") struct TimelineTests {
  @Test("of many types the largest are kept, and of the others how many there are in all")
  func manyTypes() {
    var timeline = Timeline(types: (0..<1_000).map { "T\($0)" })
    timeline.note(5, live: (0..<1_000).map { ($0 * 7) % 1_000 })
    let moment = timeline.moments[0]
    #expect(moment.live.values.sorted() == Array(952..<1_000))
    #expect(moment.others == (0..<952).reduce(0, +))
  }

  @Test("of few types none is left out")
  func fewTypes() {
    var timeline = Timeline(types: ["", "One", "Two"])
    timeline.note(5, live: [0, 3, 0])
    #expect(timeline.moments[0].live == ["One": 3])
    #expect(timeline.moments[0].others == 0)
  }
}
