/// Watches how loud a sound is.
public struct LevelMeter: Sendable {
  /// What was heard of one channel, or of all.
  public struct Level: Sendable, Equatable {
    /// The largest value, without its sign.
    public internal(set) var peak = 0.0
    var sumOfSquares = 0.0
    public internal(set) var frames = 0
    /// Samples that were no numbers: a program that blew up.
    public internal(set) var invalidSamples = 0

    /// The root of the mean square.
    public var rms: Double { frames == 0 ? 0 : (sumOfSquares / Double(frames)).squareRoot() }
    public var peakDecibels: Double { decibels(peak) }
    public var rmsDecibels: Double { decibels(rms) }
  }

  public private(set) var channels: [Level]

  public init(channels: Int) {
    self.channels = Array(repeating: Level(), count: channels)
  }

  /// All channels as one.
  public var overall: Level {
    channels.reduce(into: Level()) { total, channel in
      total.peak = max(total.peak, channel.peak)
      total.sumOfSquares += channel.sumOfSquares
      total.frames += channel.frames
      total.invalidSamples += channel.invalidSamples
    }
  }

  public mutating func measure<Sample>(_ block: borrowing AudioBlock<Sample>) {
    for channel in channels.indices {
      let samples = block.samples(ofChannel: channel)
      var level = channels[channel]
      for index in samples.indices {
        let value = Double(samples[index])
        guard value.isFinite else {
          level.invalidSamples += 1
          continue
        }
        level.peak = max(level.peak, abs(value))
        level.sumOfSquares += value * value
      }
      level.frames += samples.count
      channels[channel] = level
    }
  }
}
