/// Planar audio: some channels, each a row of samples of its own.
///
/// ```swift
/// var block = AudioBlock<Float>(channels: 2, frames: 512)
/// var left = block[channel: 0]
/// for frame in left.indices { left[frame] = 0.5 }
/// ```
///
/// A block has one owner and cannot be copied, so two blocks never share memory: what a program reads from
/// cannot be what it writes to, unless it is told so. Every access is checked. Nothing is allocated after
/// the block is made.
public struct AudioBlock<Sample: AudioSample>: ~Copyable, @unchecked Sendable {
  // Sendable, since the block is the only owner of its memory.

  /// One pointer for each channel, as C wants them.
  @usableFromInline let table: UnsafeMutablePointer<UnsafeMutablePointer<Sample>?>
  private let memory: UnsafeMutableRawPointer

  public let channelCount: Int
  /// How many frames there is room for.
  public let capacity: Int
  /// How many frames the block holds at the moment, at most ``capacity``.
  public private(set) var frameCount: Int

  /// Makes a block of silence.
  public init(channels: Int, frames: Int) {
    // libfaust counts frames in 32 bits.
    precondition(
      channels >= 0 && (0...Int(Int32.max)).contains(frames),
      "a block of \(channels) channels and \(frames) frames cannot be")
    channelCount = channels
    capacity = frames
    frameCount = frames
    // Each channel begins at a cache line.
    let stride = (frames * MemoryLayout<Sample>.stride + 63) & ~63
    memory = .allocate(byteCount: max(stride * channels, 64), alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: stride * channels)
    // Never without a first element, so that a block without channels has an address too.
    table = .allocate(capacity: channels + 1)
    table.initialize(repeating: nil, count: channels + 1)
    for channel in 0..<channels {
      table[channel] = (memory + channel * stride).bindMemory(to: Sample.self, capacity: frames)
    }
  }

  deinit {
    table.deallocate()
    memory.deallocate()
  }

  /// One channel to read and write.
  public subscript(channel index: Int) -> MutableSpan<Sample> {
    @_lifetime(&self)
    mutating get {
      let span = MutableSpan(_unsafeElements: elements(of: index))
      return _overrideLifetime(span, mutating: &self)
    }
  }

  /// One channel to read.
  @_lifetime(borrow self)
  public func samples(ofChannel index: Int) -> Span<Sample> {
    let span = Span(_unsafeElements: UnsafeBufferPointer(elements(of: index)))
    return _overrideLifetime(span, borrowing: self)
  }

  private func elements(of channel: Int) -> UnsafeMutableBufferPointer<Sample> {
    precondition(
      (0..<channelCount).contains(channel), "there is no channel \(channel) in a block of \(channelCount)")
    return UnsafeMutableBufferPointer(start: table[channel], count: frameCount)
  }

  /// Makes the block hold fewer frames, or again more: the last block of a sound is seldom full.
  public mutating func setFrameCount(_ count: Int) {
    precondition((0...capacity).contains(count), "\(count) frames do not fit into a block of \(capacity)")
    frameCount = count
  }

  /// Makes all of it silent.
  public mutating func clear() {
    for channel in 0..<channelCount { elements(of: channel).update(repeating: 0) }
  }
}
