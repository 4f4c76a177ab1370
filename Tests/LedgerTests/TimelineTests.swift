import Testing

@testable import Ledger

/// How many objects were alive at each moment of a run.
@Suite("Time line") struct TimelineTests {
  @Test("of many types the largest are kept, and of the others how many there are in all")
  func manyTypes() {
    var timeline = Timeline(types: (0..<1_000).map { "T\($0)" })
    for type in 0..<1_000 { timeline.change(type, by: (type * 7) % 1_000) }
    timeline.end(5)
    let moment = timeline.moments[0]
    #expect(moment.live.values.sorted() == Array(952..<1_000))
    #expect(moment.others == (0..<952).reduce(0, +))
  }

  @Test("of few types none is left out")
  func fewTypes() {
    var timeline = Timeline(types: ["", "One", "Two"])
    timeline.change(1, by: 3)
    timeline.change(2, by: 0)
    timeline.end(5)
    #expect(timeline.moments[0].live == ["One": 3])
    #expect(timeline.moments[0].others == 0)
  }
}
