import Spelling

/// The words of a command line, sorted by the verb's table.
struct Arguments: Sendable {
  private var values: [String: [String]] = [:]
  var operands: [String] = []
  /// What stands after `--` where the verb takes flags; nil where there is no `--`.
  var flags: [String]?

  func has(_ option: Option) -> Bool { values[option.name] != nil }
  func value(_ option: Option) -> String? { values[option.name]?.last }
  func values(_ option: Option) -> [String] { values[option.name] ?? [] }

  /// A number that must be at least `least`.
  func number(_ option: Option, atLeast least: Int) throws(Failure) -> Int? {
    guard let text = value(option) else { return nil }
    guard let number = Int(text), number >= least else {
      throw Failure("\(option.name) takes a whole number from \(least), not '\(text)'")
    }
    return number
  }

  /// The same with a value for another verb, which serves this one.
  func with(_ value: String, for option: Option) -> Arguments {
    var changed = self
    changed.values[option.name] = [value]
    return changed
  }

  fileprivate mutating func add(_ value: String, to option: Option) { values[option.name, default: []].append(value) }
}

/// A command line, understood.
struct ParsedCommand: Sendable {
  /// Nil where no verb was named: `deed --version`, or `deed` alone.
  var verb: Verb?
  var arguments: Arguments
}

/// Reads command lines by the tables of `verbs`. Options may stand anywhere, before the verb too.
struct ArgumentParser: Sendable {
  var verbs: [Verb]

  func parse(_ words: [String]) throws(Failure) -> ParsedCommand {
    let scanned = try scan(words)
    guard let verb = scanned.verb else {
      if let stray = scanned.options.first(where: { !Option.general.contains($0.option) }) {
        throw Failure("'\(stray.word)' needs a verb before or after it", help: "'deed help' lists the verbs")
      }
      return ParsedCommand(verb: nil, arguments: arguments(from: scanned, operands: []))
    }
    // The same name may be defined differently by another verb, as `--format` is: the verb's own definition counts.
    var own = scanned
    for index in own.options.indices {
      let option = own.options[index].option
      guard let definition = verb.allOptions.first(where: { $0.name == option.name }) else {
        throw foreign(option, in: verb)
      }
      own.options[index].option = definition
      try check(own.options[index], in: verb)
    }
    var arguments = arguments(from: own, operands: scanned.operands)
    if verb.takesFlags {
      arguments.flags = scanned.afterDashes
    } else {
      arguments.operands += scanned.afterDashes ?? []
    }
    // Help is given even where the rest of the line is not complete.
    if !arguments.has(.help) && !arguments.has(.version) { try checkOperands(arguments.operands, of: verb) }
    return ParsedCommand(verb: verb, arguments: arguments)
  }

  // MARK: Words

  private struct Occurrence {
    var option: Option
    var word: String
    var value: String?
  }

  private struct Scanned {
    var verb: Verb?
    var options: [Occurrence] = []
    var operands: [String] = []
    var afterDashes: [String]?
  }

  private func scan(_ words: [String]) throws(Failure) -> Scanned {
    var scanned = Scanned()
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        scanned.afterDashes = Array(rest)
        break
      }
      if word.hasPrefix("-"), word != "-" {
        scanned.options.append(try occurrence(word, rest: &rest, verb: scanned.verb))
      } else if scanned.verb != nil {
        scanned.operands.append(word)
      } else if let verb = verbs.first(where: { $0.name == word }) {
        scanned.verb = verb
      } else {
        throw Failure(
          "unknown verb '\(word)'\(suggestion(for: word, among: verbs.map(\.name)))",
          help: "'deed help' lists the verbs")
      }
    }
    return scanned
  }

  private func occurrence(
    _ word: String, rest: inout ArraySlice<String>, verb: Verb?
  ) throws(Failure) -> Occurrence {
    var name = word
    var value: String?
    if word.hasPrefix("--") {
      if let equals = word.firstIndex(of: "=") {
        name = String(word[..<equals])
        value = String(word[word.index(after: equals)...])
      }
    } else if word.count > 2 {
      // `-j4`
      name = String(word.prefix(2))
      value = String(word.dropFirst(2))
    }
    guard let option = option(named: name, verb: verb) else { throw unknown(name, verb: verb) }
    guard let placeholder = option.valueForm else {
      guard value == nil else {
        throw word.hasPrefix("--") ? Failure("\(option.name) takes no value") : unknown(word, verb: verb)
      }
      return Occurrence(option: option, word: name)
    }
    guard let given = value ?? rest.popFirst(), given != "--" else {
      throw Failure("\(name) needs a value: \(name) \(placeholder)", help: verb.map(helpHint))
    }
    return Occurrence(option: option, word: name, value: given)
  }

  private func option(named name: String, verb: Verb?) -> Option? {
    let tables = [verb?.allOptions ?? Option.general] + verbs.map(\.allOptions)
    for table in tables {
      if let option = table.first(where: { $0.names.contains(name) }) { return option }
    }
    return nil
  }

  private func arguments(from scanned: Scanned, operands: [String]) -> Arguments {
    var arguments = Arguments()
    for occurrence in scanned.options { arguments.add(occurrence.value ?? "", to: occurrence.option) }
    arguments.operands = operands
    return arguments
  }

  // MARK: What can be wrong

  private func unknown(_ name: String, verb: Verb?) -> Failure {
    let known = verb?.allOptions ?? (verbs.flatMap(\.options) + Option.general)
    let nearest = suggestion(for: name, among: known.flatMap(\.names))
    return Failure("unknown option '\(name)'\(nearest)", help: verb.map(helpHint) ?? "'deed help' lists the verbs")
  }

  private func foreign(_ option: Option, in verb: Verb) -> Failure {
    let owners = verbs.filter { $0.options.contains { $0.name == option.name } }.map(\.name)
    return Failure(
      "'\(verb.name)' has no option \(option.name); \(owners.joined(separator: " and ")) "
        + (owners.count == 1 ? "has" : "have") + suggestion(for: option.name, among: verb.options.flatMap(\.names)),
      help: helpHint(verb))
  }

  private func check(_ occurrence: Occurrence, in verb: Verb) throws(Failure) {
    let choices = occurrence.option.choices
    guard let value = occurrence.value, !choices.isEmpty, !choices.contains(value) else { return }
    throw Failure(
      "\(occurrence.option.name) is one of \(choices.joined(separator: ", ")), not '\(value)'"
        + suggestion(for: value, among: choices), help: helpHint(verb))
  }

  private func checkOperands(_ operands: [String], of verb: Verb) throws(Failure) {
    let required = verb.operands.filter(\.isRequired)
    guard operands.count >= required.count else {
      throw Failure("'\(verb.name)' needs \(required[operands.count].name)", help: helpHint(verb))
    }
    guard operands.count > verb.operands.count, verb.operands.last?.isRepeatable != true else { return }
    throw Failure("'\(verb.name)' does not take '\(operands[verb.operands.count])'", help: helpHint(verb))
  }

  private func helpHint(_ verb: Verb) -> String { "'deed \(verb.name) --help' shows how it is used" }
}
