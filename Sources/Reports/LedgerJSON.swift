import Ledger

extension LedgerReport {
  /// The report for machines; sorted, the same for the same trace.
  public func json() -> String {
    JSONValue.object([
      ("version", .int(1)),
      ("complete", .bool(!isCut)),
      (
        "totals",
        .object([
          ("events", .int(eventCount)), ("threads", .int(threadCount)), ("created", .int(summary.created)),
          ("destroyed", .int(summary.destroyed)), ("peak", .int(summary.peak)), ("retains", .int(summary.retains)),
          ("releases", .int(summary.releases)), ("alive", .int(summary.alive)),
          ("references", .int(summary.references)), ("dropped", .int(dropped)),
        ])
      ),
      ("problems", .array(summary.problems.map(value))),
      ("groups", .array(summary.groups.map(value))),
      (
        "undeclared",
        .array(
          summary.undeclared.map { entry in
            .object([
              ("message", .string(sentence(of: entry))), ("commit", .int(entry.commit)), ("type", .string(entry.type)),
              ("count", .int(entry.count)), ("created", stack(entry.creation)),
            ])
          })
      ),
      (
        "rings",
        .array(
          summary.rings.map {
            .object([
              (
                "members",
                .array($0.members.map { .object([("type", .string($0.type)), ("count", .int($0.count))]) })
              ), ("count", .int($0.count)),
            ])
          })
      ),
      (
        "checkpoints",
        .array(
          summary.checkpoints.map {
            .object([("name", .string($0.name)), ("alive", .int($0.live.values.reduce(0, +)))])
          })
      ),
    ]).text()
  }

  private func value(of problem: LedgerSummary.Problem) -> JSONValue {
    .object([
      ("kind", .string(problem.kind.rawValue)), ("type", .string(problem.type)),
      ("message", .string(sentence(of: problem))), ("count", .int(problem.count)), ("thread", .int(problem.thread)),
      ("ordinal", .int(Int(problem.ordinal))), ("stack", stack(problem.stack)), ("created", stack(problem.creation)),
      ("destroyed", problem.destruction.map(stack) ?? .null),
    ])
  }

  private func value(of group: LedgerSummary.Group) -> JSONValue {
    .object([
      ("type", .string(group.type)), ("count", .int(group.count)), ("references", .int(group.references)),
      ("ended", .int(group.ended)), ("allowed", allowance(of: group).map { .string($0.reason) } ?? .null),
      (
        "reach",
        .object(
          LedgerSummary.Reach.allCases.compactMap { reach in group.reach[reach].map { (reach.rawValue, .int($0)) } })
      ),
      (
        "heldBy",
        .array(holders(of: group).map { .object([("holder", .string($0.name)), ("count", .int($0.count))]) })
      ),
      ("ages", .array(group.ages.map { .int($0) })), ("messages", .array(sentences(of: group).map { .string($0) })),
      ("created", stack(group.creation)),
      (
        "balance",
        .array(
          group.balance.map {
            .object([
              ("retains", .int($0.retains)), ("releases", .int($0.releases)), ("stack", stack($0.stack)),
            ])
          })
      ),
      (
        "outstanding",
        .array(
          group.outstanding.map {
            .object([
              ("count", .int($0.count)), ("objects", .int($0.objects)), ("retained", stack($0.retain)),
              ("usualRelease", $0.usualRelease.map(stack) ?? .null), ("usualCount", .int($0.usualCount)),
            ])
          })
      ),
    ])
  }

  func stack(_ number: Int) -> JSONValue {
    .array(
      (frames[number] ?? []).map {
        .object([("function", .string($0.function)), ("file", .string($0.file)), ("line", .int($0.line))])
      })
  }
}
