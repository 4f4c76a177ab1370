import FaustDSP

/// Does what was asked for.
struct Command {
  let arguments: Arguments

  func run() throws {
    let factory = try DSPFactory(file: arguments.file, options: arguments.compile)
    if !factory.remarks.isEmpty { writeError("faust-render: warning: \(factory.remarks)\n") }
    let dsp = try DSP(factory)
    try dsp.initialize(sampleRate: arguments.sampleRate)
    for (control, value) in arguments.settings { try dsp.setValue(value, of: control) }
    try describe(factory, dsp)
    if arguments.listsOnly { return }
    try render(dsp)
  }

  private func describe(_ factory: DSPFactory, _ dsp: DSP) throws {
    say(
      "\(factory.name): \(count(dsp.inputCount, "input")), \(count(dsp.outputCount, "output")), "
        + "\(factory.backend) in \(factory.precision) precision")
    let controls = try listing(of: dsp)
    if !controls.isEmpty { say(controls) }
  }

  private func render(_ dsp: DSP) throws {
    let frames = max(1, Int((arguments.seconds * Double(arguments.sampleRate)).rounded()))
    // A sweep reaches its end with the sound.
    var input = arguments.input ?? .impulse
    if case .sweep(let from, let to, _, let amplitude) = input {
      input = .sweep(from: from, to: to, seconds: arguments.seconds, amplitude: amplitude)
    }
    let rendering = Rendering(
      sampleRate: arguments.sampleRate, frames: frames, blockSize: arguments.blockSize, input: input)
    let path = arguments.output ?? defaultOutput
    var progress = ProgressLine(total: frames, choice: arguments.isQuiet ? .never : arguments.progress)
    let report = try dsp.render(rendering, toWAV: path, format: arguments.format) { progress.show($0) }

    let samples = arguments.format == .float32 ? "32-bit float" : "16-bit"
    say(
      "\(path): \(short(arguments.seconds)) s at \(arguments.sampleRate) Hz, "
        + "\(count(dsp.outputCount, "channel")), \(samples)")
    let level = report.overall
    say(
      "peak \(fixed(level.peak, 6)) (\(fixed(level.peakDecibels, 2)) dB), "
        + "RMS \(fixed(level.rms, 6)) (\(fixed(level.rmsDecibels, 2)) dB)")
    if report.clippedSamples > 0 {
      writeError("faust-render: warning: \(count(report.clippedSamples, "sample")) too loud for 16 bits, and cut off\n")
    }
    if level.invalidSamples > 0 {
      writeError("faust-render: warning: \(count(level.invalidSamples, "sample")) infinite or no number\n")
    }
  }

  /// `dir/tone.dsp` becomes `tone.wav`, here.
  private var defaultOutput: String {
    var name = arguments.file.split(separator: "/").last.map(String.init) ?? arguments.file
    if name.hasSuffix(".dsp") { name.removeLast(4) }
    return name + ".wav"
  }

  private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  private func say(_ text: String) {
    if !arguments.isQuiet { print(text) }
  }
}
