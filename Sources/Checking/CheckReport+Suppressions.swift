extension CheckReport {
  /// Leaves out what the source says is meant, and reports suppressions that suppress nothing or give no reason.
  ///
  /// `files` are the sources that were checked.
  public mutating func applySuppressions(in files: [String], _ sources: inout SourceLines) {
    var suppressions: [Suppression] = []
    for file in files { suppressions += Suppression.all(in: sources.lines(of: file), of: file) }
    guard !suppressions.isEmpty else { return }
    var isUsed = Array(repeating: false, count: suppressions.count)
    findings.removeAll { finding in
      let places = [finding.location] + finding.path.map(\.location)
      guard
        let index = suppressions.firstIndex(where: { suppression in
          suppression.covers(finding)
            && places.contains { $0.file == suppression.file && suppression.lines.contains($0.line) }
        })
      else { return false }
      isUsed[index] = true
      guard !suppressions[index].reason.isEmpty else { return false }
      suppressedCount += 1
      return true
    }
    for (suppression, isUsed) in zip(suppressions, isUsed) {
      if isUsed, !suppression.reason.isEmpty { continue }
      findings.append(Self.complaint(about: suppression, isUsed: isUsed))
    }
    findings.sort { $0.location < $1.location }
  }

  private static func complaint(about suppression: Suppression, isUsed: Bool) -> Finding {
    let rule = FindingRule.suppression
    return Finding(
      kind: rule.kind, rule: rule.id, severity: rule.severity, function: "",
      location: FindingLocation(file: suppression.file, line: suppression.line, column: suppression.column),
      message: isUsed
        ? "'deed: \(suppression.word)' gives no reason, so it suppresses nothing"
        : "'deed: \(suppression.word)' suppresses nothing",
      help: isUsed ? "say why after a comma: 'deed: \(suppression.word), REASON'" : "remove the comment",
      path: [], fingerprint: "")
  }
}
