import FaustDSP
import Testing

@Suite struct RenderingTests {
  @Test(arguments: WAVFormat.allCases) func writesAFileThatOthersRead(_ format: WAVFormat) throws {
    let dsp = try DSP.ready(DSPFactory(source: "process = _, *(0.5);", name: "stereo"), sampleRate: 8000)
    let directory = try TemporaryDirectory()
    let rendering = Rendering(sampleRate: 8000, frames: 5, blockSize: 2, input: .impulse)
    var seen: [Int] = []
    let report = try dsp.render(rendering, toWAV: directory.file("out.wav"), format: format) { seen.append($0) }
    #expect(seen == [2, 4, 5])
    #expect(report.overall.peak == 1)
    #expect(report.channels.map(\.peak) == [1, 0.5])
    #expect(report.channels[1].rms == (0.25 / 5).squareRoot())
    #expect(directory.names == ["out.wav"])

    let wav = try ReadWAV(directory.bytes(of: "out.wav"))
    #expect(wav.sampleRate == 8000)
    #expect(wav.channels == 2)
    #expect(wav.riffSizeIsRight)
    let half = format == .float32 ? 0.5 : 16384.0 / 32767
    #expect(wav.samples == [1, half, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func cutsOffWhatIsTooLoudForWholeNumbers() throws {
    let dsp = try DSP.ready(DSPFactory(source: "process = 2, -2, sqrt(hslider(\"z\", -1, -1, 1, 1));", name: "loud"))
    let directory = try TemporaryDirectory()
    let report = try dsp.render(Rendering(frames: 1), toWAV: directory.file("loud.wav"), format: .int16)
    #expect(report.clippedSamples == 2)
    #expect(report.overall.invalidSamples == 1)
    #expect(try ReadWAV(directory.bytes(of: "loud.wav")).samples == [1, -1, 0])
  }

  @Test func leavesNothingBehindWhenItFails() throws {
    let directory = try TemporaryDirectory()
    try directory.write("what was there", to: "out.wav")
    let dsp = try DSP.ready(DSPFactory(source: Programs.counter, name: "fails"))
    #expect(throws: FaustError.rateMismatch(instance: 48_000, rendering: 44_100)) {
      try dsp.render(Rendering(sampleRate: 44_100, frames: 5), toWAV: directory.file("out.wav"))
    }
    #expect(directory.names == ["out.wav"])
    #expect(try directory.bytes(of: "out.wav") == Array("what was there".utf8))
    #expect(throws: FaustError.self) { try dsp.render(Rendering(frames: 1), toWAV: "/no/such/place.wav") }
  }

  @Test func refusesWhatNoFileCanHold() throws {
    let dsp = try DSP.ready(DSPFactory(source: Programs.counter, name: "long"))
    #expect(throws: FaustError.self) { try dsp.render(Rendering(frames: 1 << 40), toWAV: "/tmp/never.wav") }
    #expect(throws: FaustError.badRendering(frames: 1, blockSize: 0)) {
      try dsp.render(Rendering(frames: 1, blockSize: 0)) { (_: borrowing AudioBlock<Float>, _) in }
    }
  }

  @Test func rendersDoublePrecision() throws {
    let options = CompileOptions(precision: .double)
    let dsp = try DSP.ready(DSPFactory(source: "process = *(0.25);", name: "wide", options: options))
    let directory = try TemporaryDirectory()
    try dsp.render(Rendering(frames: 2, input: .step), toWAV: directory.file("wide.wav"))
    #expect(try ReadWAV(directory.bytes(of: "wide.wav")).samples == [0.25, 0.25])
  }

  @Test func makesTestSignals() {
    #expect(samples(of: .silence) == [0, 0, 0, 0])
    #expect(samples(of: .impulse) == [1, 0, 0, 0])
    #expect(samples(of: .step) == [1, 1, 1, 1])
    let sine = samples(of: .sine(frequency: 2, amplitude: 1))
    #expect(zip(sine, [0, 1, 0, -1]).allSatisfy { abs($0 - $1) < 1e-12 })
    let noise = samples(of: .noise(seed: 7, amplitude: 1))
    #expect(noise == samples(of: .noise(seed: 7, amplitude: 1)))
    #expect(noise != samples(of: .noise(seed: 8, amplitude: 1)))
    #expect(noise.allSatisfy { abs($0) <= 1 })
    let sweep = samples(of: .sweep(from: 1, to: 2, seconds: 0.25, amplitude: 1))
    #expect(sweep[0] == 0 && sweep[1] > 0 && sweep[2] == 0)
  }

  /// Four samples at 8 Hz, made in two blocks.
  private func samples(of signal: TestSignal) -> [Double] {
    var generator = signal.generator(sampleRate: 8)
    var heard: [Double] = []
    for _ in 0..<2 {
      var block = AudioBlock<Double>(channels: 1, frames: 2)
      generator.fill(&block)
      heard += [block.samples(ofChannel: 0)[0], block.samples(ofChannel: 0)[1]]
    }
    return heard
  }
}

/// Reads WAV files by the letter of the format, for the tests alone.
struct ReadWAV {
  var sampleRate = 0
  var channels = 0
  var samples: [Double] = []
  let riffSizeIsRight: Bool

  init(_ bytes: [UInt8]) throws {
    func number(_ offset: Int, _ size: Int) -> Int {
      bytes[offset..<offset + size].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    func text(_ offset: Int) -> String { String(decoding: bytes[offset..<offset + 4], as: UTF8.self) }

    try #require(text(0) == "RIFF" && text(8) == "WAVE")
    riffSizeIsRight = number(4, 4) == bytes.count - 8
    var tag = 0
    var offset = 12
    while offset + 8 <= bytes.count {
      let size = number(offset + 4, 4)
      let body = offset + 8
      switch text(offset) {
      case "fmt ":
        tag = number(body, 2)
        channels = number(body + 2, 2)
        sampleRate = number(body + 4, 4)
      case "data" where tag == 3:
        samples = stride(from: body, to: body + size, by: 4).map {
          Double(Float(bitPattern: UInt32(number($0, 4))))
        }
      case "data":
        samples = stride(from: body, to: body + size, by: 2).map {
          Double(Int16(bitPattern: UInt16(number($0, 2)))) / 32767
        }
      default: break
      }
      offset = body + size + size % 2
    }
  }
}
