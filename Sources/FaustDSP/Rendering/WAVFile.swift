/// How samples are kept in a WAV file.
public enum WAVFormat: Sendable, Equatable, CaseIterable {
  /// Numbers as they are.
  case float32
  /// Whole numbers; what is louder than full scale is cut off.
  case int16

  var bytesPerSample: Int { self == .float32 ? 4 : 2 }

  /// The format's number in the file: 3 is IEEE floating point, 1 is whole numbers.
  var tag: UInt16 { self == .float32 ? 3 : 1 }
}

/// The beginning of a WAV file, as it can be written before the first sample.
struct WAVHeader {
  let format: WAVFormat
  let sampleRate: Int
  let channels: Int
  let frames: Int

  var bytesPerFrame: Int { format.bytesPerSample * channels }

  /// Sizes in the file have 32 bits.
  static func frameLimit(_ format: WAVFormat, channels: Int) -> Int {
    (Int(UInt32.max) - 64) / max(1, format.bytesPerSample * channels)
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    func add(_ text: String) { bytes += text.utf8 }
    func add(_ number: some FixedWidthInteger) { withUnsafeBytes(of: number.littleEndian) { bytes += $0 } }

    let isFloat = format == .float32
    let dataSize = frames * bytesPerFrame
    let formatSize = isFloat ? 18 : 16
    // Other formats than whole numbers need a `fact` chunk with the number of frames.
    let factSize = isFloat ? 12 : 0
    add("RIFF")
    add(UInt32(4 + 8 + formatSize + factSize + 8 + dataSize + dataSize % 2))
    add("WAVE")
    add("fmt ")
    add(UInt32(formatSize))
    add(format.tag)
    add(UInt16(channels))
    add(UInt32(sampleRate))
    add(UInt32(sampleRate * bytesPerFrame))
    add(UInt16(bytesPerFrame))
    add(UInt16(format.bytesPerSample * 8))
    if isFloat {
      add(UInt16(0))
      add("fact")
      add(UInt32(4))
      add(UInt32(frames))
    }
    add("data")
    add(UInt32(dataSize))
    return bytes
  }
}
