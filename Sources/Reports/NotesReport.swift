public import YAML

/// What is wrong with API notes, in a compiler's form or for programs.
public struct NotesReport {
  private let findings: [YAMLError]

  public init(_ findings: [YAMLError]) { self.findings = findings }

  public func text(style: TerminalStyle) -> String {
    let lines = findings.map { "\(style.bold($0.place + ":")) \(style.error("error:")) \($0.message)" }
    let count = findings.count
    return
      (lines + [count == 0 ? "the notes say what the code does" : "\(count) \(count == 1 ? "finding" : "findings")"])
      .joined(separator: "\n") + "\n"
  }

  public func json() -> String {
    let entries = findings.map {
      JSONValue.object([
        ("file", .string($0.file)), ("line", .int($0.line ?? 1)), ("column", .int($0.column ?? 1)),
        ("message", .string($0.message)),
      ])
    }
    return JSONValue.object([("version", .int(1)), ("findings", .array(entries))]).text()
  }
}
