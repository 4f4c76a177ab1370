import ClangBridge

/// Texts that are read in the place of files on disk, by absolute path; many parses share them.
///
/// ```swift
/// let texts = FileTexts(["/src/list.h": edited])
/// ```
public final class FileTexts: Sendable {
  // Filled once, in the initialiser, and only read from then on.
  nonisolated(unsafe) let handle: OpaquePointer
  public let paths: [String]

  public init(_ texts: [String: [UInt8]]) {
    handle = bridge_texts_make()
    paths = texts.keys.sorted()
    for path in paths {
      texts[path]?.withUnsafeBytes { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          guard let start = characters.baseAddress else { return bridge_texts_add(handle, path, "", 0) }
          bridge_texts_add(handle, path, start, characters.count)
        }
      }
    }
  }

  deinit { bridge_texts_free(handle) }
}
