import Ledger
import Reports

extension Verb {
  static let ledger = Verb(
    name: "ledger",
    summary: "what a recorded run left alive, and which release is missing",
    description: [
      "Replays a trace of 'deed record' and lists the objects that are still alive by type and place of creation, with "
        + "the retains that have no release; and every release too many and use after the end.",
      "Which release answers which retain is learned from the objects of the run that ended.",
      "The status is 1 where something is alive or went wrong.",
    ],
    operands: [Operand(name: "TRACE", isRequired: true)],
    options: [.format(["text", "json"])],
    examples: [
      Example(command: "deed ledger deed.trace", says: "What is alive, and why"),
      Example(command: "deed ledger deed.trace --format json", says: "The same for a program"),
    ],
    run: ledger)

  @Sendable private static func ledger(_ invocation: Invocation) throws -> ExitStatus {
    let path = invocation.arguments.operands[0]
    let trace: Trace
    do {
      trace = try Trace(contentsOf: path)
    } catch {
      throw Failure(error.description, help: "traces are made by 'deed record'")
    }
    let report = LedgerReport(trace: trace, summary: Replay.summarize(trace))
    let isJSON = invocation.arguments.value(.format(["text", "json"])) == "json"
    try invocation.terminal.print(isJSON ? report.json() : report.text(style: invocation.terminal.style))
    return report.summary.alive > 0 || !report.summary.problems.isEmpty ? .findings : .success
  }
}
