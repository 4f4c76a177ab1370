import Reports

/// Prints the tables of verbs and options for people.
struct HelpText {
  var style: TerminalStyle
  var width: Int

  /// What `deed help` prints.
  func overview(of verbs: [Verb]) -> String {
    var text = "Deed tells who owns every reference in C and C++ code, and why.\n\n"
    text += style.bold("Usage:") + " deed VERB [OPTION]... [OPERAND]...\n\n"
    text += style.bold("Verbs:") + "\n"
    text += rows(verbs.map { ($0.name, $0.summary) })
    text += "\n" + style.bold("Options of every verb:") + "\n"
    text += rows(Option.general.map { (form(of: $0), $0.help) })
    text += "\n" + style.bold("Examples:") + "\n"
    text += examples(verbs.compactMap(\.examples.first))
    text += "\n" + wrap(Self.exitStatus, indent: "")
    text += wrap("'deed VERB --help' says more about each verb.", indent: "")
    return text
  }

  /// What `deed VERB --help` prints.
  func page(of verb: Verb) -> String {
    var text = "\(style.bold("deed " + verb.name)): \(verb.summary)\n\n"
    text += style.bold("Usage:") + " \(verb.synopsis)\n\n"
    text += verb.description.map { wrap($0, indent: "") }.joined(separator: "\n")
    if !verb.options.isEmpty {
      text += "\n" + style.bold("Options:") + "\n" + rows(verb.options.map { (form(of: $0), $0.help) })
    }
    text += "\n" + style.bold("Options of every verb:") + "\n"
    text += rows(Option.general.map { (form(of: $0), $0.help) })
    text += "\n" + style.bold(verb.examples.count == 1 ? "Example:" : "Examples:") + "\n" + examples(verb.examples)
    return text
  }

  static let exitStatus =
    "Exit status: 0 nothing to find fault with, 1 something was found, 2 the work could not be done."

  /// `-j, --jobs N`
  func form(of option: Option) -> String {
    let names = option.names.joined(separator: ", ")
    let repeats = option.isRepeatable ? "..." : ""
    return option.valueForm.map { "\(names) \($0)\(repeats)" } ?? names
  }

  private func examples(_ examples: [Verb.Example]) -> String {
    examples.map { "  \(style.green($0.command))\n" + wrap($0.says, indent: "      ") }.joined()
  }

  /// Two columns; what is too wide for the first gets a line of its own.
  private func rows(_ rows: [(term: String, text: String)]) -> String {
    let column = min(rows.map(\.term.count).max() ?? 0, 25) + 4
    let indent = String(repeating: " ", count: column)
    var result = ""
    for (term, text) in rows {
      let lead = "  " + style.green(term)
      let body = wrap(text, indent: indent)
      let fits = term.count + 4 <= column
      let gap = String(repeating: " ", count: max(0, column - term.count - 2))
      result += fits ? lead + gap + body.dropFirst(column) : lead + "\n" + body
    }
    return result
  }

  /// Lines of at most `width` columns, each with `indent` before it and a line break after it.
  private func wrap(_ text: String, indent: String) -> String {
    var lines: [String] = []
    var line = indent
    for word in text.split(separator: " ") {
      if line.count > indent.count, line.count + 1 + word.count > width {
        lines.append(line)
        line = indent
      }
      line += (line.count > indent.count ? " " : "") + word
    }
    return (lines + [line]).joined(separator: "\n") + "\n"
  }
}
