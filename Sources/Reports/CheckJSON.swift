import Checking

/// Findings as JSON, one a line.
public struct CheckJSON {
  public var report: CheckReport
  public var display: PathDisplay

  public init(report: CheckReport, display: PathDisplay) {
    self.report = report
    self.display = display
  }

  public func text() -> String {
    JSONValue.object([
      ("version", .int(1)),
      ("findings", .array(report.findings.map(value))),
      ("incomplete", .array(report.incomplete.map(value))),
      (
        "summary",
        .object(
          Finding.Severity.allCases.reversed().map { ($0.rawValue, .int(report.count(of: $0))) } + [
            ("functions", .int(report.functionCount)), ("suppressed", .int(report.suppressedCount)),
            ("known", .int(report.knownCount)),
          ])
      ),
    ]).text()
  }

  private func value(_ finding: Finding) -> JSONValue {
    .object([
      ("kind", .string(finding.kind.rawValue)), ("rule", .string(finding.rule)),
      ("severity", .string(finding.severity.rawValue)), ("function", .string(finding.function)),
      ("file", .string(display.shown(finding.location.file))), ("line", .int(finding.location.line)),
      ("column", .int(finding.location.column)), ("message", .string(finding.message)), ("help", .string(finding.help)),
      ("fingerprint", .string(finding.fingerprint)),
      (
        "path",
        .array(
          finding.path.map { step in
            .object([
              ("file", .string(display.shown(step.location.file))), ("line", .int(step.location.line)),
              ("column", .int(step.location.column)), ("message", .string(step.message)),
            ])
          })
      ),
    ])
  }

  private func value(_ cut: IncompleteCheck) -> JSONValue {
    .object([
      ("function", .string(cut.function)), ("file", .string(display.shown(cut.location.file))),
      ("line", .int(cut.location.line)), ("reason", .string(cut.reason)),
    ])
  }
}
