private import Glibc
import Reports

/// What is known of the two output streams: colour, progress, and how much to say.
struct Terminal: Sendable {
  enum ProgressMode: Sendable { case line, plain, never }
  enum Verbosity: Int, Comparable, Sendable {
    case quiet, normal, verbose
    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// For standard output.
  var style: TerminalStyle
  /// For standard error.
  var messageStyle: TerminalStyle
  var progress: ProgressMode
  var verbosity: Verbosity
  /// Columns of the terminal, 80 where there is none.
  var width: Int

  /// What the process runs in.
  struct Environment: Sendable {
    var variables: [String: String]
    var outputIsTerminal: Bool
    var errorIsTerminal: Bool
    var columns: Int?

    static var current: Environment {
      var variables: [String: String] = [:]
      for name in ["NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "TERM", "COLUMNS"] {
        if let value = getenv(name) { variables[name] = String(cString: value) }
      }
      var size = winsize()
      let hasSize = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
      return Environment(
        variables: variables, outputIsTerminal: isatty(STDOUT_FILENO) == 1, errorIsTerminal: isatty(STDERR_FILENO) == 1,
        columns: hasSize ? Int(size.ws_col) : nil)
    }
  }

  init(arguments: Arguments, environment: Environment) {
    let color = arguments.value(.color) ?? "auto"
    style = TerminalStyle(isColored: Self.isColored(color, environment, isTerminal: environment.outputIsTerminal))
    messageStyle = TerminalStyle(isColored: Self.isColored(color, environment, isTerminal: environment.errorIsTerminal))
    verbosity = arguments.has(.quiet) ? .quiet : arguments.has(.verbose) ? .verbose : .normal
    switch arguments.value(.progress) ?? "auto" {
    case "plain": progress = .plain
    case "never": progress = .never
    default:
      // A line that is drawn again and again needs a terminal that can go back to its beginning.
      let canRedraw = environment.errorIsTerminal && environment.variables["TERM"] != "dumb"
      progress = canRedraw && verbosity > .quiet ? .line : .never
    }
    let columns = environment.variables["COLUMNS"].flatMap { Int($0) } ?? environment.columns ?? 80
    width = min(max(columns, 40), 100)
  }

  /// `--color` beats all; then NO_COLOR beats the variables that force colour; then the stream decides.
  private static func isColored(_ choice: String, _ environment: Environment, isTerminal: Bool) -> Bool {
    func isOn(_ name: String) -> Bool { !["", "0"].contains(environment.variables[name] ?? "") }
    if choice != "auto" { return choice == "always" }
    if environment.variables["NO_COLOR"]?.isEmpty == false { return false }
    if isOn("CLICOLOR_FORCE") || isOn("FORCE_COLOR") { return true }
    return isTerminal && environment.variables["TERM"] != "dumb"
  }
}
