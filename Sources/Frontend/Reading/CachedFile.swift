import Facts
import Glibc

/// A file as it was when facts were made of it.
struct CachedFile: Hashable {
  var path: String
  var size: UInt64
  var seconds: Int64
  var nanoseconds: Int64
  var contentHash: UInt64

  init(path: String, size: UInt64, seconds: Int64, nanoseconds: Int64, contentHash: UInt64) {
    self.path = path
    self.size = size
    self.seconds = seconds
    self.nanoseconds = nanoseconds
    self.contentHash = contentHash
  }

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let bytes = FileBytes.read(path) else {
      return nil
    }
    self.init(
      path: path, size: UInt64(status.st_size), seconds: Int64(status.st_mtim.tv_sec),
      nanoseconds: Int64(status.st_mtim.tv_nsec), contentHash: ContentHash.of(bytes))
  }

  func isOlder(than time: timespec) -> Bool {
    (seconds, nanoseconds) < (Int64(time.tv_sec), Int64(time.tv_nsec))
  }

  /// Same size and time, or at least the same content: a file that was checked out anew is not a changed one.
  var isUnchanged: Bool {
    var status = stat()
    guard stat(path, &status) == 0, UInt64(status.st_size) == size else { return false }
    if status.st_mtim.tv_sec == seconds && status.st_mtim.tv_nsec == nanoseconds { return true }
    return FileBytes.read(path).map { ContentHash.of($0) == contentHash } ?? false
  }
}

/// Whole files as bytes.
enum FileBytes {
  static func read(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let size = Int(status.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
      while initialized < size {
        let count = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: initialized), size - initialized)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }
        initialized += count
      }
    }
    return bytes.count == size ? bytes : nil
  }

  /// Writes beside the place and then puts it there in one step: whoever reads meanwhile sees the old or the new file.
  static func replace(_ path: String, _ bytes: [UInt8]) -> String? {
    var template = Array("\(path).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    let temporary = template.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
    var written = 0
    var failure: Int32 = 0
    while written < bytes.count && failure == 0 {
      let count = bytes.withUnsafeBytes { raw in
        write(descriptor, raw.baseAddress?.advanced(by: written), raw.count - written)
      }
      if count > 0 { written += count } else if errno != EINTR { failure = errno }
    }
    if close(descriptor) != 0 && failure == 0 { failure = errno }
    if failure == 0 && rename(temporary, path) != 0 { failure = errno }
    guard failure != 0 else { return nil }
    unlink(temporary)
    return String(cString: strerror(failure))
  }
}
