import Foundation
import Testing

/// `deed/ref.hpp` as its users meet it: compiled by their compilers.
@Suite("The header deed/ref.hpp") struct RefHeaderTests {
  private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let headers = here.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/Rewriting/Headers").path

  static let compilers = ["clang++-19", "g++"]
  static let standards = ["c++14", "c++17", "c++20"]

  @Test("counts as it says, with no warning", arguments: compilers, standards)
  func behaviour(compiler: String, standard: String) throws {
    let program = FileManager.default.temporaryDirectory.appendingPathComponent("deed-ref-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: program) }
    let compiled = try run([
      compiler, "-std=\(standard)", "-Wall", "-Wextra", "-Werror", "-I\(Self.headers)",
      Self.here.appendingPathComponent("Ref/behaviour.cpp").path, "-o", program,
    ])
    #expect(compiled.status == 0, "\(compiled.output)")
    let ran = try run([program])
    #expect(ran.status == 0, "\(ran.output)")
  }

  @Test("costs nothing over counting by hand", arguments: compilers, ["read", "pass", "share", "drop", "useFresh"])
  func machineCode(compiler: String, function: String) throws {
    let compiled = try run([
      compiler, "-std=c++14", "-O2", "-fno-asynchronous-unwind-tables", "-fcf-protection=none", "-S", "-o", "-",
      "-I\(Self.headers)", Self.here.appendingPathComponent("Ref/code.cpp").path,
    ])
    #expect(compiled.status == 0, "\(compiled.output)")
    let raw = instructions(of: function, in: "raw", assembly: compiled.output)
    #expect(raw.count > 1)
    #expect(raw == instructions(of: function, in: "ref", assembly: compiled.output))
  }

  /// The instructions between a function's label and its end; jump targets by order, since labels are numbered
  /// through the file.
  private func instructions(of function: String, in space: String, assembly: String) -> [String] {
    let symbol = "_ZN\(space.count)\(space)\(function.count)\(function)E"
    let lines = assembly.split(separator: "\n").map(String.init)
    guard let begin = lines.firstIndex(where: { $0.hasPrefix(symbol) && $0.contains(":") }) else { return [] }
    var labels: [Substring: String] = [:]
    var result: [String] = []
    for line in lines[(begin + 1)...] {
      var text = line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
      if text.hasPrefix(".size") || text.hasPrefix(".Lfunc_end") { break }
      if text.hasPrefix(".") && !text.hasPrefix(".L") { continue }
      for match in text.matches(of: /\.L[A-Za-z0-9_]+/) where labels[match.output] == nil {
        labels[match.output] = "label \(labels.count)"
      }
      for (label, name) in labels { text = text.replacingOccurrences(of: label, with: name) }
      if !text.isEmpty { result.append(text) }
    }
    return result
  }

  private func run(_ command: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
