/// What a check of a program came to.
public struct CheckReport: Sendable {
  /// Ordered by place, one for each cause.
  public var findings: [Finding]
  public var incomplete: [IncompleteCheck]
  /// How many functions were walked.
  public var functionCount: Int
  /// Left out because the source says so, or because the baseline knows them.
  public var suppressedCount = 0
  public var knownCount = 0

  public init(findings: [Finding], incomplete: [IncompleteCheck], functionCount: Int) {
    self.findings = findings
    self.incomplete = incomplete
    self.functionCount = functionCount
  }

  public func count(of severity: Finding.Severity) -> Int { findings.count { $0.severity == severity } }
}
