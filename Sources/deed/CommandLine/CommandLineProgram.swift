import YAML

/// One run of `deed`: from the words of the command line to an exit status.
struct CommandLineProgram {
  var verbs: [Verb]
  var words: [String]

  func run() -> ExitStatus {
    let environment = Terminal.Environment.current
    let command: ParsedCommand
    // The one word for which nobody calls a compiler from a build: who says it wants to know about the verb.
    let asksForHelp = words.dropFirst() == ["--help"]
    if !asksForHelp, let verb = verbs.first(where: { $0.passesWordsOn && $0.name == words.first }) {
      var arguments = Arguments()
      let terminal = Terminal(arguments: arguments, environment: environment)
      arguments.operands = Array(words.dropFirst())
      return run(ParsedCommand(verb: verb, arguments: arguments), saying: terminal)
    }
    do {
      command = try ArgumentParser(verbs: verbs).parse(words)
    } catch {
      Terminal(arguments: Arguments(), environment: environment).say(error)
      return .failure
    }
    return run(command, saying: Terminal(arguments: command.arguments, environment: environment))
  }

  private func run(_ command: ParsedCommand, saying terminal: Terminal) -> ExitStatus {
    do {
      return try run(command, terminal: terminal)
    } catch let error as Failure {
      terminal.say(error)
    } catch let error as YAMLError {
      terminal.say(.error, error.message, at: error.place)
    } catch {
      terminal.say(.error, "\(error)")
    }
    return .failure
  }

  private func run(_ command: ParsedCommand, terminal: Terminal) throws -> ExitStatus {
    let help = HelpText(style: terminal.style, width: terminal.width)
    if command.arguments.has(.version) {
      try terminal.print("deed \(version)\n")
      return .success
    }
    guard let verb = command.verb else {
      if command.arguments.has(.help) {
        try terminal.print(help.overview(of: verbs))
        return .success
      }
      throw Failure(
        "a verb is missing: \(verbs.map(\.name).joined(separator: ", "))", help: "'deed help' explains them")
    }
    if command.arguments.has(.help) {
      try terminal.print(help.page(of: verb))
      return .success
    }
    return try verb.run(Invocation(arguments: command.arguments, terminal: terminal))
  }
}
