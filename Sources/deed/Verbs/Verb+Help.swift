import Spelling

extension Verb {
  static let help = Verb(
    name: "help",
    summary: "how the verbs are used",
    description: [
      "Prints the list of verbs, or one verb's options and examples, as --help does.",
      "With --markdown it prints the whole reference as one page, which is how Documentation/deed.md is made.",
    ],
    operands: [Operand(name: "VERB", completion: .verbs)],
    options: [markdown],
    examples: [Example(command: "deed help infer", says: "Everything about 'infer'")],
    run: help)

  private static let markdown = Option.flag("--markdown", "Print the whole reference as Markdown")

  @Sendable private static func help(_ invocation: Invocation) throws -> ExitStatus {
    let terminal = invocation.terminal
    if invocation.arguments.has(markdown) {
      try terminal.print(Reference(verbs: all).markdown())
      return .success
    }
    let help = HelpText(style: terminal.style, width: terminal.width)
    guard let name = invocation.arguments.operands.first else {
      try terminal.print(help.overview(of: all))
      return .success
    }
    guard let verb = named(name) else {
      throw Failure(
        "unknown verb '\(name)'\(suggestion(for: name, among: all.map(\.name)))", help: "'deed help' lists the verbs")
    }
    try terminal.print(help.page(of: verb))
    return .success
  }
}
