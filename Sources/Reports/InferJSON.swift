extension InferReport {
  /// The report as JSON, in the form that the documentation promises.
  ///
  /// `includeReasons` adds to each unknown slot why it is, `includeCycles` the rings of owners.
  public func json(includeReasons: Bool = false, includeCycles: Bool = false) -> String {
    var entries: [(key: String, value: JSONValue)] = [
      ("version", .int(1)),
      ("slots", .array(slots.map { Self.value(of: $0, includeReason: includeReasons) })),
    ]
    if includeCycles { entries.append(("cycles", .array(cycles.map(Self.value)))) }
    let counts = counts(of: slots)
    let summary = Self.claims.map { (key: $0.rawValue, value: JSONValue.int(counts[$0] ?? 0)) }
    entries.append(("summary", .object(summary)))
    return JSONValue.object(entries).text()
  }

  private static func value(of slot: Slot, includeReason: Bool) -> JSONValue {
    var entries: [(key: String, value: JSONValue)] = [
      ("usr", .string(slot.usr)), ("function", .string(slot.function)), ("kind", .string(slot.kind.rawValue)),
      ("name", .string(slot.name)), ("index", .int(slot.index)), ("type", .string(slot.type)),
      ("file", .string(slot.location.file)), ("line", .int(slot.location.line)),
      ("column", .int(slot.location.column)), ("claim", .string(slot.claim.rawValue)),
      ("evidence", .array(slot.evidence.map(value))),
    ]
    if includeReason, let reason = slot.unknownReason { entries.append(("reason", .string(reason.sentence))) }
    return .object(entries)
  }

  private static func value(of evidence: Evidence) -> JSONValue {
    .object([
      ("rule", .string(evidence.rule)), ("file", .string(evidence.location?.file ?? "")),
      ("line", .int(evidence.location?.line ?? 0)), ("note", .string(evidence.note)),
    ])
  }

  private static func value(of cycle: Cycle) -> JSONValue {
    .array(
      cycle.steps.map { step in
        .object([
          ("record", .string(step.record)), ("field", .string(step.field)),
          ("file", .string(step.location?.file ?? "")), ("line", .int(step.location?.line ?? 0)),
        ])
      })
  }
}
