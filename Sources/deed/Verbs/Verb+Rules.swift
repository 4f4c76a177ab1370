import Reports

extension Verb {
  static let rules = Verb(
    name: "rules",
    summary: "the rules by which slots are claimed and mistakes are found",
    description: [
      "Lists every rule: its name, how strong its evidence is, and what it says. 'deed explain RULE' shows one with examples."
    ],
    options: [format],
    examples: [
      Example(command: "deed rules", says: "A line for each rule"),
      Example(command: "deed rules --format json", says: "The same for a program"),
    ],
    run: rules)

  private static let format = Option.format(["table", "json"])

  @Sendable private static func rules(_ invocation: Invocation) throws -> ExitStatus {
    let list = RuleList()
    let isJSON = invocation.arguments.value(format) == "json"
    if isJSON {
      try invocation.terminal.print(list.json())
    } else {
      let style = invocation.terminal.style
      try invocation.terminal.print(list.table(style: style) + "\n" + FindingRuleList().table(style: style))
    }
    return .success
  }
}
