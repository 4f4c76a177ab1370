import Checking
import Claims
import Disciplines
import Foundation
import Frontend
import Rewriting
import Spelling

extension Verb {
  static let convert = Verb(
    name: "convert",
    summary: "smart pointers in the place of what owns: locals, parameters, results, fields, globals",
    description: [
      "Puts a smart pointer in the place of each local, parameter, result, field and global of a C++ program that owns a counted object, "
        + "where every path of every function that uses it proves that no count changes. Releases go, with the tests around them, and "
        + "so do retains before what is passed on; the last use moves, and what is read after it was given is copied. At the border to "
        + "what stays raw, what comes in is adopted, what goes out is detached, and what is only shown is got. What cannot be proven "
        + "stays as it is. Where the code may lose what a field holds, the smart pointer releases it. --verbose names each such place, "
        + "and says why the rest stays raw.",
      "Everything is parsed again with the new texts: there must be no new error, and 'deed check' must find nothing new in functions "
        + "that use what is converted, and in others, where all of their paths were walked, no object that is used or released after "
        + "its end. Where that is about less than half of a big program, the units that use what is converted are read and checked by themselves, and the rest has to compile "
        + "in the end. What either objects to stays raw, until nothing does. --verbose tells of each reading. Where a smart pointer needs a class that is only declared, its definition is included. Without "
        + "--write a unified diff is printed. Everything in the database is read; FILEs and --class limit what is converted: what "
        + "other files use too stays raw. With --alone only their units are read, and what others include too stays as it is.",
    ],
    operands: [Operand(name: "FILE", isRepeatable: true)],
    takesFlags: true,
    options: Option.reading + [to, ofClass, Option.answer, Option.write, Option.resume, Option.undo],
    examples: [
      Example(command: "deed convert -p build", says: "Shows what would be written"),
      Example(command: "deed convert --write src/list.cpp", says: "One file"),
      Example(command: "deed convert --to boost::intrusive_ptr", says: "To a smart pointer that the code base has"),
    ],
    run: convert)

  private static let to = Option(
    names: ["--to"], placeholder: "TYPE",
    help: "The smart pointer to convert to; deed::Ref by default, which comes along")

  private static let ofClass = Option(
    names: ["--class"], placeholder: "NAME",
    help: "Only the members of this class, and what its methods have", isRepeatable: true)

  @Sendable private static func convert(_ invocation: Invocation) throws -> ExitStatus {
    let (arguments, terminal) = (invocation.arguments, invocation.terminal)
    let here = FileManager.default.currentDirectoryPath
    let root = RewriteSession.root(around: Settings.commonDirectory(of: arguments.operands, in: here))
    if let status = try RewriteSession.goOn(arguments, root: root) { return status }

    // Before anything is read: a mistake in an option is said at once.
    let settings = try Settings(arguments: arguments, sources: arguments.operands)
    let stated = try settings.statedDisciplines()
    let choice = try SmartPointerChoice(named: arguments.value(to), among: stated)
    let answers = try Answers(settings.answers)
    let program = try Program(
      invocation: invocation, files: arguments.flags == nil && !arguments.has(.alone) ? [] : arguments.operands,
      near: arguments.operands.first,
      isRewritten: true, wanted: arguments.flags == nil ? arguments.operands : [])
    let claims = program.solve(answer: answers.answer(in: program.facts), takesDeclared: .asNews)
    try answers.check(against: claims, in: program.facts)
    let classes = try Self.classes(arguments.values(ofClass), in: program)
    let policy = RewritePolicy(root: root, commands: program.commands)
    let planner = ConversionPlanner(
      facts: program.facts, claims: claims, index: program.index, target: choice.pointer, conversion: choice.conversion,
      policy: policy, commands: program.commands, threads: program.threads,
      isWanted: { program.isWanted($0) },
      isMeant: { classes.isEmpty || classes.contains($0) })
    let former = FormerClaims(claims, in: program.facts)
    let plan = try proven(planner, program, former, stated, terminal)
    let session = RewriteSession(program: program, terminal: terminal, root: root)
    if arguments.has(.write) {
      try session.write(plan.edits)
    } else {
      try terminal.print(session.diff(of: plan.edits, originals: plan.originals))
    }
    session.sayWhatLiesInBuilds(plan.edits, policy)
    say(plan, program, isWritten: arguments.has(.write), terminal)
    return .success
  }

  /// Classes by their qualified names; one that is not there is a mistake.
  private static func classes(_ names: [String], in program: Program) throws(Failure) -> Set<String> {
    if names.isEmpty { return [] }
    let known = Set(program.facts.records.map { program.facts[$0.name] })
    for name in names where !known.contains(name) {
      throw Failure("there is no class '\(name)'\(suggestion(for: name, among: known.sorted()))")
    }
    return Set(names)
  }

  /// The plan that nothing objects to.
  private static func proven(
    _ planner: ConversionPlanner, _ program: Program, _ claims: FormerClaims, _ stated: [Discipline],
    _ terminal: Terminal
  ) throws -> ConversionPlan {
    let proof = ConversionProof(
      commands: program.commands, options: program.options, stated: stated, claims: claims,
      definitions: CountedDefinitions(facts: program.facts, index: program.index))
    let paths = program.paths
    let progress = Progress(terminal: terminal)
    defer { progress.finish() }
    return try ProvenConversion(planner: planner, proof: proof).plan(
      baseline: { isChecked in
        guard isChecked else { return ConversionProof.Baseline(diagnostics: program.diagnostics) }
        return ConversionProof.Baseline(
          diagnostics: program.diagnostics,
          checker: Checker(facts: program.facts, disciplines: program.index, threads: program.threads),
          answer: claims.answer(in: program.facts))
      },
      progress: { progress.report("proving", $0, of: $1, paths.shown($2)) },
      leftOut: { terminal.detail("left out: \($0.words)") },
      round: { terminal.detail($0.words) })
  }

  private static func say(_ plan: ConversionPlan, _ program: Program, isWritten: Bool, _ terminal: Terminal) {
    for refused in plan.refusedFiles {
      terminal.say(.note, "\(program.paths.shown(refused.path)) is left alone: \(refused.reason)")
    }
    if terminal.verbosity == .verbose {
      for one in plan.leftRaw {
        let place = "\(program.paths.shown(one.path)):\(one.line):\(one.column)"
        terminal.say(.note, "'\(one.subject)' stays raw: \(one.reason)", at: place)
      }
      for remark in plan.remarks {
        let place = "\(program.paths.shown(remark.path)):\(remark.line):\(remark.column)"
        terminal.say(.note, "'\(remark.subject)': \(remark.reason)", at: place)
      }
    } else {
      var remarks: [String: Int] = [:]
      for remark in plan.remarks { remarks[remark.reason, default: 0] += 1 }
      for (words, count) in remarks.sorted(by: { $0.key < $1.key }) {
        terminal.say(.note, "\(count) \(count == 1 ? "place" : "places"): \(words)")
      }
      var reasons: [String: Int] = [:]
      for one in plan.leftRaw { reasons[one.reason, default: 0] += 1 }
      for (reason, count) in reasons.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(10) {
        terminal.say(.note, "\(count) stay raw: \(reason)")
      }
    }
    let verb = isWritten ? "converted" : "would be converted"
    let kinds: [(ClaimSlot.Kind, String)] = [
      (.local, "locals"), (.param, "parameters"), (.return, "results"), (.outParam, "out-parameters"),
      (.field, "fields"), (.global, "globals"),
    ]
    var counts = kinds.compactMap { kind, word in plan.converted[kind].map { "\($0) \(word)" } }
    if plan.containers > 0 { counts.append("\(plan.containers) kinds of containers") }
    if plan.helpers > 0 { counts.append("\(plan.helpers) helpers") }
    terminal.say(
      .note,
      "\(counts.isEmpty ? "nothing" : counts.joined(separator: ", ")) \(verb) in \(plan.originals.count) files, "
        + "\(plan.countsTaken) releases and retains taken out; \(plan.leftRaw.count) stay raw")
  }
}
