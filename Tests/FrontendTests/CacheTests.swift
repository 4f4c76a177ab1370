import Facts
import Frontend
import Glibc
import Testing

@Suite("The cache of facts")
struct CacheTests {
  @Test func unchangedFilesAreNotReadAgain() throws {
    let (tree, commands) = try Project(units: 2).write()
    let cold = read(commands, options: options(tree, cached: true))
    let warm = read(commands, options: options(tree, cached: true))
    #expect(!cold.statistics.isFromCache)
    #expect(warm.statistics.isFromCache)
    #expect(warm.facts == cold.facts)
    #expect(warm.statistics.units == 2)
    #expect(!read(Array(commands.dropLast()), options: options(tree, cached: true)).statistics.isFromCache)
    #expect(!read(commands, options: options(tree, cached: false)).statistics.isFromCache)
  }

  @Test func aChangedHeaderIsRead() throws {
    let project = Project(units: 2)
    let (tree, commands) = try project.write()
    _ = read(commands, options: options(tree, cached: true))
    // The same content at another time is no change.
    try tree.write("include/rare.h", project.files["include/rare.h"] ?? "")
    #expect(read(commands, options: options(tree, cached: true)).statistics.isFromCache)
    try tree.write(
      "include/rare.h", "#pragma once\n#include \"count.h\"\ninline void rarer(Counted *c) { c->add(); }\n")
    let result = read(commands, options: options(tree, cached: true))
    #expect(!result.statistics.isFromCache)
    #expect(result.facts.functions.contains { result.facts[$0.name] == "rarer" })
    unlink(tree.path("include/rare.h"))
    #expect(!read(commands, options: options(tree, cached: true)).statistics.isFromCache)
  }

  @Test func aHeaderThatShadowsAnotherIsSeen() throws {
    var project = Project(units: 0)
    project.files["first/none.h"] = ""
    project.files["second/one.h"] = "#pragma once\ninline int one() { return 1; }\n"
    project.files["a.cpp"] =
      "#include <one.h>\n#if __has_include(\"two.h\")\n#include \"two.h\"\n#endif\nint a() { return one(); }\n"
    let (tree, _) = try project.write()
    let command = CompileCommand(
      directory: tree.root, file: tree.path("a.cpp"),
      arguments: ["clang++", "--driver-mode=g++", "-Ifirst", "-Isecond", "-c", "a.cpp"])
    #expect(read([command], options: options(tree, cached: true)).failures.isEmpty)
    #expect(read([command], options: options(tree, cached: true)).statistics.isFromCache)
    try tree.write("first/one.h", "#pragma once\ninline int one() { return 2; }\ninline int other() { return 3; }\n")
    let shadowed = read([command], options: options(tree, cached: true))
    #expect(!shadowed.statistics.isFromCache)
    #expect(shadowed.facts.functions.contains { shadowed.facts[$0.name] == "other" })
    try tree.write("two.h", "inline int two() { return 2; }\n")
    #expect(!read([command], options: options(tree, cached: true)).statistics.isFromCache)
  }

  @Test func whatFailedIsToldAgainUntilItCanBeRead() throws {
    let (tree, commands) = try Project(units: 2).write()
    let missing = CompileCommand(
      directory: tree.root, file: tree.path("late.cpp"), arguments: ["clang++", "-c", "late.cpp"])
    let all = commands + [missing]
    let cold = read(all, options: options(tree, cached: true))
    #expect(cold.failures.count == 1)
    let warm = read(all, options: options(tree, cached: true))
    #expect(warm.statistics.isFromCache && warm.failures == cold.failures && warm.facts == cold.facts)
    try tree.write("late.cpp", "int late() { return 1; }\n")
    let read = read(all, options: options(tree, cached: true))
    #expect(!read.statistics.isFromCache && read.failures.isEmpty)
  }

  @Test(arguments: ["truncated", "flipped", "foreign", "empty", "directory"])
  func damageIsTheSameAsAbsence(kind: String) throws {
    let (tree, commands) = try Project(units: 2).write()
    let cold = read(commands, options: options(tree, cached: true))
    for path in entries(of: tree.path("cache/programs")) {
      var bytes = try #require(contents(of: path))
      switch kind {
      case "truncated": bytes.removeLast(bytes.count / 3)
      case "flipped": bytes[bytes.count / 2] ^= 0x10
      case "foreign": bytes = Array("not facts at all, but longer than a header is\n".utf8)
      case "empty": bytes = []
      default: break
      }
      unlink(path)
      if kind == "directory" { mkdir(path, 0o755) } else { try write(bytes, to: path) }
    }
    let again = read(commands, options: options(tree, cached: true))
    #expect(!again.statistics.isFromCache)
    #expect(again.facts == cold.facts)
    #expect(again.warnings.count == (kind == "directory" ? 1 : 0))
    #expect(read(commands, options: options(tree, cached: true)).statistics.isFromCache == (kind != "directory"))
  }

  @Test func aCacheThatCannotBeWrittenIsOneWarning() throws {
    let (tree, commands) = try Project().write()
    try tree.write("file", "in the way")
    var blocked = options(tree, cached: true)
    blocked.cacheDirectory = tree.path("file/cache")
    let result = read(commands, options: blocked)
    #expect(result.warnings.count == 1)
    #expect(result.warnings.first?.contains("cannot be written to") == true)
    #expect(result.statistics.unitsWithSharedHeaders == 9)
    #expect(result.facts == read(commands, options: options(tree)).facts)
  }

  @Test func nothingIsLeftBehindButFactsAndHeaders() throws {
    let (tree, commands) = try Project().write()
    _ = read(commands, options: options(tree, cached: true))
    #expect(entries(of: tree.path("cache/headers")).allSatisfy { $0.hasSuffix(".pch") || $0.hasSuffix(".facts") })
    #expect(entries(of: tree.path("cache/programs")).count == 1)
    let (other, others) = try Project().write()
    _ = read(others, options: options(other))
    #expect(entries(of: other.path("cache/headers")).isEmpty)
  }

  @Test func precompiledHeadersServeTheNextRun() throws {
    let (tree, commands) = try Project().write()
    let cold = read(commands, options: options(tree, cached: true))
    let kept = entries(of: tree.path("cache/headers"))
    #expect(!kept.isEmpty)
    // Another program of the same headers: its facts are not there yet.
    let fewer = Array(commands.dropLast())
    let next = read(fewer, options: options(tree, cached: true))
    #expect(
      !next.statistics.isFromCache && next.statistics.unitsWithSharedHeaders > 0 && next.statistics.fallbacks == 0)
    #expect(next.statistics.sharedHeaders == cold.statistics.sharedHeaders)
    #expect(entries(of: tree.path("cache/headers")).count == kept.count, "they were made only once")
    #expect(next.facts == read(fewer, options: options(tree)).facts)
  }

  @Test(arguments: ["changed", "truncated", "gone"])
  func precompiledHeadersThatNoLongerHoldAreMadeAnew(kind: String) throws {
    let project = Project()
    let (tree, commands) = try project.write()
    _ = read(commands, options: options(tree, cached: true))
    let precompiled = try #require(entries(of: tree.path("cache/headers")).first { $0.hasSuffix(".pch") })
    switch kind {
    case "changed":
      let header = try #require(project.files["include/count.h"])
      try tree.write("include/count.h", header + "\ninline int added() { return 1; }\n")
    case "truncated":
      var bytes = try #require(contents(of: precompiled))
      bytes.removeLast(bytes.count / 2)
      try write(bytes, to: precompiled)
    default: unlink(precompiled)
    }
    let fewer = Array(commands.dropLast())
    let result = read(fewer, options: options(tree, cached: true))
    #expect(result.statistics.unitsWithSharedHeaders > 0 && result.statistics.fallbacks == 0)
    #expect(result.facts == read(fewer, options: options(tree)).facts)
    #expect(result.facts.functions.contains { result.facts[$0.name] == "added" } == (kind == "changed"))
  }

  private func entries(of directory: String) -> [String] {
    guard let handle = opendir(directory) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if !name.hasPrefix(".") { names.append(directory + "/" + name) }
    }
    return names
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let file = try #require(fopen(path, "w"))
    _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
  }

  private func contents(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return bytes
  }
}
