private import Glibc
import Foundation
import Frontend

/// Stands in for Clang: finds the counts of each source, then lets Clang compile with the very words that were given.
///
/// Finding is done in a process of its own: whatever goes wrong there, the build goes on.
struct CompilerDriver {
  /// `clang` or `clang++`.
  var name: String
  var words: [String]
  var terminal: Terminal

  private static let planVariable = "DEED_HOOKS"
  private static let findingVariable = "DEED_HOOKS_FIND"
  /// Longer than this no one waits for hooks.
  private static let patience: Duration = .seconds(300)

  func run() throws -> ExitStatus {
    let call = CompilerCall(words)
    let environment = ProcessInfo.processInfo.environment
    if let output = environment[Self.findingVariable] {
      let plan = try UnitHooks.plan(for: call, compiler: name)
      try plan.write(toFile: output, atomically: false, encoding: .utf8)
      return .success
    }
    let compiler = ClangPrograms.path(name)
    guard access(compiler, X_OK) == 0 else {
      throw Failure("\(compiler) is missing", help: "install clang-19, or let DEED_LLVM name another prefix of it")
    }
    guard call.makesCode, !call.sources.isEmpty else { try replace(by: [compiler] + words, environment) }
    let plan = try scratchFile()
    let path = "/proc/self/fd/\(plan)"
    let problem = find(environment.merging([Self.findingVariable: path]) { $1 })
    var added = ["-fno-omit-frame-pointer", "-mno-omit-leaf-frame-pointer", "-fno-optimize-sibling-calls"]
    if !call.hasDebugFlag { added += ["-gline-tables-only", "-fdebug-info-for-profiling"] }
    guard problem == nil, lseek(plan, 0, SEEK_END) > 0 else {
      guard let problem else { try replace(by: [compiler] + added + words, environment) }
      let outcome = try Child(command: [compiler] + added + words, environment: environment).run()
      // Where the compiler fails too, it has said why.
      if case .exited(0) = outcome {
        terminal.say(
          .warning, "\(call.sources.map(\.name).joined(separator: ", ")): compiled without hooks: \(problem)")
      }
      outcome.repeatInThisProcess()
    }
    let pass = try Installation.file("libdeed-hooks.so", madeBy: "Scripts/build-hooks")
    added += ["-fpass-plugin=\(pass)"]
    // A whole object's constructor is told from a base's.
    if name == "clang++" || call.sources.contains(where: { $0.name.hasSuffix("ii") }) {
      added += ["-Xclang", "-mno-constructor-aliases"]
    }
    try replace(by: [compiler] + added + words, environment.merging([Self.planVariable: path]) { $1 })
  }

  /// Runs this program again to write the plan; says what went wrong.
  private func find(_ environment: [String: String]) -> String? {
    do {
      let words = ["/proc/self/exe", name == "clang" ? "cc" : "c++"] + words
      let (outcome, errors) = try Child(command: words, environment: environment).runQuietly(atMost: Self.patience)
      switch outcome {
      case .exited(0): return nil
      case .exited:
        let line = errors.split(separator: "\n").first.map(String.init) ?? "no reason was given"
        return line.replacing("deed: error: ", with: "")
      case .killed(let signal): return "the search for counts ended with signal \(signal)"
      }
    } catch {
      return error.message
    }
  }

  /// A file without a name, which the processes to come inherit.
  private func scratchFile() throws(Failure) -> Int32 {
    var name = Array((NSTemporaryDirectory() + "/deed-hooks-XXXXXX").utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw Failure("no temporary file can be made: \(String(cString: strerror(errno)))") }
    unlink(name)
    return descriptor
  }

  private func replace(by command: [String], _ environment: [String: String]) throws(Failure) -> Never {
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    execve(command[0], &words, &variables)
    throw Failure("\(command[0]): cannot be run: \(String(cString: strerror(errno)))")
  }
}
