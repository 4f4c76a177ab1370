import Reports
import Rewriting

/// Says what was annotated, what was not, and what a person has to decide.
struct AnnotationReport {
  let plan: AnnotationPlan
  let paths: PathDisplay
  let style: TerminalStyle

  /// How many of each kind are listed where nobody asked for all of them.
  private static let fewest = 10

  /// Every open question with the words that answer it.
  var questions: String {
    plan.questions.map { question in
      let place = "\(paths.shown(question.path)):\(question.line):\(question.column)"
      return "\(style.bold(place + ":")) \(question.question)\n  --answer '\(question.subject)=owner' or "
        + "'\(question.subject)=pointer'; undecided since \(question.reason)\n"
    }.joined()
  }

  func say(to terminal: Terminal, isWritten: Bool, isStripped: Bool) {
    for refused in plan.refusedFiles {
      terminal.say(.note, "\(paths.shown(refused.path)) is left alone: \(refused.reason)")
    }
    let isVerbose = terminal.verbosity == .verbose
    for one in isVerbose ? plan.leftAlone[...] : plan.leftAlone.prefix(Self.fewest) {
      terminal.say(
        .note, "'\(one.subject)' is left alone: \(one.reason)", at: "\(paths.shown(one.path)):\(one.line):\(one.column)"
      )
    }
    if !isVerbose, plan.leftAlone.count > Self.fewest {
      terminal.say(.note, "\(plan.leftAlone.count - Self.fewest) more are left alone; --verbose lists them")
    }
    let files = plan.edits.files.count
    let verb = isWritten ? "" : " would be"
    if isStripped {
      terminal.say(.note, "\(files) files\(verb) without annotations")
    } else {
      terminal.say(.note, "\(plan.written) declarations\(verb) annotated in \(files) files")
      if !plan.questions.isEmpty {
        terminal.say(.note, "\(plan.questions.count) slots are undecided; --questions lists what to ask")
      }
    }
  }
}
