import Disciplines
import Foundation
import Frontend
import Rewriting

extension Verb {
  static let annotate = Verb(
    name: "annotate",
    summary: "ownership written into the declarations, and nothing else changed",
    description: [
      "Infers who owns every slot as 'deed infer' does, and writes it into every declaration of it: redeclarations, overrides and "
        + "typedefs of function pointers alike, in the style that --style names or the discipline states. The header that "
        + "defines the spellings is written where there is none, and included where it is needed.",
      "Everything is parsed again with the new texts before anything is shown or written: the program must be the same but for the "
        + "annotations. Without --write a unified diff is printed. Everything in the database is read; FILEs limit what is edited. "
        + "With --alone only their units are read, and what others include too stays as it is. "
        + "With flags after -- the FILEs are what is read.",
    ],
    operands: [Operand(name: "FILE", isRepeatable: true)],
    takesFlags: true,
    options: Option.reading + [.style, .answer, questions, strip, .write, .resume, .undo],
    examples: [
      Example(command: "deed annotate -p build", says: "Shows what would be written"),
      Example(command: "deed annotate --style gsl --write src", says: "Writes gsl::owner into the files below 'src'"),
      Example(command: "deed annotate --questions", says: "What a person has to decide"),
      Example(command: "deed annotate --answer 'x::f(0)=owner' --write", says: "Decides one of them"),
      Example(command: "deed annotate --strip --write", says: "Takes the annotations out again"),
    ],
    run: annotate)

  private static let questions = Option.flag(
    "--questions", "List the slots that nobody could tell, and what to ask of each")
  private static let strip = Option.flag("--strip", "Take the style's annotations out")

  @Sendable private static func annotate(_ invocation: Invocation) throws -> ExitStatus {
    let (arguments, terminal) = (invocation.arguments, invocation.terminal)
    let here = FileManager.default.currentDirectoryPath
    let root = RewriteSession.root(around: Settings.commonDirectory(of: arguments.operands, in: here))
    if let status = try RewriteSession.goOn(arguments, root: root) { return status }

    // Before anything is read: a mistake in an option is said at once.
    let settings = try Settings(arguments: arguments, sources: arguments.operands)
    let named = try StyleChoice(named: settings.style.value)
    let answers = try Answers(settings.answers)
    let program = try Program(
      invocation: invocation, files: arguments.flags == nil && !arguments.has(.alone) ? [] : arguments.operands,
      near: arguments.operands.first,
      isRewritten: true, isFingerprinted: true, wanted: arguments.flags == nil ? arguments.operands : [],
      also: [named?.discipline].compactMap(\.self))
    let choice = try named ?? StyleChoice(for: program)
    terminal.detail("style \(choice.name)")
    if choice.style.form == .alias, !program.commands.isEmpty, program.commands.allSatisfy({ $0.file.hasSuffix(".c") })
    {
      throw Failure("style '\(choice.name)' is C++, and all of this is C", help: "--style macros is for both")
    }
    let session = RewriteSession(program: program, terminal: terminal, root: root)
    let policy = RewritePolicy(root: root, commands: program.commands)
    let plan: AnnotationPlan
    if arguments.has(strip) {
      let files = program.facts.files.filter { !$0.isSystem }.map { program.facts[$0.path] }
      plan = try StripPlanner(style: choice.style, policy: policy, commands: program.commands)
        .plan(files: files.filter { program.isWanted($0) })
    } else {
      let claims = program.solve(answer: answers.answer(in: program.facts), takesDeclared: .asNews)
      try answers.check(against: claims, in: program.facts)
      plan = try AnnotationPlanner(
        facts: program.facts, claims: claims, index: program.index, style: choice.style, policy: policy,
        commands: program.commands, threads: program.threads, isWanted: { program.isWanted($0) }
      ).plan()
    }
    let report = AnnotationReport(plan: plan, paths: program.paths, style: terminal.style)
    if arguments.has(questions) {
      try terminal.print(report.questions)
      return .success
    }
    if !plan.edits.isEmpty { try session.prove(plan) }
    if arguments.has(.write) {
      try session.write(plan.edits)
    } else {
      try terminal.print(session.diff(of: plan.edits, originals: plan.originals))
    }
    session.sayWhatLiesInBuilds(plan.edits, policy)
    report.say(to: terminal, isWritten: arguments.has(.write), isStripped: arguments.has(strip))
    return .success
  }
}
