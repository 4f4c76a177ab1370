/// How one translation unit is compiled. Nothing in it is ever run.
public struct CompileCommand: Hashable, Sendable {
  public var directory: String
  /// The source, absolute.
  public var file: String
  /// The compiler's name and all that follows it, the source's name among it.
  public var arguments: [String]

  public init(directory: String, file: String, arguments: [String]) {
    self.directory = directory
    self.file = file
    self.arguments = arguments
  }
}

extension CompileCommand {
  /// The arguments that decide how headers read: without the source, and without what names outputs.
  ///
  /// Commands in one directory with equal configurations can share headers.
  var configuration: [String] {
    var result: [String] = []
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      defer { index += 1 }
      if Self.outputsWithValue.contains(argument) {
        index += 1
      } else if Self.outputsAlone.contains(argument) || Self.isJoinedOutput(argument) {
        continue
      } else if index > 0, !argument.hasPrefix("-"), FilePath.absolute(argument, in: directory) == file {
        continue
      } else {
        result.append(argument)
      }
    }
    // The last `--` only separates the source's name.
    if result.last == "--" { result.removeLast() }
    return result
  }

  /// The language that the file's name implies, as far as the compiler tells one from another.
  var impliedLanguage: String {
    switch FilePath.pathExtension(of: file) {
    case "c": "c"
    case "m": "objective-c"
    case "mm", "M": "objective-c++"
    case "h": "header"
    case "i": "c-preprocessed"
    case "ii": "c++-preprocessed"
    default: "c++"
    }
  }

  private static let outputsWithValue: Set<String> = ["-o", "-MF", "-MT", "-MQ", "-MJ"]
  private static let outputsAlone: Set<String> = ["-c", "-MD", "-MMD", "-MP", "-MG"]

  private static func isJoinedOutput(_ argument: String) -> Bool {
    ["-o", "-MF", "-MT", "-MQ", "-MJ"].contains { argument.hasPrefix($0) } && !argument.hasPrefix("-objc")
      && !argument.hasPrefix("-openmp")
  }
}

/// Why no commands can be had, in one line.
public struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String

  public init(_ description: String) { self.description = description }
}
