/// One verb of the command line: what it is called, what it takes, and what it does.
///
/// Each verb is a file in `Verbs`, which defines a static `Verb` and what runs it; `Verb.all` orders them.
struct Verb: Sendable {
  /// A word that is no option.
  struct Operand: Sendable {
    /// As help prints it: `FILE`.
    var name: String
    var isRequired = false
    var isRepeatable = false
    var completion = Option.Completion.files
  }

  struct Example: Sendable {
    var command: String
    /// A sentence without its period.
    var says: String
  }

  var name: String
  /// A few words, for the list of verbs.
  var summary: String
  /// Paragraphs; each is wrapped to the terminal.
  var description: [String]
  var operands: [Operand] = []
  /// Whether the words after `--` are flags of the compiler; else they are operands.
  var takesFlags = false
  var options: [Option] = []
  var examples: [Example]
  /// Whether all words after the verb belong to another program, its `--help` among them.
  var passesWordsOn = false
  var run: @Sendable (Invocation) throws -> ExitStatus

  /// The verb's own options and those that every verb has.
  var allOptions: [Option] { options + Option.general }

  /// `deed infer [OPTION]... [FILE]... [-- FLAG...]`
  var synopsis: String {
    var words = ["deed", name, "[OPTION]..."]
    for operand in operands {
      let word = operand.isRequired ? operand.name : "[\(operand.name)]"
      words.append(operand.isRepeatable ? word + "..." : word)
    }
    if takesFlags { words.append("[-- FLAG...]") }
    return words.joined(separator: " ")
  }
}

/// What the process says to who started it.
enum ExitStatus: Int32, Sendable {
  /// The work is done, and there is nothing to find fault with.
  case success = 0
  /// The work is done, and something was found.
  case findings = 1
  /// The work could not be done: wrong usage, unreadable input.
  case failure = 2
}

/// What a verb gets to work with.
struct Invocation: Sendable {
  var arguments: Arguments
  var terminal: Terminal
}

/// A reason to stop, as the user reads it: what is wrong, where, and what to do.
struct Failure: Error, Sendable {
  var message: String
  /// An action: `run 'deed infer --help' for its options`.
  var help: String?

  init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }
}
