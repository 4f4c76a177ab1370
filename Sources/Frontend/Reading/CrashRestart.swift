import ClangBridge

/// What becomes of a crash inside Clang or the lowering: the process starts itself again and leaves out what crashed.
///
/// Neither Clang nor the runtimes can go on after a crash in their middle. For a library that is its user's affair; a
/// program that calls `enable` is replaced by a new one of the same arguments, which reports the unit and reads the rest.
///
/// ```swift
/// CrashRestart.enable(arguments: CommandLine.arguments)
/// ```
public enum CrashRestart {
  /// To be called once, before anything is read.
  public static func enable(arguments: [String]) {
    var texts = arguments.map { Array($0.utf8CString) }
    var pointers: [UnsafePointer<CChar>?] = []
    for index in texts.indices {
      texts[index].withUnsafeMutableBufferPointer { buffer in
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: buffer.count)
        if let base = buffer.baseAddress { copy.update(from: base, count: buffer.count) }
        pointers.append(UnsafePointer(copy))
      }
    }
    pointers.append(nil)
    pointers.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { bridge_restart_enable(base) }
    }
    for pointer in pointers { pointer?.deallocate() }
  }

  /// Whether an earlier life of this process crashed on it.
  static func hasCrashed(_ name: String) -> Bool { crashed.contains(name) }

  /// Runs what may crash; `nil` without running it where it is known to.
  static func guarding<Result>(_ name: String, _ body: () -> Result) -> Result? {
    if hasCrashed(name) { return nil }
    bridge_restart_begin(name)
    defer { bridge_restart_end() }
    return body()
  }

  private static let crashed = Set(
    String(cString: bridge_restart_crashed()).split(separator: "\n").map(String.init))
}
