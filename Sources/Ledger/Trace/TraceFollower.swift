import Foundation

/// Looks at a trace while it is being written: how much has happened, and whether mistakes were told.
///
/// Reads heads alone, each once; what threads count in their buffers is read again at each look.
public struct TraceFollower {
  public struct State: Hashable, Sendable {
    public var events: UInt64 = 0
    public var live = 0
    public var references = 0
    public var mistakes = 0
  }

  public let path: String
  private var file: FileHandle?
  private var offset: UInt64 = 0
  private var buffers: [UInt64] = []
  private var mistakes = 0

  public init(path: String) { self.path = path }

  /// Nil as long as there is no trace.
  public mutating func look() -> State? {
    if file == nil { file = FileHandle(forReadingAtPath: path) }
    guard file != nil else { return nil }
    while let head = nextHead() {
      if head.kind == .events, head.eventsBefore > 0 { buffers.append(offset) }
      if head.kind == .mistake { mistakes += 1 }
      offset = (offset + UInt64(Trace.headBytes) + head.capacity + 63) & ~63
    }
    var state = State(mistakes: mistakes)
    for head in buffers.compactMap({ head(at: $0) }) {
      state.events += head.used + (head.eventsBefore > 0 ? head.eventsBefore - 1 : 0)
      state.live += head.live
      state.references += head.references
    }
    return state
  }

  private struct Head {
    var kind: Trace.Kind?
    var isWhole: Bool
    var capacity: UInt64
    var used: UInt64
    var live: Int
    var references: Int
    var eventsBefore: UInt64
  }

  /// A place that was handed out and not yet filled is looked at again the next time; a thread's buffer begins on a page.
  private mutating func nextHead() -> Head? {
    guard let next = head(at: offset) else { return nil }
    if next.isWhole { return next }
    let page = (offset + 4095) & ~4095
    guard page != offset, let buffer = head(at: page), buffer.isWhole, buffer.eventsBefore > 0 else { return nil }
    offset = page
    return buffer
  }

  private func head(at offset: UInt64) -> Head? {
    guard let file, (try? file.seek(toOffset: offset)) != nil,
      let bytes = try? file.read(upToCount: Trace.headBytes), bytes.count == Trace.headBytes
    else { return nil }
    func word(_ index: Int) -> UInt64 {
      bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)) }
    }
    return Head(
      kind: Trace.Kind(rawValue: UInt32(word(0) >> 32)), isWhole: word(0) & 0xFFFF_FFFF == UInt64(Trace.magic),
      capacity: word(1) >> 32, used: word(2), live: Int(Int64(bitPattern: word(5))),
      references: Int(Int64(bitPattern: word(6))), eventsBefore: word(7))
  }
}
