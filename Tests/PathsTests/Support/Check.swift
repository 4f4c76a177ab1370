import Foundation
import Disciplines
import Facts
import Paths
import Testing

/// What the functions that the tests' programs call do.
let prelude: [(declaration: String, meaning: CallMeaning)] = [
  ("T *make();", .of(result: .new, mayReturnNull: true)),
  ("T *create();", .of(result: .new)),
  ("void retain(T *x);", .of([0: .retains])),
  ("void xretain(T *x);", .of([0: .retainsUnlessNull])),
  ("void release(T *x);", .of([0: .releases])),
  ("void xrelease(T *x);", .of([0: .releasesUnlessNull])),
  ("void clear(T **x);", .of([0: .clearsSlot])),
  ("void steal(T *x);", .of([0: .consumes])),
  ("int steal_if_ok(T *x);", .of([0: .consumesOnSuccess])),
  ("int append(T *list, T *x);", .of([1: .keeps])),
  ("T *peek(T *list);", .of(result: .borrowedFrom(argument: 0), mayReturnNull: true)),
  ("T *newref(T *x);", .of(result: .retainedArgument(0))),
  ("void look(T *x);", .of([0: .borrows])),
]

extension CallMeaning {
  static func of(
    _ arguments: [Int: ArgumentEffect] = [:], result: ResultEffect = .unspecified, mayReturnNull: Bool = false
  ) -> CallMeaning {
    CallMeaning(arguments: arguments, result: result, mayReturnNull: mayReturnNull, discipline: DisciplineID(0))
  }
}

/// The facts of a program with the prelude before it, on its first line so that the program's lines keep their numbers.
func analyse(_ source: String, threads: Int = 1) -> (facts: FactBase, analysis: PathAnalysis) {
  let declarations =
    prelude.map(\.declaration).joined(separator: " ") + " void unknown(T *x); void unknown_slot(T **x); int coin(); "
  let facts = SmallC(declarations + source).facts
  var meanings: [CallMeaning?] = Array(repeating: nil, count: facts.functions.count)
  for index in prelude.indices { meanings[index] = prelude[index].meaning }
  let index = DisciplineIndex(
    disciplines: [Discipline(name: "test")], disciplineOfRecord: [DisciplineID(0)], meaningOfFunction: meanings)
  return (facts, PathAnalysis(facts: facts, disciplines: index, threads: threads))
}

/// Compares what is found with what stands in `// !kind` at the ends of lines.
func check(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) {
  let (facts, analysis) = analyse(source)
  var expected: [String] = []
  for (number, line) in zip(1..., source.split(separator: "\n", omittingEmptySubsequences: false)) {
    guard let mark = line.range(of: "// !") else { continue }
    for kind in line[mark.upperBound...].split(separator: " ") { expected.append("\(number): \(kind)") }
  }
  let found = analysis.anomalies.map { anomaly in
    let line = facts.location(of: anomaly.span)?.line ?? 0
    return "\(line): \(anomaly.isCertain ? "" : "may-")\(anomaly.kind)"
  }
  #expect(found.sorted() == expected.sorted(), sourceLocation: sourceLocation)
  #expect(analysis.incomplete.isEmpty, sourceLocation: sourceLocation)
}
