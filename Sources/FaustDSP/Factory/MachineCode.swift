/// What can be told of machine code without running it: that it is an object file, for this kind of machine,
/// and one that may be loaded at any address.
enum MachineCode {
  static func fault(in text: String) -> String? {
    guard let bytes = decodeBase64(text) else { return "it is not in base64" }
    guard bytes.count >= 64, bytes[0..<4] == [0x7F, 0x45, 0x4C, 0x46] else { return nil }  // not ELF: libfaust says
    let file = ELFReader(bytes)
    guard let sections = file.relocationSections else { return "it is cut off" }
    // Object files that are made for a linker hold addresses of 32 bits. Loaded as they are, they crash.
    let isX86 = file.number(at: 18, size: 2) == 62
    let low: Set<UInt64> = [10, 11]  // R_X86_64_32, R_X86_64_32S
    for section in sections where isX86 && section.contains(where: { low.contains($0) }) {
      return "it is an object file for a linker, which cannot be loaded"
    }
    return nil
  }

  static func decodeBase64(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits = 0
    var count = 0
    for character in text.utf8 {
      let value: UInt8
      switch character {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - UInt8(ascii: "A")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a") + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0") + 52
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      case UInt8(ascii: "="), UInt8(ascii: "\n"), UInt8(ascii: "\r"): continue
      default: return nil
      }
      bits = (bits << 6 | Int(value)) & 0xFFFFFF
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    return bytes
  }
}

/// As much of an ELF file of 64 bits as it takes to see its relocations.
private struct ELFReader {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func number(at offset: Int, size: Int) -> UInt64? {
    guard offset >= 0, size <= bytes.count, offset <= bytes.count - size else { return nil }
    return bytes[offset..<offset + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The types of the relocations of each section that has some; nil when the file ends too early.
  var relocationSections: [[UInt64]]? {
    guard let table = number(at: 0x28, size: 8), let size = number(at: 0x3A, size: 2),
      let count = number(at: 0x3C, size: 2), table <= bytes.count
    else { return nil }
    var sections: [[UInt64]] = []
    for index in 0..<count {
      let head = Int(table + index * size)
      guard let type = number(at: head + 4, size: 4), let start = number(at: head + 0x18, size: 8),
        let length = number(at: head + 0x20, size: 8)
      else { return nil }
      guard type == 4 else { continue }  // SHT_RELA: entries of 24 bytes
      guard start <= bytes.count, length <= UInt64(bytes.count) - start else { return nil }
      sections.append(
        stride(from: Int(start), to: Int(start + length) - 23, by: 24).compactMap { number(at: $0 + 8, size: 4) })
    }
    return sections
  }
}
