private import Glibc
import Reports

extension Terminal {
  /// Writes the result to standard output; a reader that has gone ends the program quietly.
  func print(_ text: String) throws(Failure) {
    guard Self.write(text, to: STDOUT_FILENO) else {
      let reason = errno
      if reason == EPIPE { exit(ExitStatus.success.rawValue) }
      throw Failure("the output cannot be written: \(String(cString: strerror(reason)))")
    }
  }

  /// Severities of what is said on standard error, in Clang's words.
  enum Severity: String, Sendable { case error, warning, note, help }

  /// `deed: warning: MESSAGE`, or `FILE:LINE:COL: warning: MESSAGE` where `location` says where.
  func say(_ severity: Severity, _ message: String, at location: String? = nil) {
    if verbosity == .quiet && severity != .error { return }
    let label =
      switch severity {
      case .error: messageStyle.error("error:")
      case .warning: messageStyle.warning("warning:")
      case .note: messageStyle.note("note:")
      case .help: messageStyle.note("help:")
      }
    let place = messageStyle.bold((location ?? "deed") + ":")
    // Nothing can be said where standard error itself is gone.
    _ = Self.write("\(place) \(label) \(message)\n", to: STDERR_FILENO)
  }

  /// A plain line for those who asked with `--verbose`.
  func detail(_ message: @autoclosure () -> String) {
    guard verbosity == .verbose else { return }
    _ = Self.write("deed: \(message())\n", to: STDERR_FILENO)
  }

  /// What is wrong with a database is often the same of many entries: a tree that was never built lacks all that its build makes.
  func warn(_ problems: [String]) {
    let told = verbosity == .verbose ? problems[...] : problems.prefix(Self.problemLimit)
    for problem in told { say(.warning, problem) }
    let rest = problems.count - told.count
    if rest > 0 { say(.note, "\(rest) more like these; --verbose names all") }
  }

  private static let problemLimit = 5

  func say(_ failure: Failure) {
    say(.error, failure.message)
    if let help = failure.help { say(.help, help) }
  }

  static func write(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          return false
        }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
      return true
    }
  }
}
