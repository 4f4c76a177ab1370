/// Where a command's `#include`s are looked for, as far as its own flags say: the project's headers.
struct SearchPaths: Hashable {
  /// For `"name"`, after the including file's own directory.
  var quoted: [String] = []
  /// For both kinds.
  var common: [String] = []
  /// What is found there is a system header.
  var system: [String] = []

  init(_ command: CompileCommand) {
    let arguments = command.arguments
    var index = 1
    while index < arguments.count {
      for (flag, path) in Self.flags where arguments[index].hasPrefix(flag) {
        var value = String(arguments[index].dropFirst(flag.count))
        if value.isEmpty {
          index += 1
          guard index < arguments.count else { return }
          value = arguments[index]
        }
        self[keyPath: path].append(FilePath.absolute(value, in: command.directory))
        break
      }
      index += 1
    }
  }

  private static let flags: [(String, any WritableKeyPath<SearchPaths, [String]> & Sendable)] = [
    ("-iquote", \.quoted), ("-isystem", \.system), ("-idirafter", \.system), ("-I", \.common),
  ]
}

extension CompileCommand {
  /// The directories in which the command's own flags look for project headers, in order.
  public var includeDirectories: [String] {
    let paths = SearchPaths(self)
    return paths.quoted + paths.common
  }
}
