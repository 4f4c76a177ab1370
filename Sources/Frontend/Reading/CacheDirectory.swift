import Glibc

/// Where Deed keeps what it can make again: `DEED_CACHE`, or `deed` in `XDG_CACHE_HOME` or `~/.cache`.
struct CacheDirectory: Sendable {
  var path: String?

  /// What is kept may take so many bytes; beyond them the least recently used goes.
  static let limit = 1 << 30
  /// Not even to make room: another process may be using it.
  private static let minimumAge = 3600

  init(_ path: String? = nil) { self.path = path ?? Self.standard() }

  private static func standard() -> String? {
    func variable(_ name: String) -> String? {
      guard let value = getenv(name), value.pointee != 0 else { return nil }
      return String(cString: value)
    }
    if let path = variable("DEED_CACHE") { return FilePath.absolute(path, in: FilePath.current) }
    if let path = variable("XDG_CACHE_HOME") { return path + "/deed" }
    return variable("HOME").map { $0 + "/.cache/deed" }
  }

  /// Makes a directory below, with all above it. `nil` where it cannot be written to.
  func writableDirectory(_ name: String) -> String? {
    guard let path else { return nil }
    let wanted = "\(path)/\(name)"
    var made = ""
    for part in wanted.split(separator: "/") {
      made += "/" + part
      mkdir(made, 0o755)
    }
    return access(wanted, W_OK | X_OK) == 0 ? wanted : nil
  }

  /// Deletes what was used longest ago until the rest is within the limit.
  static func trim(_ directory: String, to limit: Int = limit) {
    var entries: [(path: String, size: Int, used: Int)] = []
    for path in contents(of: directory) {
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      entries.append((path, Int(status.st_size), Int(status.st_mtim.tv_sec)))
    }
    var total = entries.reduce(0) { $0 + $1.size }
    let now = Int(time(nil))
    for entry in entries.sorted(by: { ($0.used, $0.path) < ($1.used, $1.path) }) {
      guard total > limit, now - entry.used > minimumAge else { return }
      if unlink(entry.path) == 0 { total -= entry.size }
    }
  }

  static func contents(of directory: String) -> [String] {
    guard let handle = opendir(directory) else { return [] }
    defer { closedir(handle) }
    var result: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { result.append(directory + "/" + name) }
    }
    return result
  }
}

/// A directory of this process's own, where headers are precompiled; what can be kept is moved to its parent.
///
/// Each process has another one, so that several at once do not disturb each other; those that a killed process left
/// behind are removed by a later one: at once where it has the same number, as one that starts again after a crash has.
struct ScratchDirectory {
  var path: String?
  /// Where the cache directory could not be used.
  var warning: String?

  /// The cache's directory for precompiled headers.
  static let headers = "headers"
  private static let abandonedAfter = 24 * 3600

  init(in cache: CacheDirectory) {
    if let parent = cache.writableDirectory(Self.headers) {
      Self.removeAbandoned(in: parent)
      path = Self.makeUnique("\(parent)/\(getpid())-XXXXXX")
    }
    if path == nil {
      warning =
        "\(cache.path ?? "no home directory"): cannot be written to, so nothing is cached; DEED_CACHE names another directory"
      let temporary = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
      path = Self.makeUnique(temporary + "/deed-XXXXXX")
    }
  }

  private static func makeUnique(_ template: String) -> String? {
    var bytes = Array(template.utf8CString)
    return mkdtemp(&bytes).map { String(cString: $0) }
  }

  func remove() {
    if let path { Self.remove(path) }
  }

  private static func remove(_ directory: String) {
    for file in CacheDirectory.contents(of: directory) { unlink(file) }
    rmdir(directory)
  }

  private static func removeAbandoned(in parent: String) {
    let now = Int(time(nil))
    for directory in CacheDirectory.contents(of: parent) {
      var status = stat()
      guard lstat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
        now - Int(status.st_mtim.tv_sec) > abandonedAfter
          || FilePath.name(of: directory).hasPrefix("\(getpid())-")
      else { continue }
      remove(directory)
    }
  }
}
