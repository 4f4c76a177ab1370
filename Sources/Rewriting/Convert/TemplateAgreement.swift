import Claims
import Facts

/// All instantiations of a template have one text: what is written into it for one has to be right for the others.
struct TemplateAgreement {
  let facts: FactBase

  private struct Written: Hashable {
    var file: FileID
    var range: Range<Int>
    var kind: TextChange.Kind
  }

  /// Slots that cannot be converted, since instantiations of one text want it changed differently.
  func disagreements(
    in instantiations: [(function: FunctionID, changes: [TextChange])]
  ) -> [(slot: ClaimSlotID, why: LeftRaw)] {
    var failures: [(slot: ClaimSlotID, why: LeftRaw)] = []
    let texts = Dictionary(grouping: instantiations) { facts[$0.function].span }
    for (span, all) in texts.sorted(by: { ($0.key.file, $0.key.begin) < ($1.key.file, $1.key.begin) })
    where all.count > 1 {
      let written = all.map { one in Set(one.changes.map { Written(file: $0.file, range: $0.range, kind: $0.kind) }) }
      let common = written.dropFirst().reduce(written[0]) { $0.intersection($1) }
      for one in all {
        for change in one.changes
        where !common.contains(Written(file: change.file, range: change.range, kind: change.kind)) {
          let why = LeftRaw(reason: "what the template is made for needs different texts", span: span)
          failures += change.slots.map { ($0, why) }
        }
      }
    }
    return failures
  }
}
