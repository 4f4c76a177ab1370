import ClangBridge

/// How the files of a directory are laid out, as their `.clang-format` says.
public final class CodeStyle: Sendable {
  // Only read once it is made.
  nonisolated(unsafe) private let handle: OpaquePointer

  private init(handle: OpaquePointer) { self.handle = handle }

  deinit { bridge_style_free(handle) }

  /// The style that holds for a file; `nil` where no `.clang-format` says one.
  /// - Parameters:
  ///   - types: macros that stand for a type, as `STOLEN` in `STOLEN(T *) p`.
  ///   - attributes: macros that stand for an attribute.
  public static func of(fileAt path: String, types: [String] = [], attributes: [String] = []) -> CodeStyle? {
    guard let handle = bridge_style_find(path) else { return nil }
    for name in types { bridge_style_add_macro(handle, name, true) }
    for name in attributes { bridge_style_add_macro(handle, name, false) }
    return CodeStyle(handle: handle)
  }

  /// For code bases that say nothing: good for the place of an `#include`, not for layout.
  public static let unstated = CodeStyle(handle: bridge_style_default())

  /// Bytes to take out, and what to put there.
  public struct Replacement: Hashable, Sendable {
    public var range: Range<Int>
    public var text: String
  }

  /// What has to change in the lines of `ranges` for them to be laid out as the style says; `nil` where the formatter gives
  /// up on the text.
  public func replacements(in text: [UInt8], ranges: [Range<Int>], path: String) -> [Replacement]? {
    let bridged = ranges.map { BridgeRange(offset: $0.lowerBound, length: $0.count) }
    let collector = Collector()
    let isComplete = withTerminated(text) { bytes, count in
      bridged.withUnsafeBufferPointer { ranges in
        bridge_format(
          handle, path, bytes, count, ranges.baseAddress, ranges.count, Unmanaged.passUnretained(collector).toOpaque(),
          Collector.take)
      }
    }
    return isComplete ? collector.replacements : nil
  }

  /// Where `#include NAME` goes; `nil` where it is there already.
  public func include(_ name: String, isAngled: Bool, in text: [UInt8], path: String) -> Replacement? {
    let collector = Collector()
    withTerminated(text) { bytes, count in
      bridge_insert_include(
        handle, path, bytes, count, name, isAngled, Unmanaged.passUnretained(collector).toOpaque(), Collector.take)
    }
    return collector.replacements.first
  }

  /// Clang's lexer wants a zero after the text.
  private func withTerminated<Result>(
    _ text: [UInt8], _ body: (UnsafePointer<CChar>, Int) -> Result
  ) -> Result {
    let terminated = text + [0]
    return terminated.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        // Never empty, since the zero is there.
        characters.baseAddress.map { body($0, text.count) } ?? body("", 0)
      }
    }
  }

  private final class Collector {
    var replacements: [Replacement] = []

    static let take: BridgeReplacementTaker = { context, offset, length, bytes, count in
      guard let context else { return }
      let text = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
      Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue().replacements.append(
        Replacement(range: offset..<offset + length, text: text))
    }
  }
}
