import Foundation

/// The files that differ from a revision, as git tells.
enum ChangedFiles {
  /// Absolute paths, of files that git does not know yet too.
  static func paths(since revision: String, in directory: String) throws -> Set<String> {
    let root = try git(["rev-parse", "--show-toplevel"], in: directory).trimmingCharacters(in: .newlines)
    // The revision stands before `--`, so that it is never taken for a file; one that looks like an option is refused.
    guard !revision.hasPrefix("-") else { throw Failure("'\(revision)' is not a revision") }
    let tracked = try git(["diff", "--name-only", "-z", revision, "--"], in: root)
    let untracked = try git(["ls-files", "--others", "--exclude-standard", "-z"], in: root)
    return Set((tracked + untracked).split(separator: "\0").map { "\(root)/\($0)" })
  }

  private static func git(_ arguments: [String], in directory: String) throws -> String {
    let answer: Tool.Answer
    do {
      answer = try Tool.run(["git", "-C", directory] + arguments)
    } catch {
      throw Failure("git cannot be run: \(error.localizedDescription)", help: "--since needs git")
    }
    guard answer.status == 0 else {
      let lines = answer.errors.split(separator: "\n")
      throw Failure("git \(arguments.joined(separator: " ")): \(lines.first ?? "failed")")
    }
    return answer.output
  }
}
