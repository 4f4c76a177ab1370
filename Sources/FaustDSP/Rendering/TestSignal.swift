/// A sound to try a program with.
///
/// It is a value: equal signals make equal sounds, noise too.
public enum TestSignal: Sendable, Equatable {
  case silence
  /// One sample of 1, then nothing: what a program answers is its impulse response.
  case impulse
  /// 1 all the time.
  case step
  case sine(frequency: Double, amplitude: Double = 0.5)
  /// Every frequency equally loud.
  case noise(seed: UInt64 = 1, amplitude: Double = 0.5)
  /// A sine that rises from one frequency to another, by equal ratios in equal times.
  case sweep(from: Double, to: Double, seconds: Double, amplitude: Double = 0.5)

  /// A generator at its beginning.
  public func generator(sampleRate: Int) -> SignalGenerator {
    SignalGenerator(signal: self, sampleRate: Double(sampleRate))
  }
}

/// Makes a test signal, block after block.
public struct SignalGenerator: Sendable {
  private let signal: TestSignal
  private let sampleRate: Double
  private var frame = 0
  private var random: UInt64

  init(signal: TestSignal, sampleRate: Double) {
    self.signal = signal
    self.sampleRate = sampleRate
    random = if case .noise(let seed, _) = signal { seed } else { 0 }
  }

  /// Fills every channel of a block with what comes next; all get the same, noise excepted.
  public mutating func fill<Sample>(_ block: inout AudioBlock<Sample>) {
    let start = frame
    frame += block.frameCount
    for channel in 0..<block.channelCount {
      var samples = block[channel: channel]
      for index in samples.indices { samples[index] = Sample(value(at: start + index)) }
    }
  }

  private mutating func value(at frame: Int) -> Double {
    let time = Double(frame) / sampleRate
    switch signal {
    case .silence: return 0
    case .impulse: return frame == 0 ? 1 : 0
    case .step: return 1
    case .sine(let frequency, let amplitude): return amplitude * sine(turns: frequency * time)
    case .noise(_, let amplitude): return amplitude * nextRandom()
    case .sweep(let from, let to, let seconds, let amplitude):
      guard time < seconds else { return 0 }
      return amplitude * sine(turns: sweepTurns(time, from, to, seconds))
    }
  }

  /// From -1 to 1, by SplitMix64.
  private mutating func nextRandom() -> Double {
    random &+= 0x9E37_79B9_7F4A_7C15
    var bits = random
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    bits ^= bits >> 31
    return Double(bits >> 11) * 0x1p-52 - 1
  }
}
