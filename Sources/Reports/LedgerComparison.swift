import Ledger

/// What one run leaves alive that another does not: groups by type and the functions in which they are made, since lines move and
/// addresses change.
public struct LedgerComparison: Sendable {
  public struct Change: Hashable, Sendable {
    public var type: String
    /// As `LedgerReport.place` says it, in the newer run where it is there.
    public var place: String
    public var before: Int
    public var after: Int
  }

  public var changes: [Change]
  /// More is alive than before in some group, or something goes wrong that did not.
  public var isWorse: Bool
  /// Sentences about what goes wrong now and did not before.
  public var newProblems: [String]

  public init(of report: LedgerReport, against before: LedgerReport) {
    struct Key: Hashable {
      var type: String
      var functions: [String]
    }
    func counts(_ report: LedgerReport) -> [Key: (count: Int, place: String)] {
      var counts: [Key: (count: Int, place: String)] = [:]
      for group in report.summary.groups {
        let key = Key(type: group.type, functions: (report.frames[group.creation] ?? []).map(\.function))
        counts[key, default: (0, report.place(group.creation))].count += group.count
      }
      return counts
    }
    let (old, new) = (counts(before), counts(report))
    changes = Set(old.keys).union(new.keys).compactMap { key in
      let (one, other) = (old[key]?.count ?? 0, new[key]?.count ?? 0)
      guard one != other else { return nil }
      return Change(type: key.type, place: new[key]?.place ?? old[key]?.place ?? "", before: one, after: other)
    }.sorted {
      let (one, other) = ($0.after - $0.before, $1.after - $1.before)
      return one != other ? one > other : ($0.type, $0.place) < ($1.type, $1.place)
    }
    let known = Set(before.summary.problems.map(before.sentence))
    newProblems = report.summary.problems.map(report.sentence).filter { !known.contains($0) }
    isWorse = changes.contains { $0.after > $0.before } || !newProblems.isEmpty
  }

  public func text(style: TerminalStyle) -> String {
    var text = newProblems.map { "\(style.error("new:")) \($0)\n" }.joined()
    for change in changes {
      let difference = change.after - change.before
      let label = difference > 0 ? style.warning("+\(difference)") : style.green("\(difference)")
      let name = change.type.isEmpty ? "" : change.type + " "
      text += "\(label) \(name)made in \(change.place): \(change.before) alive before, \(change.after) now\n"
    }
    return text.isEmpty ? "nothing has changed\n" : text
  }

  public func json() -> String {
    JSONValue.object([
      ("version", .int(1)), ("worse", .bool(isWorse)), ("problems", .array(newProblems.map { .string($0) })),
      (
        "changes",
        .array(
          changes.map {
            .object([
              ("type", .string($0.type)), ("created", .string($0.place)), ("before", .int($0.before)),
              ("after", .int($0.after)),
            ])
          })
      ),
    ]).text()
  }
}
