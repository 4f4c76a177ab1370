/// One option of a verb. Parsing, `--help`, completion and the reference all come from this value.
struct Option: Hashable, Sendable {
  /// What a shell offers where a value is to be typed.
  enum Completion: Hashable, Sendable { case nothing, files, directories, verbs, choices([String]) }

  /// Spellings, the short one first: `["-j", "--jobs"]`.
  var names: [String]
  /// What stands for the value in help, `DIR`; nil for a switch.
  var placeholder: String?
  /// A sentence without its period; says the default where there is one.
  var help: String
  /// Whether every value counts; of another option the last one does, so that an alias can be overruled.
  var isRepeatable = false
  var completion = Completion.nothing

  /// The spelling that messages use.
  var name: String { names[names.count - 1] }

  var choices: [String] {
    if case .choices(let choices) = completion { choices } else { [] }
  }

  /// The value's place in help: `table|json` where there are few choices, else the placeholder.
  var valueForm: String? {
    placeholder == nil ? nil : choices.isEmpty ? placeholder : choices.joined(separator: "|")
  }

  static func choice(_ name: String, _ choices: [String], _ help: String) -> Option {
    Option(names: [name], placeholder: "WORD", help: help, completion: .choices(choices))
  }

  static func flag(_ name: String, _ help: String) -> Option { Option(names: [name], placeholder: nil, help: help) }
}

// The options that more than one verb has.
extension Option {
  static let build = Option(
    names: ["-p", "--build"], placeholder: "DIR",
    help: "Take compile_commands.json from DIR; without it each source file's directory is searched, then its parents",
    completion: .directories)
  static let discipline = Option(
    names: ["--discipline"], placeholder: "NAME|FILE",
    help: "Add a discipline: a built-in one by name, or a YAML file", isRepeatable: true, completion: .files)
  static let jobs = Option(
    names: ["-j", "--jobs"], placeholder: "N", help: "Read N files at a time; one for each processor by default")
  static let noSharedHeaders = flag(
    "--no-shared-headers", "Parse every file by itself; the result is the same, and slower")
  static let alone = flag(
    "--alone", "Read only the units of the named files, not the rest of their database: quicker, and less is known")
  static let noCache = flag("--no-cache", "Neither use nor keep what earlier runs have read")
  static let effects = flag(
    "--effects", "Claim by what walking every path of every function proves too, not by the rules alone")
  /// What every verb that reads a program has.
  static let reading = [build, discipline, jobs, alone, noSharedHeaders, noCache]

  static func format(_ choices: [String]) -> Option {
    choice("--format", choices, "How to print; \(choices[0]) by default")
  }
}

// The options that every verb has.
extension Option {
  static let color = choice("--color", ["auto", "always", "never"], "Colour; auto is on a terminal only")
  static let progress = choice(
    "--progress", ["auto", "plain", "never"],
    "Show what is being read: auto is one line on a terminal, plain a line for each file")
  static let quiet = Option(names: ["-q", "--quiet"], placeholder: nil, help: "Say nothing but errors and the result")
  static let verbose = Option(names: ["-v", "--verbose"], placeholder: nil, help: "Say more about what is done")
  static let help = Option(names: ["-h", "--help"], placeholder: nil, help: "Print this help")
  static let version = flag("--version", "Print the version")
  static let general = [color, progress, quiet, verbose, help, version]
}
