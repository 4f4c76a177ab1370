import Disciplines
import Facts

/// Says beside a class's name how its objects are counted, where the style has words for that.
struct RecordWriter {
  let facts: FactBase
  let index: DisciplineIndex
  let style: AnnotationStyle

  /// What goes before each counted class's name, by the name's place. A class that inherits how it is counted has it from its
  /// base.
  func insertions() -> [(name: Span, text: String)] {
    guard !style.record.isEmpty else { return [] }
    var retains: [RecordID: String] = [:]
    var releases: [RecordID: String] = [:]
    for (number, function) in facts.functions.enumerated() {
      guard let meaning = index.meaningOfFunction[number] else { continue }
      let name = facts[function.simpleName]
      if !function.record.isNone {
        if meaning.receiver == .retains { retains[function.record] = retains[function.record] ?? ".\(name)" }
        if meaning.receiver == .releases { releases[function.record] = releases[function.record] ?? ".\(name)" }
      } else if let record = objectOfFirstParameter(function) {
        switch meaning.arguments[0] {
        case .retains, .retainsUnlessNull: retains[record] = retains[record] ?? facts[function.name]
        case .releases, .releasesUnlessNull: releases[record] = releases[record] ?? facts[function.name]
        default: break
        }
      }
    }
    return retains.keys.sorted().compactMap { record in
      guard let retain = retains[record], let release = releases[record] else { return nil }
      let span = facts[record].span
      guard !span.isNone, !span.isFromMacro, !facts[span.file].isSystem else { return nil }
      let text = style.record.replacing("{retain}", with: retain).replacing("{release}", with: release)
      return (span, text + " ")
    }
  }

  private func objectOfFirstParameter(_ function: Function) -> RecordID? {
    guard let type = function.parameters.first?.type, !type.isNone, facts[type].kind == .pointer else { return nil }
    let inner = facts[type].inner
    return inner.isNone ? nil : facts[inner].record.optional
  }
}
