import Foundation
import Ledger

/// Programs that tell the recorder of their objects, compiled and run with it loaded.
enum RecordedProgram {
  private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let root = here.deletingLastPathComponent().deletingLastPathComponent()

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  struct Outcome {
    var status: Int32
    var output: String
    var trace: String
  }

  /// A scratch directory for one test.
  static func scratch() throws -> URL {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("deed-ledger-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    return directory
  }

  /// `cache.cpp` is an example of the product; the others are for these tests alone.
  static func source(_ name: String) -> URL {
    name == "cache.cpp"
      ? root.appendingPathComponent("Examples/cache/cache.cpp") : here.appendingPathComponent("Programs/\(name)")
  }

  static func build(
    _ name: String, in directory: URL, compiler: String = "clang++-19", flags: [String] = [], output: String = "program"
  ) throws -> String {
    let program = directory.appendingPathComponent(output).path
    try check(
      [
        compiler, "-g", "-O1", "-fno-omit-frame-pointer", "-pthread", "-rdynamic",
        "-I\(root.appendingPathComponent("Sources/LedgerRecorder/include").path)",
        source(name).path, "-o", program,
      ] + flags)
    return program
  }

  /// The recorder, built once for all tests.
  private static let recorder: Result<String, any Error> = Result {
    let output = try scratch().appendingPathComponent("libdeed-recorder.so").path
    try check([root.appendingPathComponent("Scripts/build-recorder").path, output])
    return output
  }

  static func run(_ program: String, _ arguments: [String], mode: String = "full", in directory: URL) throws -> Outcome
  {
    let trace = directory.appendingPathComponent("run.trace").path
    try? FileManager.default.removeItem(atPath: trace)
    let result = try execute(
      [program] + arguments,
      environment: ["DEED_LEDGER": trace, "DEED_LEDGER_MODE": mode, "LD_PRELOAD": try recorder.get()])
    return Outcome(status: result.status, output: result.output, trace: trace)
  }

  private static func check(_ command: [String]) throws {
    let result = try execute(command, environment: [:])
    guard result.status == 0 else { throw Failure(description: result.output) }
  }

  static func execute(_ command: [String], environment: [String: String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = environment.map { "\($0.key)=\($0.value)" } + command
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
