/// A 64-bit hash that is the same on every run and machine, for checksums, cache keys and choices by content.
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
    let hash = text.withUTF8 { Self.hash(of: UnsafeRawBufferPointer($0)) }
    combine(hash)
  }

  public var value: UInt64 { Self.mix(state ^ length) }

  /// Of bytes at once: four lanes of eight bytes, so that the processor multiplies them side by side.
  public static func hash(of bytes: UnsafeRawBufferPointer) -> UInt64 {
    var lanes: (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
    var offset = 0
    while offset + 32 <= bytes.count {
      lanes.0 = step(lanes.0, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      lanes.1 = step(lanes.1, bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
      lanes.2 = step(lanes.2, bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self))
      lanes.3 = step(lanes.3, bytes.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self))
      offset += 32
    }
    var rest = StableHash()
    while offset + 8 <= bytes.count {
      rest.combine(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var last: UInt64 = 0
    while offset < bytes.count {
      last = last << 8 | UInt64(bytes[offset])
      offset += 1
    }
    rest.combine(last)
    rest.combine(UInt64(bytes.count))
    rest.combine(lanes.0)
    rest.combine(lanes.1)
    rest.combine(lanes.2)
    rest.combine(lanes.3)
    return rest.value
  }

  @inline(__always)
  private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    let product = (lane ^ word) &* 0x9FB2_1C65_1E98_DF25
    return product ^ (product >> 32)
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
