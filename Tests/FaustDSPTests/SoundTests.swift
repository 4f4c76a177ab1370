import FaustDSP
import Testing

@Suite struct SoundTests {
  static let player = """
    sound = soundfile("loop[url:{'loop.wav'}]", 2);
    process = 0, (+(1) ~ _) - 1 : sound : !, !, _, _;
    """

  @Test(arguments: [Precision.single, .double]) func playsWhatItIsGiven(_ precision: Precision) throws {
    let options = CompileOptions(backend: .llvm, precision: precision)
    let dsp = try DSP.ready(DSPFactory(source: Self.player, name: "player", options: options))
    #expect(try dsp.control("loop").kind == .soundfile(url: "{'loop.wav'}"))
    #expect(try played(by: dsp) == [[0, 0, 0], [0, 0, 0]])

    try dsp.clear()
    try dsp.setSound(Sound(sampleRate: 48_000, channels: [[0.5, 0.25, 0.125]]), of: "loop")
    // One channel serves both outputs.
    #expect(try played(by: dsp) == [[0.5, 0.25, 0.125], [0.5, 0.25, 0.125]])

    try dsp.clear()
    try dsp.setSound(Sound(sampleRate: 48_000, channels: [[1, 2, 3], [4, 5, 6]]), of: "loop")
    #expect(try played(by: dsp) == [[1, 2, 3], [4, 5, 6]])
  }

  private func played(by dsp: DSP) throws -> [[Double]] {
    switch dsp.precision {
    case .single: return try outputs(of: dsp, frames: 3).map { $0.map(Double.init) }
    case .double:
      var block = AudioBlock<Double>(channels: 2, frames: 3)
      try dsp.compute(into: &block)
      return (0..<2).map { channel in (0..<3).map { block.samples(ofChannel: channel)[$0] } }
    }
  }

  @Test func refusesSoundsThatAreNone() throws {
    let options = CompileOptions(backend: .llvm)
    let dsp = try DSP.ready(DSPFactory(source: Self.player, name: "refuser", options: options))
    let wrong = [
      Sound(parts: []), Sound(sampleRate: 1, channels: []), Sound(sampleRate: 1, channels: [[]]),
      Sound(sampleRate: 1, channels: [[1], [1, 2]]), Sound(sampleRate: .max, channels: [[1]]),
      Sound(sampleRate: 1, channels: Array(repeating: [1], count: 65)),
    ]
    for sound in wrong { #expect(throws: FaustError.self) { try dsp.setSound(sound, of: "loop") } }
  }

  @Test func theInterpreterSaysThatItHasNoSoundfiles() {
    #expect(throws: FaustError.unsupported(backend: .interpreter, what: "play a soundfile; use the LLVM back end")) {
      try DSPFactory(source: Self.player, name: "player")
    }
  }
}
