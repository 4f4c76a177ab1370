#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the system says of the last call that failed.
func systemReason() -> String { String(cString: strerror(errno)) }

func readBytes(_ path: String) throws(FaustError) -> [UInt8] {
  guard let file = fopen(path, "rb") else { throw .unreadableFile(path: path, reason: systemReason()) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    bytes += chunk[..<count]
    if count < chunk.count { break }
  }
  guard ferror(file) == 0 else { throw .unreadableFile(path: path, reason: systemReason()) }
  return bytes
}

func readText(_ path: String) throws(FaustError) -> String {
  guard let text = String(validating: try readBytes(path), as: UTF8.self) else {
    throw .unreadableFile(path: path, reason: "it is not text in UTF-8")
  }
  return text
}

/// Writes a file whole or not at all: what was there before stays until the new one is complete.
func writeBytes(_ bytes: [UInt8], to path: String) throws(FaustError) {
  let new = path + ".new"
  guard let file = fopen(new, "wb") else { throw .unwritableFile(path: path, reason: systemReason()) }
  let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
  guard fclose(file) == 0, isWritten, rename(new, path) == 0 else {
    let reason = systemReason()
    unlink(new)
    throw .unwritableFile(path: path, reason: reason)
  }
}
