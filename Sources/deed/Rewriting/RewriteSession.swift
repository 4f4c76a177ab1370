import Foundation
import Frontend
import Rewriting

/// Proves, shows and writes what a plan says.
struct RewriteSession {
  let program: Program
  let terminal: Terminal
  let root: String

  /// The repository around a directory: what git calls its top; else where the work goes on, if the directory lies in it, or the
  /// directory itself.
  static func root(around directory: String) -> String {
    var candidate = directory
    while candidate != "/", !candidate.isEmpty {
      if FileManager.default.fileExists(atPath: candidate + "/.git") { return candidate }
      candidate = (candidate as NSString).deletingLastPathComponent
    }
    let here = FileManager.default.currentDirectoryPath
    return directory.hasPrefix(here + "/") ? here : directory
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

  func diff(of edits: EditSet, originals: [String: [UInt8]]) -> String {
    let diff = UnifiedDiff()
    return edits.sorted.map { file in
      diff.render(file, original: originals[file.path] ?? [], name: program.paths.shown(file.path))
    }.joined()
  }

  func write(_ edits: EditSet) throws(Failure) {
    do throws(RewriteError) {
      try Rewrite(root: root).write(edits)
    } catch {
      throw Failure("\(error.path): \(error.message)", help: error.help)
    }
  }

  /// A header that nothing but a directory of the build's makes visible goes with the next clean build.
  func sayWhatLiesInBuilds(_ edits: EditSet, _ policy: RewritePolicy) {
    for file in edits.sorted where file.change == .created && policy.isBuilt(file.path) {
      terminal.say(
        .warning,
        "\(program.paths.shown(file.path)) lies among what the build makes: those who need it look nowhere else; "
          + "add a directory of the sources to their include path, and move it there")
    }
  }

  /// Finishes or takes back what an earlier run began; `nil` where neither is asked for.
  static func goOn(_ arguments: Arguments, root: String) throws(Failure) -> ExitStatus? {
    guard arguments.has(.resume) || arguments.has(.undo) else { return nil }
    let rewrite = Rewrite(root: root)
    do throws(RewriteError) {
      if arguments.has(.resume) { try rewrite.resume() } else { try rewrite.undo() }
    } catch {
      throw Failure("\(error.path): \(error.message)", help: error.help)
    }
    return .success
  }
}

// The options that verbs which rewrite have in common.
extension Option {
  static let style = Option(
    names: ["--style"], placeholder: "NAME|FILE",
    help: "How ownership is spelled: a built-in style by name, or a YAML file; the discipline's own by default")
  static let answer = Option(
    names: ["--answer"], placeholder: "SLOT=CLAIM",
    help: "Say of a slot that it is an owner, a pointer or leaked, as in 'x::f(0)=owner'", isRepeatable: true)
  static let write = flag("--write", "Write the files: all of them or none")
  static let resume = flag("--resume", "Finish the writing that an earlier run did not")
  static let undo = flag("--undo", "Take back the writing that an earlier run did not finish")
}
