import Facts

/// Reads the units of commands and links them to one program.
///
/// The facts depend on the commands and the files alone: not on the number of threads, nor on whether headers are shared or
/// facts come from the cache. A unit that cannot be read is reported, and the rest goes on.
///
/// ```swift
/// let selection = try CommandSelection(files: [], build: "build")
/// let result = read(selection.commands, options: ReadOptions(threads: 4))
/// ```
///
/// - Parameter progress: told how many units are done, of how many, and the last one's source; from any thread.
public func read(
  _ commands: [CompileCommand], options: ReadOptions = ReadOptions(),
  progress: @escaping @Sendable (_ done: Int, _ total: Int, _ file: String) -> Void = { _, _, _ in }
) -> ReadResult {
  let clock = ContinuousClock()
  var cacheTime = Duration.zero
  var warnings: [String] = []
  let directory = CacheDirectory(options.cacheDirectory)
  var cache: ProgramCache?
  if options.isCacheable {
    let start = clock.now
    let found = ProgramCache(commands, options: options, in: directory)
    if let result = found.load() { return result.timed(caching: clock.now - start) }
    cache = found
    cacheTime = clock.now - start
  }

  let scratch = ScratchDirectory(in: directory)
  if let warning = scratch.warning, options.sharesHeaders { warnings.append(warning) }
  let session = ReadSession(commands, options: options, scratch: scratch.path, progress: progress)
  var result = session.run()
  scratch.remove()

  if let cache {
    let start = clock.now
    if let warning = cache.store(result, filesRead: session.filesRead, filesMissing: session.filesMissing),
      warnings.isEmpty
    {
      warnings.append(warning)
    }
    cacheTime += clock.now - start
  }
  result.warnings = warnings
  return result.timed(caching: cacheTime)
}

extension ReadResult {
  fileprivate func timed(caching: Duration) -> ReadResult {
    var result = self
    result.statistics.caching = caching
    return result
  }
}
