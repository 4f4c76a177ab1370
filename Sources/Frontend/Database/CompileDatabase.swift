import ClangBridge

/// The commands of a `compile_commands.json` or a `compile_flags.txt`.
public struct CompileDatabase: Sendable {
  /// The file that they come from.
  public var path: String
  /// In the database's order, each distinct one once: a file may be compiled in several ways.
  public var commands: [CompileCommand]
  /// A line for each entry that is of no use; the others are read all the same.
  public var problems: [String]

  /// Reads the JSON file itself, or the one in a directory.
  ///
  /// ```swift
  /// let database = try CompileDatabase(at: "build")
  /// ```
  public init(at path: String) throws(DatabaseError) {
    let absolute = FilePath.absolute(path, in: FilePath.current)
    guard FilePath.exists(absolute) else {
      throw DatabaseError("\(path): no such file or directory; -p wants a build directory or a compile_commands.json")
    }
    var file = absolute
    if FilePath.isDirectory(absolute) {
      file = FilePath.normalized(absolute + "/compile_commands.json")
      guard FilePath.exists(file) else {
        throw DatabaseError(
          "\(path): no compile_commands.json in this directory; CMake writes one with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON"
        )
      }
    }
    try self.init(handle: bridge_commands_from_json(file), path: file)
  }

  /// Reads a `compile_flags.txt`, whose flags serve for each of the files.
  public init(flagsFile path: String, for files: [String]) throws(DatabaseError) {
    let handle = withCStringPointers(files) { bridge_commands_from_flags_file(path, $0, files.count) }
    try self.init(handle: handle, path: path)
  }

  private init(handle: OpaquePointer, path: String) throws(DatabaseError) {
    defer { bridge_commands_free(handle) }
    if let failure = bridge_commands_failure(handle) { throw DatabaseError("\(path): \(String(cString: failure))") }
    self.path = path
    problems = (0..<bridge_commands_problem_count(handle)).map {
      "\(path): \(String(cString: bridge_commands_problem(handle, $0)))"
    }
    commands = []
    var known: Set<CompileCommand> = []
    for index in 0..<bridge_commands_count(handle) {
      let command = CompileCommand(
        directory: String(cString: bridge_commands_directory(handle, index)),
        file: String(cString: bridge_commands_file(handle, index)),
        arguments: (0..<bridge_commands_argument_count(handle, index)).map {
          String(cString: bridge_commands_argument(handle, index, $0))
        })
      // Two entries that differ only in where the object goes say the same about the source.
      var essence = command
      essence.arguments = command.configuration
      if known.insert(essence).inserted { commands.append(command) }
    }
  }
}

/// Lends strings to C as an array of pointers.
func withCStringPointers<Result>(
  _ strings: [String], _ body: ([UnsafePointer<CChar>?]) throws -> Result
) rethrows -> Result {
  // One buffer for all of them: the pointers stay good while it is borrowed.
  var bytes: [CChar] = []
  var offsets: [Int] = []
  for string in strings {
    offsets.append(bytes.count)
    bytes.append(contentsOf: string.utf8CString)
  }
  bytes.append(0)
  return try bytes.withUnsafeBufferPointer { buffer in
    try body(offsets.map { buffer.baseAddress?.advanced(by: $0) })
  }
}
