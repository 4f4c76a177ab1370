import Checking
import Facts
import Foundation
import Reports
import Rewriting

/// Mends what `deed check` found, as far as that can be done by rote.
struct Repair {
  var report: CheckReport
  var terminal: Terminal

  /// Prints a diff, or writes the files.
  func run(writes: Bool) throws -> ExitStatus {
    var edits = EditSet()
    var originals: [String: [UInt8]] = [:]
    var mended = 0
    for finding in report.findings {
      guard let fix = finding.fix else { continue }
      let text = originals[fix.file] ?? FileManager.default.contents(atPath: fix.file).map { [UInt8]($0) } ?? []
      originals[fix.file] = text
      guard let (range, replacement) = fix.edit(in: text) else { continue }
      let author = "\(finding.rule) in \(finding.function)"
      do throws(EditConflict) {
        var file = edits.files[fix.file] ?? FileEdits(path: fix.file, contentHash: ContentHash.of(text))
        if range.isEmpty {
          try file.insert(replacement, before: range.lowerBound, author: author)
        } else {
          try file.add(Edit(range: range, replacement: replacement, author: author))
        }
        edits.set(file)
        mended += 1
      } catch {
        terminal.say(.note, "\(error.description); run again to mend the other")
      }
    }
    let left = report.findings.count - mended
    if writes {
      try write(edits)
    } else {
      let diff = UnifiedDiff()
      let text = edits.sorted.map { file in
        diff.render(file, original: originals[file.path] ?? [], name: PathDisplay.current.shown(file.path))
      }
      try terminal.print(text.joined())
    }
    terminal.say(
      .note, "\(mended) finding\(mended == 1 ? "" : "s") mended\(writes ? "" : " by this diff"), \(left) left")
    return writes && left == 0 ? .success : report.findings.isEmpty ? .success : .findings
  }

  private func write(_ edits: EditSet) throws {
    let root = RewriteSession.root(around: FileManager.default.currentDirectoryPath)
    do throws(RewriteError) {
      try Rewrite(root: root).write(edits)
    } catch {
      throw Failure("\(error.path): \(error.message)", help: error.help)
    }
  }
}
