import Facts
import Foundation

/// The record on disk of a rewrite under way, from which an interrupted one is finished or taken back.
///
/// It is a directory beside the code that holds each file's old and new text and a list that ties them to paths.
/// The list is written last and by one rename: a directory without a list is a rewrite that never began.
struct Journal: Sendable {
  struct Entry: Codable, Hashable, Sendable {
    var path: String
    var oldHash: UInt64
    var newHash: UInt64
    var permissions: Int
    /// False of a file that the rewrite makes.
    var isThereBefore = true
    /// False of one that it takes away.
    var isThereAfter = true
  }

  static let directoryName = ".deed-journal"

  let directory: URL

  init(root: String) {
    directory = URL(fileURLWithPath: root).appendingPathComponent(Self.directoryName)
  }

  private var list: URL { directory.appendingPathComponent("journal.json") }
  func old(_ index: Int) -> URL { directory.appendingPathComponent("\(index).old") }
  func new(_ index: Int) -> URL { directory.appendingPathComponent("\(index).new") }

  var isOpen: Bool { FileManager.default.fileExists(atPath: list.path) }

  func begin(_ entries: [Entry], old oldTexts: [[UInt8]], new newTexts: [[UInt8]]) throws {
    // What a run that was killed before its list was written has left says nothing: no file was touched.
    try? FileManager.default.removeItem(at: directory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    for index in entries.indices {
      try Data(oldTexts[index]).write(to: old(index))
      try Data(newTexts[index]).write(to: new(index))
    }
    try JSONEncoder().encode(entries).write(to: list, options: .atomic)
  }

  func entries() throws -> [Entry] {
    try JSONDecoder().decode([Entry].self, from: Data(contentsOf: list))
  }

  func end() throws { try FileManager.default.removeItem(at: directory) }
}
