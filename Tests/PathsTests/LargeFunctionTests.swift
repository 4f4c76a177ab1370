import Disciplines
import Facts
import Paths
import Testing

/// Generated code is as large as it likes: what is walked of it must stay in proportion.
@Suite struct LargeFunctionTests {
  /// A parser's main loop: a `switch` of many cases, each of which makes an object, looks at it and ends it.
  @Test func switchOfTenThousandCases() {
    let (found, steps) = walk(GeneratedParser(cases: 10_000))
    #expect(found == [])
    #expect(steps < 500_000)
  }

  @Test func oneCaseOfManyForgetsItsObject() {
    let (found, _) = walk(GeneratedParser(cases: 2_000, forgetful: 1_234))
    #expect(found == [.leak])
  }

  /// One test after the other doubles the ways; what they differ in must not.
  @Test func thousandTestsInARow() {
    let tests = (0..<1_000).map { "if (coin()) { look(p); } if (flag > \($0)) { look(p); }" }.joined(separator: "\n")
    let (_, analysis) = analyse("void f(T *p, int flag) { T *x = create();\n\(tests)\nrelease(x); }")
    #expect(analysis.anomalies == [])
    #expect(analysis.incomplete == [])
  }

  @Test func thousandLocalsAtOnce() {
    let make = (0..<300).map { "T *x\($0) = create();" }.joined(separator: "\n")
    let drop = (0..<300).map { "release(x\($0));" }.joined(separator: "\n")
    let (_, analysis) = analyse("void f() {\n\(make)\n\(drop)\n}")
    #expect(analysis.anomalies == [])
    #expect(analysis.incomplete == [])
  }

  /// Of more ways than can be walked a few are, to the end, and the function is named.
  @Test func tooManyWaysAreSampled() {
    let make = (0..<20).map { "T *x\($0) = p; int o\($0) = 0; if (coin()) { x\($0) = create(); o\($0) = 1; }" }
    let drop = (0..<20).map { "if (o\($0)) { release(x\($0)); }" }
    func analysis(_ drop: [String]) -> PathAnalysis {
      analyse("void f(T *p) {\n\((make + drop).joined(separator: "\n"))\n}").analysis
    }
    let right = analysis(drop)
    #expect(right.anomalies == [])
    #expect(right.incomplete.map(\.reason).allSatisfy { $0.contains("a sample") })
    #expect(right.incomplete.count == 1)
    #expect(analysis(drop.dropLast()).anomalies.map(\.kind) == [.leak])
  }

  /// What is found does not depend on how many threads look for it.
  @Test func threadsAgree() {
    let program = (0..<40).map { number in
      """
      T *build\(number)(T *p) { T *x = create(); if (coin()) { return NULL; } look(p); return x; }
      void use\(number)(T *p) { T *x = build\(number)(p); \(number % 3 == 0 ? "" : "xrelease(x);") }
      """
    }.joined(separator: "\n")
    let one = analyse(program, threads: 1).analysis
    let four = analyse(program, threads: 4).analysis
    #expect(!one.anomalies.isEmpty)
    #expect(one.anomalies == four.anomalies)
    #expect(one.effects == four.effects)
  }

  private func walk(_ parser: GeneratedParser) -> ([Anomaly.Kind], Int) {
    let facts = parser.facts
    var meanings: [CallMeaning?] = Array(repeating: nil, count: facts.functions.count)
    for index in prelude.indices { meanings[index] = prelude[index].meaning }
    let index = DisciplineIndex(
      disciplines: [Discipline(name: "test")], disciplineOfRecord: [DisciplineID(0)], meaningOfFunction: meanings)
    let analysis = PathAnalysis(facts: facts, disciplines: index)
    #expect(analysis.incomplete == [])
    return (analysis.anomalies.map(\.kind), analysis.statistics.steps)
  }
}
