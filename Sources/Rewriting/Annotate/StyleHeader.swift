import Disciplines
import Foundation
import Frontend

/// The header that defines a style's spellings: where it is, or where it goes.
struct StyleHeader {
  let style: AnnotationStyle
  let commands: [CompileCommand]
  let policy: RewritePolicy

  /// The header as new files, as many as it takes for every annotated unit to find one; empty where all of them do.
  func missing(for edits: EditSet) -> [FileEdits] {
    guard !edits.isEmpty, let include = style.include, !style.definition.isEmpty else { return [] }
    // A header is found from the units that include it, so those count, not the header's own directory.
    let annotated = commands.filter { edits.files[$0.file] != nil }
    var open = (annotated.isEmpty ? commands : annotated).map { searched(by: $0) }
    // Where a unit names no directory, each file finds only what lies beside it.
    if annotated.contains(where: { directoriesNamed(by: $0).isEmpty }) {
      open += directoriesOf(Array(edits.files.keys)).map { [$0] }
    }
    open.removeAll { directories in
      directories.contains { FileManager.default.fileExists(atPath: "\($0)/\(include.name)") }
    }
    let parent = (include.name as NSString).deletingLastPathComponent
    var made: [FileEdits] = []
    while !open.isEmpty {
      var users: [String: Int] = [:]
      for directories in open {
        for directory in Set(directories) {
          users[directory, default: 0] += 1
        }
      }
      // Not among what a build makes, if that can be, nor where only the commands know of a directory. Where most units look; of those
      // that as many do, one that has the header's directory already, then one that holds what is edited.
      func rank(_ directory: String) -> (Int, Int, Int, Int, String) {
        let isLikely = !policy.isBuilt(directory) && FileManager.default.fileExists(atPath: directory)
        let edited = edits.files.keys.count { $0.hasPrefix(directory + "/") }
        return (
          isLikely ? 0 : 1, -users[directory, default: 0], -has(parent, in: directory), -edited,
          directory
        )
      }
      let ranked = users.keys.map(rank).sorted { $0 < $1 }
      guard let best = ranked.first?.4 else { break }
      made.append(
        FileEdits(creating: "\(best)/\(include.name)", text: style.definition, author: "header of the style"))
      open.removeAll { $0.contains(best) }
    }
    return made
  }

  /// Where a unit looks for `#include "NAME"`: its own directory counts only where it names no other of the project's.
  private func searched(by command: CompileCommand) -> [String] {
    let directories = directoriesNamed(by: command)
    return directories.isEmpty ? directoriesOf([command.file]) : directories
  }

  private func directoriesNamed(by command: CompileCommand) -> [String] {
    command.includeDirectories.filter { $0 == policy.root || $0.hasPrefix(policy.root + "/") }
  }

  /// The headers of the style's name that units find, and what is in them.
  func existing(besides files: [String]) -> [(path: String, text: String)] {
    guard let include = style.include else { return [] }
    return Set(commands.flatMap(\.includeDirectories) + directoriesOf(files)).sorted().compactMap { directory in
      let path = "\(directory)/\(include.name)"
      return FileManager.default.contents(atPath: path).map { (path, String(decoding: $0, as: UTF8.self)) }
    }
  }

  private func directoriesOf(_ files: [String]) -> [String] {
    Set(files.map { ($0 as NSString).deletingLastPathComponent }).sorted()
  }

  private func has(_ parent: String, in directory: String) -> Int {
    !parent.isEmpty && FileManager.default.fileExists(atPath: "\(directory)/\(parent)") ? 1 : 0
  }

  /// A file that is pasted into others, such as a list of macro calls, has what they include; an include in it might stand
  /// in the middle of a class.
  static func mayInclude(_ path: String, commands: [CompileCommand]) -> Bool {
    FileDirectives.isGuarded(path) || commands.contains { $0.file == path }
  }
}
