import FaustDSP
import FaustNative
import Foundation

/// Measures `compute` through FaustDSP against the same calls from C++, in one run and in turns, so that both
/// see the same machine. Beside them the same calls through libfaust's C functions, on which FaustDSP stands. The smallest time of many rounds counts: everything else is what others did to it.
let programs = [
  ("wire", "process = _;"),
  ("oscillator", #"import("stdfaust.lib"); process = os.osc(440);"#),
  ("reverb", #"import("stdfaust.lib"); process = dm.freeverb_demo;"#),
]

/// The Swift side of one comparison.
struct Side: ~Copyable {
  let dsp: DSP
  var inputs: AudioBlock<Float>
  var outputs: AudioBlock<Float>

  init(_ backend: Backend, _ name: String, _ source: String) throws {
    let dsp = try DSP(DSPFactory(source: source, name: name, options: CompileOptions(backend: backend)))
    try dsp.initialize(sampleRate: 48_000)
    var inputs = AudioBlock<Float>(channels: dsp.inputCount, frames: 512)
    var noise = TestSignal.noise().generator(sampleRate: 48_000)
    noise.fill(&inputs)
    self.dsp = dsp
    self.inputs = inputs
    outputs = AudioBlock(channels: dsp.outputCount, frames: 512)
  }

  mutating func run(calls: Int, frames: Int) throws -> Double {
    inputs.setFrameCount(frames)
    outputs.setFrameCount(frames)
    let clock = ContinuousClock()
    let start = clock.now
    for _ in 0..<calls { try dsp.compute(inputs, into: &outputs) }
    let time = (clock.now - start).components
    return Double(time.seconds) * 1e9 + Double(time.attoseconds) / 1e9
  }
}

func line(_ cells: [String]) {
  print(cells.map { $0.count < 12 ? String(repeating: " ", count: 12 - $0.count) + $0 : $0 }.joined())
}

func text(_ number: Double, _ format: String = "%.1f") -> String { String(format: format, number) }

let rounds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 40
print("compute, nanoseconds a call, best of \(rounds) rounds in turns; libfaust \(FaustLibrary.version)")
line(["backend", "program", "frames", "C++", "C", "FaustDSP", "more", "percent"])
for backend in Backend.allCases {
  for (name, source) in programs {
    var best = [0, 64, 512].map { (frames: $0, native: Double.infinity, c: Double.infinity, swift: Double.infinity) }
    // Several pairs, since where an instance happens to lie in memory makes a difference of some percent.
    for pair in 0..<5 {
      guard let native = faust_native_make(backend == .llvm ? 1 : 0, "\(name) in C++ \(pair)", source, 48_000) else {
        print("libfaust does not compile '\(name)'")
        exit(1)
      }
      defer { faust_native_free(native) }
      var swift = try Side(backend, "\(name) \(pair)", source)
      for index in best.indices {
        let frames = best[index].frames
        // As many calls as take about half a millisecond.
        let trial = max(faust_native_run(native, 20, Int32(frames)) / 20, 1)
        let calls = min(max(Int(5e5 / trial), 2), 200_000)
        for _ in 0..<rounds {
          best[index].native = min(
            best[index].native, faust_native_run(native, Int32(calls), Int32(frames)) / Double(calls))
          best[index].c = min(
            best[index].c, faust_native_run_c(native, Int32(calls), Int32(frames)) / Double(calls))
          best[index].swift = min(best[index].swift, try swift.run(calls: calls, frames: frames) / Double(calls))
        }
      }
    }
    for result in best {
      let more = result.swift - result.native
      line([
        "\(backend)", name, "\(result.frames)", text(result.native), text(result.c), text(result.swift), text(more),
        text(more / result.native * 100, "%.2f"),
      ])
    }
  }
}
