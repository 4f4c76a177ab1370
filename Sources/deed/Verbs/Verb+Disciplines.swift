import Disciplines
import Frontend
private import Glibc
import Reports
import Spelling

extension Verb {
  static let disciplines = Verb(
    name: "disciplines",
    summary: "what retains, releases and creates objects, and why it is believed",
    description: [
      "Reads a program as 'deed infer' does, and lists the disciplines in force there: those that --discipline and the settings "
        + "name, the built-in ones, and those that were discovered, with the places that show it. Where there is no program to "
        + "read it lists those that need none.",
      "What was discovered can be saved, edited, and given back with --discipline or in the settings.",
    ],
    operands: [Operand(name: "FILE", isRepeatable: true)],
    takesFlags: true,
    options: Option.reading + [long, show, save, write],
    examples: [
      Example(command: "deed disciplines -p build", says: "What counts, creates and destroys in a program"),
      Example(command: "deed disciplines --save mine.yml", says: "Saves what was discovered"),
      Example(command: "deed disciplines --show gpos", says: "A built-in one, to write your own after"),
    ],
    run: disciplines)

  private static let long = Option.flag("--long", "Say of every discipline what it says, of those that are not met too")
  private static let show = Option(names: ["--show"], placeholder: "NAME", help: "Print one discipline as YAML")
  private static let save = Option(
    names: ["--save"], placeholder: "FILE", help: "Save what was discovered as YAML in a new file", completion: .files)
  private static let write = Option.flag("--write", "Save it as \(usualFile), unless --save names another file")
  private static let usualFile = "discovered.yml"

  @Sendable private static func disciplines(_ invocation: Invocation) throws -> ExitStatus {
    let (arguments, terminal) = (invocation.arguments, invocation.terminal)
    if let path = arguments.value(save) ?? (arguments.has(write) ? usualFile : nil) {
      try keep(try Program(invocation: invocation, files: arguments.operands).discovered, to: path, terminal)
      return .success
    }
    let stated = try Settings(arguments: arguments, sources: arguments.operands).statedDisciplines()
    if let name = arguments.value(show), let yaml = yaml(named: name, among: stated) {
      try terminal.print(yaml)
      return .success
    }
    let program: Program
    do {
      program = try Program(invocation: invocation, files: arguments.operands)
    } catch let error as DatabaseError where arguments.operands.isEmpty && !arguments.has(.build) {
      if let name = arguments.value(show) { throw unknown(name, stated) }
      terminal.say(.note, "nothing is discovered, since there is no program to read: \(error)")
      let list = DisciplineList(entries: stated.map { DisciplineList.Entry(discipline: $0) }, paths: .current)
      try terminal.print(list.text(style: terminal.style, isLong: arguments.has(long)))
      return .success
    }
    if let name = arguments.value(show) {
      guard let yaml = yaml(named: name, among: program.index.disciplines) else {
        throw unknown(name, program.index.disciplines)
      }
      try terminal.print(yaml)
      return .success
    }
    let list = DisciplineList(index: program.index, facts: program.facts, paths: program.paths)
    try terminal.print(list.text(style: terminal.style, isLong: arguments.has(long)))
    return .success
  }

  /// A built-in one as it was written, with its remarks; any other made from its values; nil where there is none.
  private static func yaml(named name: String, among disciplines: [Discipline]) -> String? {
    if let discipline = disciplines.first(where: { $0.name == name }), discipline.origin != .builtIn {
      return discipline.yaml()
    }
    return BuiltIn.text(of: name)
  }

  private static func unknown(_ name: String, _ disciplines: [Discipline]) -> Failure {
    Failure("no discipline '\(name)'\(suggestion(for: name, among: disciplines.map(\.name) + BuiltIn.names))")
  }

  private static func keep(_ disciplines: [Discipline], to path: String, _ terminal: Terminal) throws(Failure) {
    guard !disciplines.isEmpty else { throw Failure("nothing was discovered, so \(path) is not written") }
    let text =
      "# Discovered by deed. 'because' says why; nothing reads it.\n"
      + disciplines.map { $0.yaml() }.joined(separator: "---\n")
    // What is there may have been edited by hand.
    guard let stream = fopen(path, "wxe") else {
      let help = errno == EEXIST ? "remove it, or name another file" : nil
      throw Failure("\(path): cannot be written: \(String(cString: strerror(errno)))", help: help)
    }
    let isWritten = fputs(text, stream) >= 0
    guard fclose(stream) == 0, isWritten else {
      throw Failure("\(path): cannot be written: \(String(cString: strerror(errno)))")
    }
    terminal.say(.note, "\(path): \(disciplines.map(\.name).joined(separator: ", "))")
  }
}
