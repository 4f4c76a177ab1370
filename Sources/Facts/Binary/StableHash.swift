/// A 64-bit hash of several values, the same on every run and machine: for cache keys and choices by content.
///
/// Swift's own `Hasher` is seeded anew in every process, so nothing that is written to disk or that decides what is
/// printed may come from it. This one is quick rather than strong: it guards against accidents, not against forgers.
public struct StableHash: Hashable, Sendable {
  private var state: UInt64
  private var length: UInt64 = 0

  public init() { state = 0x9E37_79B9_7F4A_7C15 }

  @inline(__always)
  public mutating func combine(_ value: UInt64) {
    state = Self.mix(state ^ value)
    length &+= 1
  }

  @inline(__always)
  public mutating func combine(_ value: UInt32) { combine(UInt64(value)) }

  public mutating func combine(_ text: String) {
    var text = text
    let hash = text.withUTF8 { ContentHash.of(UnsafeRawBufferPointer($0)) }
    combine(hash)
  }

  public var value: UInt64 { Self.mix(state ^ length) }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
