/// Prints the tables of verbs, options and settings as the Markdown page `Documentation/deed.md`.
struct Reference {
  var verbs: [Verb]

  func markdown() -> String {
    var text = """
      <!-- Made by `make generate` from the tables in Sources/deed; edits belong there. -->
      # The command line

      Options may stand anywhere, as `--name value` or `--name=value`; `--` ends them.

      \(HelpText.exitStatus)

      | verb | |
      | --- | --- |

      """
    for verb in verbs { text += "| [`\(verb.name)`](#deed-\(verb.name)) | \(verb.summary) |\n" }
    for verb in verbs { text += "\n" + section(of: verb) }
    text += "\n## Options of every verb\n\n" + table(of: Option.general)
    text += "\n" + SettingsFile.markdown
    return text
  }

  private func section(of verb: Verb) -> String {
    var text = "## deed \(verb.name)\n\n    \(verb.synopsis)\n\n"
    text += verb.description.joined(separator: "\n\n") + "\n"
    if !verb.options.isEmpty { text += "\n" + table(of: verb.options) }
    for example in verb.examples { text += "\n\(example.says):\n\n    \(example.command)\n" }
    return text
  }

  private func table(of options: [Option]) -> String {
    let help = HelpText(style: .plain, width: 100)
    var text = "| option | |\n| --- | --- |\n"
    for option in options {
      // A bar would end the table's cell.
      let form = help.form(of: option).replacing("|", with: "\\|")
      text += "| `\(form)` | \(option.help.replacing("|", with: "\\|")) |\n"
    }
    return text
  }
}
