import Synchronization

/// The project's files that units are sure to include, by the text of their `#include`s alone: what stands under a condition of the
/// preprocessor is left out.
///
/// ```swift
/// let includes = UnitIncludes(of: commands)
/// let files = includes.files(of: 0)
/// ```
public final class UnitIncludes: Sendable {
  private let commands: [CompileCommand]
  private let units: [[String]]
  private let graph: Mutex<IncludeGraph>

  public init(of commands: [CompileCommand]) {
    self.commands = commands
    let graph = IncludeGraph()
    var known: [[String]: SearchPaths] = [:]
    units = commands.map { command in
      let key = [command.directory] + command.configuration
      let paths = known[key] ?? SearchPaths(command)
      known[key] = paths
      return graph.files(in: command.file, paths)
    }
    self.graph = Mutex(graph)
  }

  /// By the number of a command: the unit's source first, then the others in the order in which the compiler meets them.
  public func files(of unit: Int) -> [String] { units[unit] }

  /// What a header includes where a unit includes it.
  public func files(of header: String, in unit: Int) -> [String] {
    graph.withLock { $0.files(in: header, SearchPaths(commands[unit])) }
  }
}

extension IncludeGraph {
  fileprivate func files(in path: String, _ paths: SearchPaths) -> [String] {
    closure(of: path, paths, followsConditions: false).map { nodes[$0].path }
  }
}

extension CompileCommand {
  /// How the unit's `#include` names a file, seen from the nearest of the directories that its flags name; `nil` where none leads there.
  public func includeName(of path: String) -> String? {
    let directories = includeDirectories.filter { path.hasPrefix($0 + "/") }
    guard let nearest = directories.max(by: { $0.utf8.count < $1.utf8.count }) else { return nil }
    return String(path.dropFirst(nearest.utf8.count + 1))
  }
}
