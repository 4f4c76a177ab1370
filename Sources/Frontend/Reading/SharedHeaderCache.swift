import Facts
import Glibc

/// Precompiled headers on disk, each with the facts of what the headers themselves define: good as long as no file that they
/// come from has changed.
///
/// The name is a hash of the flags, the headers and the tool. Clang checks the precompiled file against its headers once
/// more when it is used; a unit for which that fails is parsed plainly.
struct SharedHeaderCache {
  /// What is kept may take so many bytes.
  static let limit = 1 << 29

  private let base: String
  private let parent: String
  private let began: timespec

  /// `nil` where nothing can be kept.
  init?(_ arguments: [String], _ group: UnitGroup, options: ReadOptions) {
    guard options.isCacheable,
      let parent = CacheDirectory(options.cacheDirectory).writableDirectory(ScratchDirectory.headers)
    else { return nil }
    var hash = StableHash()
    hash.combine(FactBase.binaryVersion)
    hash.combine(CachedProgram.version)
    hash.combine(options.toolVersion)
    hash.combine(options.recordsLayout ? UInt32(1) : 0)
    hash.combine(ClangPrefix.resourceDirectory)
    hash.combine(group.representative.directory)
    for list in [arguments, group.sharedHeaders] {
      hash.combine(UInt64(list.count))
      for text in list { hash.combine(text) }
    }
    self.parent = parent
    base = "\(parent)/\(String(hash.value, radix: 16))"
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    began = now
  }

  var precompiled: String { base + ".pch" }
  private var described: String { base + ".facts" }

  /// What is kept, if it is there and nothing has changed. Damage of any kind is the same as absence.
  func load() -> CachedProgram? {
    guard let bytes = FileBytes.read(described), let kept = CachedProgram(ifCurrent: bytes),
      kept.files.contains(where: { $0.path == precompiled })
    else { return nil }
    // Their time says when they were last of use.
    utimensat(AT_FDCWD, precompiled, nil, 0)
    utimensat(AT_FDCWD, described, nil, 0)
    return kept
  }

  /// Keeps a precompiled file. False where that is impossible; the file is where it was then.
  func store(_ file: String, headers: [String], _ result: UnitResult, besides umbrella: String) -> Bool {
    var files: [CachedFile] = []
    for path in result.filesRead where path != umbrella {
      // Changed while it was read, or gone.
      guard let file = CachedFile(path), file.isOlder(than: began) else { return false }
      files.append(file)
    }
    guard rename(file, precompiled) == 0, let own = CachedFile(precompiled) else { return false }
    files.append(own)
    let kept = CachedProgram(
      files: files, missing: result.filesMissing, units: 1, headers: headers, facts: result.facts)
    // Without its description the precompiled file serves this run, and is made anew by the next.
    _ = FileBytes.replace(described, kept.bytes())
    CacheDirectory.trim(parent, to: Self.limit)
    return true
  }
}
