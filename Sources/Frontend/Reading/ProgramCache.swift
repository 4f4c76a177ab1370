import ClangBridge
import Facts
import Glibc

/// A program's facts on disk, good as long as no file that they come from has changed.
///
/// The name is a hash of the commands and of the tool; the beginning lists every file that was read, and every place where one
/// was looked for in vain. A unit that could not be read is part of what is kept: it is tried again when one of those
/// changes, or when nothing is taken from the cache.
struct ProgramCache {
  private let directory: CacheDirectory
  private let name: String
  private let began: timespec

  init(_ commands: [CompileCommand], options: ReadOptions, in directory: CacheDirectory) {
    self.directory = directory
    var hash = StableHash()
    hash.combine(FactBase.binaryVersion)
    hash.combine(CachedProgram.version)
    hash.combine(options.toolVersion)
    hash.combine(ClangPrefix.resourceDirectory)
    // Both ways give the same facts; whoever asks for one of them wants to see that.
    hash.combine(options.sharesHeaders ? UInt32(1) : 0)
    hash.combine(options.recordsLayout ? UInt32(1) : 0)
    for command in commands {
      hash.combine(command.directory)
      hash.combine(command.file)
      hash.combine(UInt64(command.arguments.count))
      for argument in command.arguments { hash.combine(argument) }
    }
    name = String(hash.value, radix: 16) + ".facts"
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    began = now
  }

  /// The facts, if they are there and nothing has changed. Damage of any kind is the same as absence.
  func load() -> ReadResult? {
    guard let directory = directory.path else { return nil }
    let path = "\(directory)/programs/\(name)"
    guard let bytes = FileBytes.read(path), let program = CachedProgram(ifCurrent: bytes) else { return nil }
    // Its time says when it was last of use.
    utimensat(AT_FDCWD, path, nil, 0)
    var statistics = ReadStatistics()
    statistics.units = program.units
    statistics.isFromCache = true
    return ReadResult(
      facts: program.facts, diagnostics: program.diagnostics, failures: program.failures, warnings: [],
      statistics: statistics)
  }

  /// Keeps the facts. A line where that is impossible.
  func store(_ result: ReadResult, filesRead: [String], filesMissing: [String]) -> String? {
    guard let parent = directory.writableDirectory("programs") else {
      return
        "\(directory.path ?? "no home directory"): cannot be written to, so nothing is cached; DEED_CACHE names another directory"
    }
    var files: [CachedFile] = []
    for path in filesRead {
      // Changed while it was read, or gone: nobody knows which of its contents the facts are about.
      guard let file = CachedFile(path), file.isOlder(than: began) else { return nil }
      files.append(file)
    }
    let program = CachedProgram(
      files: files, missing: filesMissing, units: result.statistics.units, diagnostics: result.diagnostics,
      failures: result.failures,
      facts: result.facts)
    if let reason = FileBytes.replace("\(parent)/\(name)", program.bytes()) {
      return "\(parent): the facts could not be cached: \(reason)"
    }
    CacheDirectory.trim(parent)
    return nil
  }
}
