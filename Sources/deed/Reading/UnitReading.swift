import Facts
import Foundation
import Frontend
import Synchronization

/// Reads units side by side and links them in the commands' order, so that the number of threads changes nothing.
final class UnitReading: Sendable {
  private struct State {
    var next = 0
    var linker = Linker()
    /// Read, but waiting for an earlier unit to be linked.
    var waiting: [Int: Result<UnitResult, UnitFailure>] = [:]
    var linked = 0
    var diagnostics: [UnitDiagnostic] = []
    var failures: [String] = []

    mutating func link(_ result: Result<UnitResult, UnitFailure>) {
      linked += 1
      switch result {
      case .success(let unit):
        linker.add(unit.facts)
        if let first = unit.errors.first { diagnostics.append(first) }
      case .failure(let failure): failures.append("\(failure)")
      }
    }
  }

  private let commands: [CompileCommand]
  private let progress: Progress
  private let paths: PathNames
  private let state = Mutex(State())

  /// How a file is called in the progress line.
  typealias PathNames = @Sendable (String) -> String

  init(_ commands: [CompileCommand], progress: Progress, paths: @escaping PathNames) {
    self.commands = commands
    self.progress = progress
    self.paths = paths
  }

  struct Outcome {
    var facts: FactBase
    /// The first error of each unit that has any.
    var diagnostics: [UnitDiagnostic]
    /// A line for each unit of which there are no facts.
    var failures: [String]
  }

  func run(jobs: Int) -> Outcome {
    let group = DispatchGroup()
    for _ in 0..<min(jobs, commands.count) {
      group.enter()
      let thread = Thread {
        self.work()
        group.leave()
      }
      // Clang recurses deeply over long expressions.
      thread.stackSize = 64 << 20
      thread.start()
    }
    group.wait()
    progress.finish()
    return state.withLock { state in
      Outcome(facts: state.linker.finish(), diagnostics: state.diagnostics, failures: state.failures)
    }
  }

  private func work() {
    while let number = claimNext() {
      let command = commands[number]
      let request = UnitRequest(
        directory: command.directory, arguments: command.arguments, mainFile: command.file)
      let result: Result<UnitResult, UnitFailure>
      do throws(UnitFailure) { result = .success(try lowerUnit(request)) } catch { result = .failure(error) }
      let linked = state.withLock { state in
        state.waiting[number] = result
        while let result = state.waiting.removeValue(forKey: state.linked) { state.link(result) }
        return state.linked
      }
      progress.report("reading", linked, of: commands.count, paths(command.file))
    }
  }

  private func claimNext() -> Int? {
    state.withLock { state in
      guard state.next < commands.count else { return nil }
      state.next += 1
      return state.next - 1
    }
  }
}
