import Checking
import Foundation
import Reports

extension Verb {
  static let check = Verb(
    name: "check",
    summary: "references that are leaked, released too often, or used when they are gone",
    description: [
      "Walks every path of every function, and finds where one loses a reference, gives up one that it does not have, or uses "
        + "an object that has ended. Each finding shows the path that leads to it.",
      "Units are found as by 'deed infer'. '// deed: leaked, REASON' at the end of a line says that what is found there is "
        + "meant; '// deed: arena, REASON' up to '// deed: end' that something else frees what is leaked there. The exit "
        + "status is 1 if anything is found.",
    ],
    operands: [Operand(name: "FILE", isRepeatable: true)],
    takesFlags: true,
    options: Option.reading + [exceptions, format, severity, baseline, writeBaseline, since, fix, write],
    examples: [
      Example(command: "deed check -p build", says: "Everything that the database in 'build' compiles"),
      Example(command: "deed check a.c b.c -- -Iinclude", says: "Two files without a database"),
      Example(command: "deed check --since main", says: "Only files that changed since the branch was made"),
      Example(command: "deed check --format sarif > deed.sarif", says: "For a code host or an editor"),
      Example(command: "deed check --fix", says: "What can be mended by rote, as a diff; with --write it is done"),
      Example(
        command: "deed check --write-baseline known.txt", says: "Put up with what there is; then --baseline known.txt"),
    ],
    run: check)

  private static let format = Option.format(["text", "json", "sarif"])
  private static let severity = Option.choice(
    "--severity", ["note", "warning", "error"],
    "Leave out what is less severe; warning by default, note shows what is only possible too")
  private static let baseline = Option(
    names: ["--baseline"], placeholder: "FILE", help: "Report only what FILE does not know", completion: .files)
  private static let writeBaseline = Option(
    names: ["--write-baseline"], placeholder: "FILE", help: "Write what is found to FILE, for --baseline",
    completion: .files)
  private static let since = Option(
    names: ["--since"], placeholder: "REV", help: "Report only files that changed since a revision of git")

  private static let exceptions = Option.flag(
    "--exceptions", "Follow exceptions too, out of every call that may throw")

  private static let fix = Option.flag(
    "--fix", "Show what can be mended by rote as a unified diff instead of the findings")
  private static let write = Option.flag("--write", "With --fix: write the files, all of them or none")

  @Sendable private static func check(_ invocation: Invocation) throws -> ExitStatus {
    let (arguments, terminal) = (invocation.arguments, invocation.terminal)
    let here = FileManager.default.currentDirectoryPath
    // Before anything is read: a mistake in an option is said at once.
    guard arguments.has(fix) || !arguments.has(write) else {
      throw Failure("--write: there is nothing to write", help: "say --fix too")
    }
    let known = try arguments.value(baseline).map { try readBaseline($0) }
    let changed = try arguments.value(since).map { try ChangedFiles.paths(since: $0, in: here) }
    let least = arguments.value(severity).flatMap { Finding.Severity(rawValue: $0) } ?? .warning

    let program = try Program(invocation: invocation, files: arguments.operands)
    let checker = Checker(
      facts: program.facts, disciplines: program.index, followsExceptions: arguments.has(exceptions),
      proposesFixes: arguments.has(fix),
      threads: program.threads)
    var report = checker.check()
    func isWanted(_ path: String) -> Bool { program.isWanted(path) && changed?.contains(path) ?? true }
    report.findings.removeAll { !isWanted($0.location.file) }
    report.incomplete.removeAll { !isWanted($0.location.file) }
    var sources = SourceLines()
    let files = program.facts.files.filter { !$0.isSystem }.map { program.facts[$0.path] }
    report.applySuppressions(in: files.filter(isWanted).sorted(), &sources)
    report.findings.removeAll { $0.severity < least }
    report.fingerprint(relativeTo: here, &sources)
    if let path = arguments.value(writeBaseline) {
      try write(Baseline.text(of: report.findings, relativeTo: here), to: path)
      terminal.say(.note, "\(report.findings.count) findings are known from now on, with --baseline \(path)")
      return .success
    }
    if let known { report.apply(known) }
    if arguments.has(fix) { return try Repair(report: report, terminal: terminal).run(writes: arguments.has(write)) }
    try print(report, arguments.value(format) ?? "text", terminal, here)
    return report.findings.isEmpty ? .success : .findings
  }

  private static func print(_ report: CheckReport, _ format: String, _ terminal: Terminal, _ here: String) throws {
    switch format {
    case "json": try terminal.print(CheckJSON(report: report, display: .current).text())
    case "sarif":
      try terminal.print(CheckSARIF(report: report, directory: here, version: version).text())
    default:
      let text = CheckText(report: report, display: .current, style: terminal.style)
      try terminal.print(text.text(listsIncomplete: terminal.verbosity == .verbose) + text.summary + "\n")
    }
  }

  private static func readBaseline(_ path: String) throws -> Baseline {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw Failure("\(path): cannot be read", help: "make it with 'deed check --write-baseline \(path)'")
    }
    do {
      return try Baseline(text: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw Failure("\(path):\(error.line): \(error.message)", help: "make it anew with --write-baseline")
    }
  }

  private static func write(_ text: String, to path: String) throws {
    do {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw Failure("\(path): cannot be written: \(error.localizedDescription)")
    }
  }
}
