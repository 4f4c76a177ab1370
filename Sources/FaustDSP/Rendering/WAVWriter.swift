#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a WAV file, block after block.
///
/// The file appears under its name when it is ``finish()``ed. A writer that goes away before leaves nothing.
public struct WAVWriter: ~Copyable {
  private let path: String
  private let file: UnsafeMutablePointer<FILE>
  private let header: WAVHeader
  private var framesLeft: Int
  /// What is written at once; kept between blocks, so that writing does not allocate.
  private var bytes: [UInt8] = []
  /// How many samples were louder than a whole number can say, and cut off.
  public private(set) var clippedSamples = 0

  private static func unfinished(_ path: String) -> String { path + ".part" }

  /// Begins a file with a sound of so many frames: how long it will be stands before the sound.
  public init(
    path: String, format: WAVFormat = .float32, sampleRate: Int, channels: Int, frames: Int
  ) throws(FaustError) {
    guard (1...Int(UInt16.max)).contains(channels) else {
      throw .unwritableFile(path: path, reason: "a WAV file cannot have \(channels) channels")
    }
    let limit = WAVHeader.frameLimit(format, channels: channels)
    guard frames <= limit else { throw .tooLong(frames: frames, limit: limit) }
    guard sampleRate <= Int(UInt32.max) / (channels * format.bytesPerSample) else { throw .badSampleRate(sampleRate) }
    guard let file = fopen(Self.unfinished(path), "wb") else {
      throw .unwritableFile(path: path, reason: systemReason())
    }
    let header = WAVHeader(format: format, sampleRate: sampleRate, channels: channels, frames: frames)
    let isBegun = fwrite(header.bytes, 1, header.bytes.count, file) == header.bytes.count
    guard isBegun else {
      let reason = systemReason()
      fclose(file)
      unlink(Self.unfinished(path))
      throw .unwritableFile(path: path, reason: reason)
    }
    self.path = path
    self.file = file
    self.header = header
    framesLeft = frames
  }

  deinit {
    fclose(file)
    unlink(Self.unfinished(path))
  }

  /// Adds the frames of a block, of which the last may hold more than there is to write.
  public mutating func write<Sample>(_ block: borrowing AudioBlock<Sample>) throws(FaustError) {
    precondition(block.channelCount == header.channels, "the file has \(header.channels) channels")
    let frames = min(block.frameCount, framesLeft)
    bytes.removeAll(keepingCapacity: true)
    for frame in 0..<frames {
      for channel in 0..<header.channels { append(Float(block.samples(ofChannel: channel)[frame])) }
    }
    framesLeft -= frames
    try put(bytes)
  }

  private mutating func append(_ value: Float) {
    switch header.format {
    case .float32: appendBytes(value.bitPattern.littleEndian)
    case .int16:
      if abs(value) > 1 { clippedSamples += 1 }
      // What is no number becomes silence.
      let whole = value.isNaN ? 0 : (min(max(value, -1), 1) * 32767).rounded()
      appendBytes(UInt16(bitPattern: Int16(whole)).littleEndian)
    }
  }

  private mutating func appendBytes(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
  }

  private func put(_ bytes: [UInt8]) throws(FaustError) {
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw .unwritableFile(path: path, reason: systemReason())
    }
  }

  /// Ends the file and gives it its name. What was there under that name is replaced now, and not before.
  public consuming func finish() throws(FaustError) {
    // Frames that never came are silence: the header has promised them.
    let missing = framesLeft * header.bytesPerFrame
    let padding = (header.frames * header.bytesPerFrame) % 2
    var rest = missing + padding
    let silence = [UInt8](repeating: 0, count: min(rest, 1 << 16))
    while rest > 0 {
      let count = min(rest, silence.count)
      try put(Array(silence[..<count]))
      rest -= count
    }
    guard fflush(file) == 0, rename(Self.unfinished(path), path) == 0 else {
      throw .unwritableFile(path: path, reason: systemReason())
    }
  }
}
