import Checking

/// Findings for a terminal, in Clang's layout: place, sentence, the line with a caret, then the path as notes.
public struct CheckText {
  public var report: CheckReport
  public var display: PathDisplay
  public var style: TerminalStyle

  public init(report: CheckReport, display: PathDisplay, style: TerminalStyle) {
    self.report = report
    self.display = display
    self.style = style
  }

  /// `listsIncomplete` names the functions that were cut short; else they are only counted.
  public func text(listsIncomplete: Bool = false) -> String {
    var excerpts = SourceExcerpts()
    var text = ""
    for finding in report.findings {
      let label =
        switch finding.severity {
        case .error: style.error("error:")
        case .warning: style.warning("warning:")
        case .note: style.note("note:")
        }
      text += line(finding.location, label, style.bold(finding.message) + " [\(finding.rule)]", &excerpts)
      for step in finding.path { text += line(step.location, style.note("note:"), step.message, &excerpts) }
      if !finding.help.isEmpty { text += "\(style.note("help:")) \(finding.help)\n" }
      text += "\n"
    }
    if listsIncomplete {
      for cut in report.incomplete {
        text +=
          "\(place(cut.location)) \(style.note("note:")) '\(cut.function)' was not checked to its end: \(cut.reason)\n"
      }
    }
    return text
  }

  /// `3 errors, 1 warning in 120 functions; 2 suppressed`
  public var summary: String {
    var parts: [String] = []
    for severity in Finding.Severity.allCases.reversed() {
      let count = report.count(of: severity)
      if count > 0 { parts.append("\(count) \(severity.rawValue)\(count == 1 ? "" : "s")") }
    }
    var text = parts.isEmpty ? "nothing found" : parts.joined(separator: ", ")
    text += " in \(report.functionCount) function\(report.functionCount == 1 ? "" : "s")"
    if !report.incomplete.isEmpty { text += ", \(report.incomplete.count) of them not checked to their end" }
    if report.suppressedCount > 0 { text += "; \(report.suppressedCount) suppressed in the source" }
    if report.knownCount > 0 { text += "; \(report.knownCount) known from the baseline" }
    return text
  }

  private func place(_ location: FindingLocation) -> String {
    style.bold("\(display.shown(location.file)):\(location.line):\(location.column):")
  }

  private func line(
    _ location: FindingLocation, _ label: String, _ message: String, _ excerpts: inout SourceExcerpts
  ) -> String {
    "\(place(location)) \(label) \(message)\n"
      + excerpts.excerpt(
        path: location.file, line: location.line, column: location.column, endColumn: location.endColumn, style: style)
  }
}
