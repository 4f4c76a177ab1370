import Checking
import Foundation
import Ledger
import Reports

extension Verb {
  static let ledger = Verb(
    name: "ledger",
    summary: "what a recorded run left alive, and which release is missing",
    description: [
      "Replays a trace of 'deed record' and lists the objects that are still alive by type and place of creation, with "
        + "the retains that have no release; and every release too many and use after the end.",
      "Which release answers which retain is learned from the objects of the run that ended; what is left is balanced over "
        + "the tree of calls. With -p the code is asked: which release ends which reference where what owns it is known, and 'deed check' "
        + "about the functions in which references are left.",
      "Objects that the settings' 'alive' allows are listed apart. The status is 1 where others are alive or something went wrong.",
    ],
    operands: [Operand(name: "TRACE", isRequired: true)],
    options: Option.reading + [format, object, against, failOnLive],
    examples: [
      Example(command: "deed ledger deed.trace", says: "What is alive, and why"),
      Example(command: "deed ledger deed.trace --format html > report.html", says: "The same as a page for a browser"),
      Example(command: "deed ledger deed.trace --object 1234", says: "The life of the object that event 1234 touched"),
      Example(command: "deed ledger deed.trace --against before.trace", says: "What is alive now and was not before"),
      Example(command: "deed ledger deed.trace -p build", says: "The paths that lose the references, too"),
    ],
    run: ledger)

  private static let format = Option.format(["text", "json", "html"])
  private static let object = Option(
    names: ["--object"], placeholder: "0xADDRESS|[THREAD:]N",
    help: "Show the life of one object: the last one at an address, or the one that an event touched")
  private static let against = Option(
    names: ["--against"], placeholder: "TRACE", help: "Show only what differs from another run", completion: .files)
  private static let failOnLive = Option(
    names: ["--fail-on-live"], placeholder: "N",
    help: "Put up with N live objects: the status is 1 from the next one on")

  @Sendable private static func ledger(_ invocation: Invocation) throws -> ExitStatus {
    let (arguments, terminal) = (invocation.arguments, invocation.terminal)
    let settings = try Settings(arguments: arguments, sources: [])
    let limit = try arguments.number(failOnLive, atLeast: 0) ?? 0
    let name = try arguments.value(object).map(name)
    let trace = try read(arguments.operands[0])
    let other = try arguments.value(against).map(read)
    let format = arguments.value(format) ?? "text"
    if name != nil || other != nil, format == "html" {
      throw Failure("a page shows a whole run", help: "leave out --object and --against, or take another --format")
    }
    let replay = Replay(trace)
    let symbolizer = Symbolizer(trace)
    let summary = replay.summary(with: LedgerReport.names(of: trace, symbolizer))
    if let name {
      try show(name, trace, summary, symbolizer, isJSON: format == "json", terminal)
      return .success
    }
    if let other {
      let names = Symbolizer(other)
      let earlier = Replay(other).summary(with: LedgerReport.names(of: other, names))
      let before = LedgerReport(trace: other, summary: earlier, symbolizer: names, allowances: settings.alive)
      let report = LedgerReport(trace: trace, summary: summary, symbolizer: symbolizer, allowances: settings.alive)
      let comparison = LedgerComparison(of: report, against: before)
      try terminal.print(format == "json" ? comparison.json() : comparison.text(style: terminal.style))
      return comparison.isWorse ? .findings : .success
    }
    func named(_ summary: LedgerSummary, _ pairs: CodePairs?) -> LedgerReport {
      LedgerReport(
        trace: trace, summary: summary, symbolizer: symbolizer, allowances: settings.alive,
        further: format == "html" ? summary.creations.keys : [:].keys, pairs: pairs)
    }
    var report = named(summary, nil)
    if settings.build.value != nil, let code = try Code(near: report, invocation) {
      report = named(replay.summary(with: LedgerReport.names(of: trace, symbolizer, pairs: code.pairs)), code.pairs)
      report.explanation = code.explanation(of: report, invocation.terminal.style)
    }
    switch format {
    case "json": try terminal.print(report.json())
    case "html":
      let name = URL(fileURLWithPath: arguments.operands[0]).lastPathComponent
      try terminal.print(LedgerPage(report: report, trace: trace, symbolizer: symbolizer, title: name).html())
    default: try terminal.print(report.text(style: terminal.style))
    }
    return report.unexplainedCount > limit || summary.problems.contains(where: \.isMistake)
      || !summary.undeclared.isEmpty
      ? .findings : .success
  }

  private static func read(_ path: String) throws(Failure) -> Trace {
    do {
      return try Trace(contentsOf: path)
    } catch {
      throw Failure(error.description, help: "traces are made by 'deed record'")
    }
  }

  private static func name(_ word: String) throws(Failure) -> ObjectLife.Name {
    if word.hasPrefix("0x"), let address = UInt(word.dropFirst(2), radix: 16) { return .address(address) }
    let parts = word.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 1, let ordinal = UInt64(word) { return .event(thread: 0, ordinal: ordinal) }
    if parts.count == 2, let thread = Int(parts[0]), let ordinal = UInt64(parts[1]) {
      return .event(thread: thread, ordinal: ordinal)
    }
    throw Failure("--object takes an address (0x…), an event's number, or THREAD:NUMBER, not '\(word)'")
  }

  private static func show(
    _ name: ObjectLife.Name, _ trace: Trace, _ summary: LedgerSummary, _ symbolizer: Symbolizer, isJSON: Bool,
    _ terminal: Terminal
  ) throws {
    guard let life = ObjectLife.find(name, in: trace, usualReleases: summary.usualReleases) else {
      throw Failure("the trace has no such object", help: "reports name events and addresses")
    }
    let report = LedgerReport(
      trace: trace, summary: summary, symbolizer: symbolizer, further: life.steps.map(\.event.stack))
    let shown = LedgerLife(life: life, report: report)
    try terminal.print(isJSON ? shown.json() : shown.text(style: terminal.style))
  }

  /// The sources of what ran, read where a report asks for them.
  private struct Code {
    let pairs: CodePairs
    private let checked: CheckReport

    /// Nil where none of the files that a report speaks of is there.
    init?(near report: LedgerReport, _ invocation: Invocation) throws {
      let files = report.suspects.files.filter { FileManager.default.fileExists(atPath: $0) }.sorted()
      guard !files.isEmpty else { return nil }
      let program = try Program(invocation: invocation, files: files)
      let (checked, claims) = Checker(facts: program.facts, disciplines: program.index).checkAndPair()
      self.checked = checked
      pairs = CodePairs(claims.pairs, facts: program.facts)
    }

    /// What `deed check` finds in the functions that a report names: the run shows the leak, the path explains it.
    func explanation(of report: LedgerReport, _ style: TerminalStyle) -> String {
      let suspects = report.suspects
      var told = checked
      told.findings.removeAll { !suspects.functions.contains($0.function) || $0.severity < .warning }
      guard !told.findings.isEmpty else { return "" }
      return style.bold("what the code says of these functions") + "\n"
        + CheckText(report: told, display: .current, style: style).text()
    }
  }
}
