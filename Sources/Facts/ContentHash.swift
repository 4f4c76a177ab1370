/// The hash by which a file's content is known again: in facts, in caches, and before a rewrite.
///
/// Not for secrets: it tells a changed file from an unchanged one. Eight bytes a step, so that hashing a code base
/// costs less than reading it.
public enum ContentHash {
  public static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
    var offset = 0
    while offset + 8 <= bytes.count {
      hash = mix(hash, UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
      offset += 8
    }
    var tail: UInt64 = 0
    for (place, byte) in bytes[offset...].enumerated() { tail |= UInt64(byte) << (8 * UInt64(place)) }
    return mix(mix(hash, tail), 0xD6E8_FEB8_6659_FD93)
  }

  public static func of(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { of($0) } }

  /// One multiplication folded onto itself: each bit of the input reaches all of the output.
  private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return product.high ^ product.low ^ hash.byteSwapped
  }
}
