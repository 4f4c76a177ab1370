import Claims
import Disciplines
import Facts
import Paths

/// What is not wrong on any path but makes a program harder to keep right: owners that need be none, and owners in a ring.
struct OwnerFindings {
  let facts: FactBase
  let disciplines: DisciplineIndex

  /// Parameters that every path releases and none keeps.
  func superfluous(_ analysis: PathAnalysis, isTold: (FunctionID) -> Bool) -> [Finding] {
    var isValue: Set<FunctionID> = []
    for function in facts.functions {
      for event in function.body?.events ?? [] where event.operation == .function { isValue.insert(event.function) }
    }
    var findings: [Finding] = []
    for (number, effects) in analysis.effects.enumerated() {
      let id = FunctionID(number)
      let function = facts.functions[number]
      // Who is called through a pointer or an object's type does what others have to do too.
      guard let effects, effects.isComplete, !effects.releasedOnly.isEmpty, isTold(id), !isValue.contains(id),
        !function.flags.contains(.isVirtual), function.pattern.isNone, disciplines.meaning(of: id) == nil
      else { continue }
      for position in effects.releasedOnly.sorted() {
        let slot = function.slots[position]
        guard let location = place(slot.span), !slot.name.isNone,
          disciplines.discipline(pointedToBy: slot.type, in: facts) != nil
        else { continue }
        let released = effects.places[position].flatMap { place($0.change) }
        findings.append(
          finding(
            .pathSuperfluousOwner, facts[function.name], location,
            "'\(facts[slot.name])' is released on every path and never kept: '\(facts[function.name])' need not own it",
            help: "take it as a pointer, and let the caller release it",
            released.map { [FindingStep(location: $0, message: "released here")] } ?? []))
      }
    }
    return findings
  }

  /// Rings of two classes or more; a list or a tree of one class is what it should be.
  func rings(_ claims: ClaimSet) -> [Finding] {
    claims.ownershipCycles(in: facts).compactMap { ring in
      guard Set(ring.links.map(\.record)).count > 1,
        !ring.links.contains(where: { facts[facts[$0.field].type].kind == .record }),
        let first = ring.links.first, let location = place(facts[first.field].span)
      else { return nil }
      let steps = ring.links.compactMap { link in
        place(facts[link.field].span).map {
          FindingStep(
            location: $0, message: "a '\(name(link.record))' owns what '\(facts[facts[link.field].name])' refers to")
        }
      }
      let names = (ring.links + [first]).map { "'\(name($0.record))'" }
      return finding(
        .claimCycle, "", location, "objects may own each other in a ring: \(names.joined(separator: ", "))",
        help: "let one of the fields only point to the other object", steps)
    }
  }

  private func name(_ record: RecordID) -> String { facts[facts[record].name] }

  private func finding(
    _ rule: FindingRule, _ function: String, _ location: FindingLocation, _ message: String, help: String,
    _ path: [FindingStep]
  ) -> Finding {
    Finding(
      kind: rule.kind, rule: rule.id, severity: rule.severity, function: function, location: location, message: message,
      help: help, path: path, fingerprint: "")
  }

  /// `nil` for what has no place, and for what stands in a system's file.
  private func place(_ span: Span) -> FindingLocation? {
    guard !span.isNone, !facts[span.file].isSystem else { return nil }
    return FindingLocation(of: span, in: facts)
  }
}
