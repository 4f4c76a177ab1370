extension Verb {
  static let completion = Verb(
    name: "completion",
    summary: "a script by which the shell completes deed's words",
    description: [
      "Prints a script for the shell that is named. It completes verbs, options, their values, and files."
    ],
    operands: [
      Operand(name: "SHELL", isRequired: true, completion: .choices(Completion.allCases.map(\.rawValue)))
    ],
    examples: [
      Example(command: "source <(deed completion bash)", says: "Completion in this bash"),
      Example(
        command: "deed completion fish > ~/.config/fish/completions/deed.fish", says: "Completion in every fish to come"
      ),
      Example(
        command: "deed completion zsh > ~/.zfunc/_deed",
        says: "Completion in every zsh to come, with ~/.zfunc in its fpath"),
    ],
    run: completion)

  @Sendable private static func completion(_ invocation: Invocation) throws -> ExitStatus {
    let name = invocation.arguments.operands[0]
    guard let shell = Completion(rawValue: name) else {
      throw Failure(
        "no completion for '\(name)': the shells are \(Completion.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    try invocation.terminal.print(shell.script(for: all))
    return .success
  }
}
