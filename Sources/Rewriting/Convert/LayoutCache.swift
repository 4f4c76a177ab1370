import Facts
import Frontend

/// Lays out edited files as the code base's style says. A file is laid out again only where its edits are others than an earlier plan's:
/// the formatter takes longer than the planning.
final class LayoutCache {
  struct LaidOut: Sendable {
    /// Before it was laid out.
    var edits: FileEdits
    var result: FileEdits
    /// From the lines of the new text to the old.
    var lines: LineShift
  }

  private let threads: Int
  private var known: [String: LaidOut] = [:]

  init(threads: Int) { self.threads = threads }

  func laidOut(_ files: [(edits: FileEdits, original: [UInt8])]) throws(EditConflict) -> [LaidOut] {
    let open = files.filter { known[$0.edits.path]?.edits != $0.edits }
    let made = inParallel(open.count, threads: threads) { number -> Result<LaidOut, EditConflict> in
      let (edits, original) = open[number]
      do throws(EditConflict) {
        let result = try Reformatting.laidOut(edits, original: original, style: CodeStyle.of(fileAt: edits.path))
        return .success(
          LaidOut(edits: edits, result: result, lines: LineShift(result, made: result.applied(to: original) ?? [])))
      } catch {
        return .failure(error)
      }
    }
    for one in made {
      let laidOut = try one.get()
      known[laidOut.edits.path] = laidOut
    }
    return files.compactMap { known[$0.edits.path] }
  }
}
