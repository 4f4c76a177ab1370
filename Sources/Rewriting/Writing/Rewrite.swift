import Facts
import Foundation

/// Writes edits to disk: all files or none, and a run that is killed in between can be finished or taken back.
///
///     let rewrite = Rewrite(root: repository)
///     try rewrite.write(edits)
public struct Rewrite: Sendable {
  private let root: String
  private let journal: Journal

  public init(root: String) {
    self.root = root
    journal = Journal(root: root)
  }

  /// A rewrite was interrupted: it has to be resumed or undone before another begins.
  public var isInterrupted: Bool { journal.isOpen }

  /// Writes every file of `edits`. Nothing is touched unless each file is as it was analysed and may be written.
  public func write(_ edits: EditSet) throws(RewriteError) {
    guard !isInterrupted else {
      throw RewriteError(
        root, "an interrupted rewrite is still open", help: "finish it with --resume or take it back with --undo")
    }
    var entries: [Journal.Entry] = []
    var oldTexts: [[UInt8]] = []
    var newTexts: [[UInt8]] = []
    for file in edits.sorted {
      let old = try file.readOriginal()
      guard let new = file.applied(to: old) else {
        throw RewriteError(file.path, "an edit lies outside of the file", help: "run again")
      }
      guard file.change == .created || RewritePolicy.isWritable(file.path) else {
        throw RewriteError(file.path, "is read-only", help: "make it writable or leave it out")
      }
      entries.append(
        Journal.Entry(
          path: file.path, oldHash: file.contentHash, newHash: ContentHash.of(new),
          permissions: permissions(of: file.path), isThereBefore: file.change != .created,
          isThereAfter: file.change != .removed))
      oldTexts.append(old)
      newTexts.append(new)
    }
    guard !entries.isEmpty else { return }
    do {
      try journal.begin(entries, old: oldTexts, new: newTexts)
    } catch {
      throw RewriteError(
        root, "the journal cannot be written",
        help: "make room or make the directory writable: \(error.localizedDescription)")
    }
    try finish(entries, towards: .new)
  }

  /// Goes on with an interrupted rewrite.
  public func resume() throws(RewriteError) { try finish(try openEntries(), towards: .new) }

  /// Takes an interrupted rewrite back: every file is again as it was.
  public func undo() throws(RewriteError) { try finish(try openEntries(), towards: .old) }

  private enum Side { case old, new }

  private func openEntries() throws(RewriteError) -> [Journal.Entry] {
    guard isInterrupted else {
      throw RewriteError(root, "no interrupted rewrite here", help: "there is nothing to resume or undo")
    }
    do {
      return try journal.entries()
    } catch {
      throw RewriteError(
        journal.directory.path, "the journal is damaged",
        help: "its .old files hold the original texts; move it away when done")
    }
  }

  /// Brings each file to one side and closes the journal. A file that is on neither side was changed by somebody else
  /// meanwhile: it is left as it is, and so is the journal.
  private func finish(_ entries: [Journal.Entry], towards side: Side) throws(RewriteError) {
    for entry in entries {
      guard let data = FileManager.default.contents(atPath: entry.path) else { continue }
      let hash = ContentHash.of([UInt8](data))
      guard hash == entry.oldHash || hash == entry.newHash else {
        throw RewriteError(
          entry.path, "changed while it was being rewritten",
          help: "restore it from \(journal.directory.path), then --resume or --undo")
      }
    }
    for (index, entry) in entries.enumerated() {
      let source = side == .new ? journal.new(index) : journal.old(index)
      do {
        guard side == .new ? entry.isThereAfter : entry.isThereBefore else {
          try remove(entry.path)
          continue
        }
        try FileManager.default.createDirectory(
          at: URL(fileURLWithPath: entry.path).deletingLastPathComponent(), withIntermediateDirectories: true)
        // The write goes to a temporary file and is renamed: a reader sees the old or the new text, never a part.
        try Data(contentsOf: source).write(to: URL(fileURLWithPath: entry.path), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: entry.permissions], ofItemAtPath: entry.path)
      } catch {
        throw RewriteError(
          entry.path, "cannot be written: \(error.localizedDescription)", help: "--resume or --undo when it can be")
      }
    }
    do {
      try journal.end()
    } catch {
      throw RewriteError(journal.directory.path, "cannot be removed", help: "remove it: every file is written")
    }
  }

  /// Takes a file away, and the directories that only it stood in.
  private func remove(_ path: String) throws {
    let files = FileManager.default
    if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
    var directory = (path as NSString).deletingLastPathComponent
    while directory.hasPrefix(root + "/"), (try? files.contentsOfDirectory(atPath: directory))?.isEmpty == true {
      try files.removeItem(atPath: directory)
      directory = (directory as NSString).deletingLastPathComponent
    }
  }

  private func permissions(of path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0o644
  }
}
