import Glibc

/// A directory of files for one test, gone afterwards.
final class TemporaryTree {
  let root: String

  init(_ files: [String: String] = [:]) throws {
    var template = Array("/tmp/deed-test-XXXXXX".utf8CString)
    guard let path = mkdtemp(&template) else { throw TemporaryTreeError() }
    root = String(cString: path)
    for (name, text) in files { try write(name, text) }
  }

  deinit { remove(root) }

  func path(_ name: String) -> String { root + "/" + name }

  /// `ROOT` in a text stands for the tree's own path.
  func write(_ name: String, _ text: String) throws {
    var directory = root
    for part in name.split(separator: "/").dropLast() {
      directory += "/" + part
      mkdir(directory, 0o755)
    }
    guard let file = fopen(path(name), "w") else { throw TemporaryTreeError() }
    defer { fclose(file) }
    fputs(text.replacing("ROOT", with: root), file)
  }

  private func remove(_ path: String) {
    if unlink(path) == 0 { return }
    chmod(path, 0o755)
    if let directory = opendir(path) {
      while let entry = readdir(directory) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != "." && name != ".." { remove(path + "/" + name) }
      }
      closedir(directory)
    }
    rmdir(path)
  }
}

struct TemporaryTreeError: Error {}
