import Claims
import Disciplines
import Facts

extension InferReport {
  /// What was claimed of a program's slots, in the claims' own order.
  ///
  /// `isWanted` says of a file's path whether its slots are to be reported.
  public init(
    claims: ClaimSet, facts: FactBase, index: DisciplineIndex, paths: PathDisplay,
    isWanted: (_ path: String) -> Bool = { _ in true }
  ) {
    let locations = LocationTable(facts: facts, paths: paths)
    let wanted = facts.files.map { isWanted(facts[$0.path]) }
    var slots: [Slot] = []
    for id in claims.listed {
      let slot = claims[id]
      guard let location = locations.location(of: slot.span), wanted[slot.span.file.index] else { continue }
      let evidence = claims.evidence(for: id).map { evidence in
        Evidence(
          rule: evidence.rule.rawValue, location: locations.location(of: evidence.span),
          note: claims.note(of: evidence, in: facts))
      }
      let reason = claims.unknownReasons[id.index].map { reason in
        UnknownReason(sentence: reason.sentence, location: locations.location(of: reason.span))
      }
      slots.append(
        Slot(
          usr: slot.usr(in: facts), function: slot.container(in: facts), kind: slot.kind, name: slot.name(in: facts),
          index: slot.index, type: facts[facts[slot.type].spelling], location: location, claim: claims.claim(of: id),
          discipline: index.discipline(reachedFrom: slot.type, in: facts).map { index[$0].name } ?? "",
          evidence: evidence, unknownReason: reason))
    }
    self.slots = slots
    rules = Self.ruleCounts(of: slots)
    cycles = claims.ownershipCycles(in: facts).map { cycle in
      Cycle(
        steps: cycle.links.map { link in
          let field = facts[link.field]
          return Cycle.Step(
            record: facts[facts[link.record].name], field: facts[field.name],
            location: locations.location(of: field.span))
        })
    }
  }

  /// Counted over what is reported, so that the numbers fit the table above them.
  private static func ruleCounts(of slots: [Slot]) -> [RuleCount] {
    var decided: [String: Int] = [:]
    var matched: [String: Int] = [:]
    for slot in slots {
      for rule in Set(slot.evidence.map(\.rule)) { matched[rule, default: 0] += 1 }
      if let first = slot.evidence.first { decided[first.rule, default: 0] += 1 }
    }
    let order = RuleRegistry.descriptions.map(\.id.rawValue)
    return order.map { RuleCount(rule: $0, decided: decided[$0] ?? 0, matched: matched[$0] ?? 0) }
  }
}

extension DisciplineIndex {
  /// The discipline of the objects at the end of a type: of `T *`, and of the `T *` in `T **`, `T *&` and `T *[4]`.
  func discipline(reachedFrom type: TypeID, in facts: FactBase) -> DisciplineID? {
    var type = type
    // What is nested deeper is no slot.
    for _ in 0..<5 where !type.isNone {
      if let discipline = discipline(pointedToBy: type, in: facts) { return discipline }
      type = facts[type].inner
    }
    return nil
  }
}

/// Turns spans into locations as they are shown, each file's path once.
struct LocationTable {
  private let facts: FactBase
  private let paths: [String]

  init(facts: FactBase, paths: PathDisplay) {
    self.facts = facts
    self.paths = facts.files.map { paths.shown(facts[$0.path]) }
  }

  func location(of span: Span) -> InferReport.Location? {
    guard !span.isNone else { return nil }
    let position = facts[span.file].position(of: span.begin)
    return InferReport.Location(file: paths[span.file.index], line: position.line, column: position.column)
  }

  /// The column after the span's last byte, where it ends in the line in which it begins.
  func endColumn(of span: Span) -> Int? {
    guard !span.isNone else { return nil }
    let (begin, end) = (facts[span.file].position(of: span.begin), facts[span.file].position(of: span.end))
    return begin.line == end.line ? end.column : nil
  }
}
