import Glibc

/// Paths as texts: absolute, with one slash between names and no dots, so that one file has one spelling.
enum FilePath {
  /// Does not follow symbolic links, as the compiler does not.
  static func absolute(_ path: String, in directory: String) -> String {
    normalized(path.utf8.first == UInt8(ascii: "/") ? path : directory + "/" + path)
  }

  static func normalized(_ path: String) -> String {
    // Nearly every path that is met is in order already.
    if isNormal(path) { return path }
    var names: [Substring] = []
    for name in path.split(separator: "/", omittingEmptySubsequences: true) where name != "." {
      if name == ".." { _ = names.popLast() } else { names.append(name) }
    }
    return "/" + names.joined(separator: "/")
  }

  private static func isNormal(_ path: String) -> Bool {
    let slash = UInt8(ascii: "/")
    let dot = UInt8(ascii: ".")
    var previous: UInt8 = 0
    var isFirst = true
    for byte in path.utf8 {
      if isFirst {
        guard byte == slash else { return false }
        isFirst = false
      } else if previous == slash, byte == slash || byte == dot {
        // A name that begins with a dot is looked at the slow way.
        return false
      }
      previous = byte
    }
    return !isFirst && (previous != slash || path.utf8.count == 1)
  }

  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func name(of path: String) -> Substring {
    path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...]
  }

  /// What follows the last dot of the name, in lower case only where it is written so: `.C` is C++, `.c` is C.
  static func pathExtension(of path: String) -> Substring {
    let name = name(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...]
  }

  static func isFile(_ path: String) -> Bool { mode(of: path).map { $0 & S_IFMT == S_IFREG } ?? false }
  static func isDirectory(_ path: String) -> Bool { mode(of: path).map { $0 & S_IFMT == S_IFDIR } ?? false }
  static func exists(_ path: String) -> Bool { mode(of: path) != nil }

  private static func mode(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode : nil
  }

  /// With every symbolic link followed; the path itself where there is no such file.
  static func resolvingLinks(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  static var current: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }
}

extension FilePath {
  static func contents(of path: String) -> [UInt8]? {
    guard let stream = fopen(path, "rbe") else { return nil }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { bytes += buffer[..<count] }
    return bytes
  }
}
