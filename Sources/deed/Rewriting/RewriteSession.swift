import Foundation
import Frontend
import Rewriting

/// Proves, shows and writes what a plan says.
struct RewriteSession {
  let program: Program
  let terminal: Terminal
  let root: String

  /// The repository around a directory: what git calls its top, else the directory itself.
  static func root(around directory: String) -> String {
    var candidate = directory
    while candidate != "/", !candidate.isEmpty {
      if FileManager.default.fileExists(atPath: candidate + "/.git") { return candidate }
      candidate = (candidate as NSString).deletingLastPathComponent
    }
    return directory
  }

  /// Parses everything again with the new texts; a difference is an error, and nothing is written.
  func prove(_ plan: AnnotationPlan) throws {
    let progress = Progress(terminal: terminal)
    let paths = program.paths
    let proof = RewriteProof(commands: program.commands, options: program.options)
    let difference = proof.firstDifference(from: program.fingerprints, with: plan.edits, originals: plan.originals) {
      progress.report("proving", $0, of: $1, paths.shown($2))
    }
    progress.finish()
    guard let difference else { return }
    let subject = difference.name.isEmpty ? "the file" : "'\(difference.name)'"
    terminal.say(
      .note, "\(subject) \(difference.message) in \(paths.shown(difference.unit))",
      at: "\(paths.shown(difference.path)):\(difference.line)")
    throw Failure(
      "the annotated program would not be the same program, so nothing is written",
      help: "leave the file out, or answer otherwise; please report this")
  }

  func diff(of plan: AnnotationPlan) -> String {
    let diff = UnifiedDiff()
    return plan.edits.sorted.map { file in
      diff.render(file, original: plan.originals[file.path] ?? [], name: program.paths.shown(file.path))
    }.joined()
  }

  func write(_ plan: AnnotationPlan) throws(Failure) {
    do throws(RewriteError) {
      try Rewrite(root: root).write(plan.edits)
    } catch {
      throw Failure("\(error.path): \(error.message)", help: error.help)
    }
  }
}
