import Disciplines
import Reports
import Spelling

extension Verb {
  static let disciplines = Verb(
    name: "disciplines",
    summary: "what retains, releases and creates objects, and why it is believed",
    description: [
      "Lists the disciplines in force: those that --discipline and the settings name, and the built-in ones.",
      "With --show it prints one as YAML, in the form that --discipline reads.",
    ],
    options: [long, show, .discipline],
    examples: [
      Example(command: "deed disciplines", says: "A line for each discipline"),
      Example(
        command: "deed disciplines --show gpos > mine.yml", says: "A built-in one as a file, to write your own after"),
    ],
    run: disciplines)

  private static let long = Option.flag("--long", "Say of each discipline what it says")
  private static let show = Option(
    names: ["--show"], placeholder: "NAME", help: "Print one discipline as YAML", completion: .nothing)

  @Sendable private static func disciplines(_ invocation: Invocation) throws -> ExitStatus {
    let settings = try Settings(arguments: invocation.arguments, sources: [])
    let disciplines = try settings.statedDisciplines()
    if let name = invocation.arguments.value(show) {
      try invocation.terminal.print(try yaml(named: name, among: disciplines))
      return .success
    }
    let list = DisciplineList(entries: disciplines.map { DisciplineList.Entry(discipline: $0) }, paths: .current)
    let isLong = invocation.arguments.has(long)
    try invocation.terminal.print(list.text(style: invocation.terminal.style, isLong: isLong))
    return .success
  }

  /// A built-in one as it was written, with its remarks; any other made from its values.
  private static func yaml(named name: String, among disciplines: [Discipline]) throws(Failure) -> String {
    if let discipline = disciplines.first(where: { $0.name == name }), discipline.origin != .builtIn {
      return discipline.yaml()
    }
    if let text = BuiltIn.text(of: name) { return text }
    let known = disciplines.map(\.name) + BuiltIn.names
    throw Failure("no discipline '\(name)'\(suggestion(for: name, among: known))")
  }
}
