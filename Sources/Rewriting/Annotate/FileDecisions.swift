import Claims
import Disciplines
import Facts

/// What would be written into one file, before its lines are laid out.
struct FileDecisions: Sendable {
  /// What one edit is for: a declaration, or all of a group that shares its type.
  struct Change: Sendable {
    var targets: [AnnotationTarget]
    var edits: [Edit]
  }

  var changes: [Change] = []
  var leftAlone: [LeftAlone] = []
  /// Groups of declarators: they are split on the line that they stand on.
  var groups: [Range<Int>] = []
}

/// Decides what is written of each declaration of a file.
struct FileDecider: Sendable {
  let facts: FactBase
  let claims: ClaimSet
  let style: AnnotationStyle

  /// `targets` are all of the file.
  func decisions(on targets: [AnnotationTarget], in text: SourceText) -> FileDecisions {
    var decided = FileDecisions()
    let writer = DeclarationWriter(style: style, text: text)
    let groups = GroupWriter(style: style, text: text)
    var seen: Set<Span> = []
    for target in targets {
      var outcome = outcome(of: target, writer)
      var written = [target]
      if style.form != .attribute, let members = members(ofGroupOf: target, among: targets),
        let first = members.first?.member.layout
      {
        guard seen.insert(first.name).inserted else { continue }
        outcome = groups.write(members.map(\.member))
        written = members.compactMap(\.target).filter { !style.spelling(of: $0.ownership, at: .variable).isEmpty }
        decided.groups.append(Int(first.group.begin)..<Int(first.group.end))
      }
      switch outcome {
      case .unchanged: continue
      case .leftAlone(let reason): decided.leftAlone.append(leftAlone(target, reason))
      case .edits(let edits): decided.changes.append(FileDecisions.Change(targets: written, edits: edits))
      }
    }
    return decided
  }

  func leftAlone(_ target: AnnotationTarget, _ reason: String) -> LeftAlone {
    let place = facts.location(of: target.name)
    return LeftAlone(
      path: place?.path ?? "", offset: Int(target.name.begin), line: place?.line ?? 0, column: place?.column ?? 0,
      subject: subject(of: target), reason: reason)
  }

  private func outcome(of target: AnnotationTarget, _ writer: DeclarationWriter) -> DeclarationWriter.Outcome {
    // Units that read the text differently, by another meaning of a macro beside the type, may ask for the same edits still.
    let outcomes = Set(
      facts.layout.declarations(target.part, named: target.name).map {
        writer.write(target, $0, author: subject(of: target))
      })
    guard let outcome = outcomes.first else {
      return .leftAlone(reason: "its text is not known: it may come out of a macro")
    }
    return outcomes.count == 1 ? outcome : .leftAlone(reason: "units read its text differently")
  }

  /// All declarators that share their type with a target, with what is claimed of each; `nil` where there are no others.
  private func members(
    ofGroupOf target: AnnotationTarget, among targets: [AnnotationTarget]
  ) -> [(member: GroupWriter.Member, target: AnnotationTarget?)]? {
    guard let layout = facts.layout.declarations(target.part, named: target.name).first else { return nil }
    let members = facts.layout.members(ofGroupOf: layout)
    if members.isEmpty { return nil }
    return members.map { member in
      let claimed = targets.first { $0.part == target.part && $0.name.begin == member.name.begin }
      return (
        GroupWriter.Member(
          layout: member, ownership: claimed?.ownership, author: claimed.map { subject(of: $0) } ?? ""), claimed
      )
    }
  }

  private func subject(of target: AnnotationTarget) -> String {
    SlotName(facts: facts).name(of: claims[target.slot])
  }
}
