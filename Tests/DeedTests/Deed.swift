import Foundation
import Glibc
import Testing

/// The real binary, run as a person would run it.
enum Deed {
  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  struct Missing: Error { var path: String }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Beside the test bundle, where the build puts both.
  static func binary() throws -> URL {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    let beside = URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("deed")
    let usual = root.appendingPathComponent(".build/debug/deed")
    for candidate in [beside, usual] where FileManager.default.isExecutableFile(atPath: candidate.path) {
      return candidate
    }
    throw Missing(path: beside.path)
  }

  /// Runs `deed` with a clean environment; `variables` are added to it.
  static func run(
    _ words: [String], in directory: URL? = nil, variables: [String: String] = [:]
  ) throws -> Result {
    try run(executable: try binary(), words, in: directory, variables: variables)
  }

  /// Runs `deed` in a temporary tree, or in a directory below it; the tree is there until it has ended.
  static func run(
    _ words: [String], in tree: TemporaryTree, below path: String = "", variables: [String: String] = [:]
  ) throws -> Result {
    let directory = path.isEmpty ? tree.root : tree.root.appendingPathComponent(path)
    return try withExtendedLifetime(tree) { try run(words, in: directory, variables: variables) }
  }

  static func run(
    executable: URL, _ words: [String], in directory: URL? = nil, variables: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    process.executableURL = executable
    process.arguments = words
    process.currentDirectoryURL = directory ?? root
    process.environment = environment(variables)
    let output = Pipe()
    // Errors go to a file, so that two full pipes cannot wait for each other.
    let errorsFile = FileManager.default.temporaryDirectory.appendingPathComponent("deed-\(UUID().uuidString).err")
    try Data().write(to: errorsFile)
    defer { try? FileManager.default.removeItem(at: errorsFile) }
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errorsFile)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let errors = String(decoding: try Data(contentsOf: errorsFile), as: UTF8.self)
    return Result(status: process.terminationStatus, output: text, errors: errors)
  }

  /// What `deed record` and `deed cc` put into a program is made by scripts, not by the package: once for all tests.
  static func buildRecorder() throws { try recorder.get() }

  private static let recorder: Swift.Result<Void, any Error> = Swift.Result {
    for script in ["build-recorder", "build-hooks"] {
      let result = try run(executable: root.appendingPathComponent("Scripts/\(script)"), [])
      try #require(result.status == 0, "\(result.errors)")
    }
  }

  /// Compiles a program with hooks by `deed cc` or `deed c++`, records a run of it, and reads the trace.
  static func ledger(
    compiling words: [String], running arguments: [String] = [], in tree: TemporaryTree
  ) throws -> Result {
    try buildRecorder()
    let build = try run(words + ["-o", "program"], in: tree)
    #expect(build.status == 0 && build.errors.isEmpty, "\(build.errors)")
    let record = try run(["record", "-q", "-o", "trace", "--", "./program"] + arguments, in: tree)
    #expect(record.status == 0, "\(record.errors)")
    return try run(["ledger", "trace"], in: tree)
  }

  /// What `deed` writes when both of its streams are a terminal.
  static func runInTerminal(_ words: [String], variables: [String: String] = [:]) throws -> String {
    var controller: Int32 = 0
    var device: Int32 = 0
    try #require(openpty(&controller, &device, nil, nil, nil) == 0)
    let process = Process()
    process.executableURL = try binary()
    process.arguments = words
    process.currentDirectoryURL = root
    process.environment = environment(["TERM": "xterm"].merging(variables) { $1 })
    let terminal = FileHandle(fileDescriptor: device, closeOnDealloc: true)
    process.standardOutput = terminal
    process.standardError = terminal
    process.standardInput = FileHandle.nullDevice
    try process.run()
    try terminal.close()
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    // A terminal whose last writer has gone reports an error instead of an end.
    while case let count = read(controller, &buffer, buffer.count), count > 0 { text += buffer[..<count] }
    close(controller)
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }

  private static func environment(_ variables: [String: String]) -> [String: String] {
    var environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
    environment["HOME"] = ProcessInfo.processInfo.environment["HOME"]
    return environment.merging(variables) { $1 }
  }
}

/// A directory that is there for one test.
final class TemporaryTree: Sendable {
  let root: URL

  /// Makes the files named by their paths below the directory.
  init(_ files: [String: String]) throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent("deed-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    for (path, text) in files {
      let file = root.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  /// A database of units, each compiled by a command to which its name is added.
  func writeDatabase(of units: [String], command: String) throws {
    let entries = units.map {
      "{\"directory\": \"\(root.path)\", \"file\": \"\($0)\", \"command\": \"\(command) \($0)\"}"
    }
    try Data("[\(entries.joined(separator: ","))]".utf8)
      .write(to: root.appendingPathComponent("compile_commands.json"))
  }

  deinit { try? FileManager.default.removeItem(at: root) }
}
