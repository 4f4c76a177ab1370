private import Glibc
import Reports

extension Verb {
  static let infer = Verb(
    name: "infer",
    summary: "who owns every slot: locals, parameters, fields, results",
    description: [
      "Reads the units of a compile database, finds out what counts, creates and destroys objects there, and claims of each "
        + "place where a reference lives whether it is an owner or a pointer, with the rule that says so.",
      "The database is the one in DIR (-p), else the nearest compile_commands.json, build/compile_commands.json or "
        + "compile_flags.txt from each file's directory upwards; flags after -- take its place. Files and directories that are "
        + "named limit what is reported. The rest of their database is read all the same, for what it says about them, and kept "
        + "in the cache; with --alone only the named units are read, for a header one that includes it.",
    ],
    operands: [Operand(name: "FILE", isRepeatable: true)],
    takesFlags: true,
    options: Option.reading + [.effects, format, unknown, cycles, stats],
    examples: [
      Example(command: "deed infer -p build", says: "Everything that the database in 'build' compiles"),
      Example(command: "deed infer src/list.c --format json", says: "One file, for a program to read"),
      Example(command: "deed infer a.c b.c -- -Iinclude", says: "Two files without a database"),
      Example(command: "deed infer --unknown", says: "What nobody could tell, and why"),
      Example(command: "deed infer --cycles", says: "Objects that own each other in a ring"),
    ],
    run: infer)

  private static let format = Option.format(["table", "json"])
  private static let unknown = Option.flag("--unknown", "List only what stays unknown, with the reason")
  private static let cycles = Option.flag("--cycles", "List the rings of objects that own each other")
  private static let stats = Option.flag(
    "--stats", "Say on standard error what was read, how long it took and how the solver worked")

  @Sendable private static func infer(_ invocation: Invocation) throws -> ExitStatus {
    let (arguments, terminal) = (invocation.arguments, invocation.terminal)
    let program = try Program(invocation: invocation, files: arguments.operands)
    let claims = program.solve(provenBy: arguments.has(.effects) ? program.walk() : nil)
    var report = program.report(of: claims)
    let wantsCycles = arguments.has(cycles)
    let wantsUnknown = arguments.has(unknown)
    if wantsUnknown && arguments.value(format) == "json" { report.slots.removeAll { $0.claim != .unknown } }
    if arguments.value(format) == "json" {
      try terminal.print(report.json(includeReasons: wantsUnknown, includeCycles: wantsCycles))
    } else if wantsCycles {
      try terminal.print(report.cycleList(style: terminal.style))
    } else if wantsUnknown {
      try terminal.print(report.unknownTable(style: terminal.style))
    } else {
      try terminal.print(report.table(style: terminal.style))
    }
    if arguments.has(stats) {
      var table = TextTable(columns: [])
      table.rows = program.statistics(of: claims).map { [$0.name, $0.value] }
      // Times differ from run to run, so they stay out of the result.
      let tallies = RuleTallies(claims.statistics).text(style: .plain)
      _ = Terminal.write(table.text(style: .plain) + "\n" + tallies, to: STDERR_FILENO)
    }
    return .success
  }
}
