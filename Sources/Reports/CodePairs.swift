public import Claims
public import Facts
import Ledger

/// What the code says of which release ends which reference, for the stacks of a recorded run: a stack's function and line are
/// looked up among the places of the code.
public struct CodePairs: Sendable {
  private struct Place: Hashable {
    var file: String
    var line: Int
  }

  private struct Taking {
    var isNew: Bool
    var callee: String
    var isReturned: Bool
    var answers: [Int]
  }

  private var takings: [Place: [Taking]] = [:]
  private var endings: [Place: Int] = [:]
  /// `Cache::clear (cache.cpp:77)`, by number.
  private var names: [String] = []

  /// More lines than this are no place.
  private static let mostLines = 8

  public init(_ pairs: ReferencePairs, facts: FactBase) {
    // Several references that are given up in one line are one place to a stack.
    var places: [Int] = []
    for ending in pairs.endings {
      let lines = Self.lines(of: ending.span, facts)
      let known = lines.compactMap { endings[$0] }.first
      let number = known ?? names.count
      if known == nil {
        let file = lines[0].file.split(separator: "/").last.map(String.init) ?? ""
        names.append("\(facts[facts[ending.function].name]) (\(file):\(lines[0].line))")
      }
      for line in lines where endings[line] == nil { endings[line] = number }
      places.append(number)
    }
    for taking in pairs.takings {
      let callee = taking.callee.isNone ? "" : facts[facts[taking.callee].simpleName]
      let known = Taking(
        isNew: taking.isNew, callee: callee, isReturned: taking.isReturned, answers: taking.answers.map { places[$0] })
      for line in Self.lines(of: taking.site.span, facts) { takings[line, default: []].append(known) }
    }
  }

  private static func lines(of span: Span, _ facts: FactBase) -> [Place] {
    let source = facts[span.file]
    let file = facts[source.path]
    let first = source.position(of: span.begin).line
    let last = source.position(of: max(span.begin, span.end)).line
    return (first...max(first, min(last, first + mostLines))).map { Place(file: file, line: $0) }
  }

  /// The places in the code that give back what is taken at a stack; empty where the code does not say so.
  ///
  /// The innermost function that is known decides; where it hands the reference to its caller, and the caller's line says what
  /// becomes of it there, that is the surer.
  func releases(ofTakingAt frames: [Symbolizer.Frame], isCreation: Bool) -> Set<Int> {
    var found: [Taking] = []
    for (place, frame) in frames.enumerated() {
      // Another call in the same line has its own taking.
      let inner = place == 0 ? nil : Self.simpleName(frames[place - 1])
      let known = (takings[Self.place(frame)] ?? []).filter { taking in
        found.isEmpty && taking.callee.isEmpty ? taking.isNew == isCreation : taking.callee == inner
      }
      if known.isEmpty, !found.isEmpty { break }
      if !known.isEmpty { found = known }
      if !found.isEmpty, !found.allSatisfy(\.isReturned) { break }
    }
    return Set(found.flatMap(\.answers))
  }

  /// The place in the code at which a stack gives a reference back.
  func release(at frames: [Symbolizer.Frame]) -> Int? { frames.lazy.compactMap { endings[Self.place($0)] }.first }

  func name(_ release: Int) -> String { names[release] }

  private static func simpleName(_ frame: Symbolizer.Frame) -> String {
    CodeName(frame.function).simple
  }

  private static func place(_ frame: Symbolizer.Frame) -> Place { Place(file: frame.file, line: frame.line) }
}
