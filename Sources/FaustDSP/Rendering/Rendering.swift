/// How a sound is to be made.
public struct Rendering: Sendable, Equatable {
  public var sampleRate: Int
  public var frames: Int
  /// How many frames are computed at once.
  public var blockSize: Int
  /// What goes into every input of the program.
  public var input: TestSignal

  public init(sampleRate: Int = 48_000, frames: Int, blockSize: Int = 512, input: TestSignal = .silence) {
    self.sampleRate = sampleRate
    self.frames = frames
    self.blockSize = blockSize
    self.input = input
  }
}

extension DSP {
  /// Makes a sound, block after block, as fast as the machine can. The instance must have been initialised
  /// for the rendering's sample rate; its state goes on from where it stands.
  ///
  /// `each` gets every block of output with the number of frames that were made before it.
  public func render<Sample: AudioSample>(
    _ rendering: Rendering,
    each: (borrowing AudioBlock<Sample>, Int) throws(FaustError) -> Void
  ) throws(FaustError) {
    guard let sampleRate = try sampleRate else { throw .notInitialized(identity) }
    guard sampleRate == rendering.sampleRate else {
      throw .rateMismatch(instance: sampleRate, rendering: rendering.sampleRate)
    }
    guard (1...Int(Int32.max)).contains(rendering.blockSize), rendering.frames >= 0 else {
      throw .badRendering(frames: rendering.frames, blockSize: rendering.blockSize)
    }
    var inputs = AudioBlock<Sample>(channels: inputCount, frames: rendering.blockSize)
    var outputs = AudioBlock<Sample>(channels: outputCount, frames: rendering.blockSize)
    var generator = rendering.input.generator(sampleRate: rendering.sampleRate)
    var done = 0
    while done < rendering.frames {
      let count = min(rendering.blockSize, rendering.frames - done)
      inputs.setFrameCount(count)
      outputs.setFrameCount(count)
      generator.fill(&inputs)
      try compute(inputs, into: &outputs)
      try each(outputs, done)
      done += count
    }
  }

  /// Makes a sound and writes it to a WAV file, in the precision of the program.
  ///
  /// `progress` gets the number of frames that are done. What comes back says how loud the sound is.
  @discardableResult
  public func render(
    _ rendering: Rendering, toWAV path: String, format: WAVFormat = .float32, progress: (Int) -> Void = { _ in }
  ) throws(FaustError) -> RenderingReport {
    switch precision {
    case .single: try renderFile(rendering, Float.self, path, format, progress)
    case .double: try renderFile(rendering, Double.self, path, format, progress)
    }
  }

  private func renderFile<Sample: AudioSample>(
    _ rendering: Rendering, _ sample: Sample.Type, _ path: String, _ format: WAVFormat, _ progress: (Int) -> Void
  ) throws(FaustError) -> RenderingReport {
    var meter = LevelMeter(channels: outputCount)
    var writer = try WAVWriter(
      path: path, format: format, sampleRate: rendering.sampleRate, channels: outputCount, frames: rendering.frames)
    try render(rendering) { (block: borrowing AudioBlock<Sample>, done: Int) throws(FaustError) in
      meter.measure(block)
      try writer.write(block)
      progress(done + block.frameCount)
    }
    let clipped = writer.clippedSamples
    try writer.finish()
    return RenderingReport(channels: meter.channels, overall: meter.overall, clippedSamples: clipped)
  }
}

/// What was made.
public struct RenderingReport: Sendable, Equatable {
  public let channels: [LevelMeter.Level]
  public let overall: LevelMeter.Level
  /// How many samples were too loud for the file's format, and cut off.
  public let clippedSamples: Int
}
