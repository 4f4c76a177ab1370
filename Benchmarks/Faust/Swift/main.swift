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

/// The best times of one program and size of block.
struct Best {
  var frames: Int
  var native = Double.infinity
  var c = Double.infinity
  var swift = Double.infinity
  var held = Double.infinity
}

extension Double {
  mutating func take(_ time: Double, _ calls: Int) { self = min(self, time / Double(calls)) }
}

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
    let start = ContinuousClock().now
    for _ in 0..<calls { try dsp.compute(inputs, into: &outputs) }
    return nanoseconds(since: start)
  }

  /// The same calls of an instance that is held meanwhile.
  mutating func runHeld(calls: Int, frames: Int) throws -> Double {
    inputs.setFrameCount(frames)
    outputs.setFrameCount(frames)
    return try dsp.holding { dsp in
      let start = ContinuousClock().now
      for _ in 0..<calls { try dsp.compute(inputs, into: &outputs) }
      return nanoseconds(since: start)
    }
  }
}

func nanoseconds(since start: ContinuousClock.Instant) -> Double {
  let time = (ContinuousClock().now - start).components
  return Double(time.seconds) * 1e9 + Double(time.attoseconds) / 1e9
}

func line(_ cells: [String]) {
  print(cells.map { $0.count < 12 ? String(repeating: " ", count: 12 - $0.count) + $0 : $0 }.joined())
}

func text(_ number: Double, _ format: String = "%.1f") -> String { String(format: format, number) }

/// A time, and how much it is over the native one.
func beside(_ native: Double, _ time: Double) -> [String] {
  [text(time), text(time - native), text((time / native - 1) * 100, "%.2f")]
}

let rounds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 40
print("compute, nanoseconds a call, best of \(rounds) rounds in turns; libfaust \(FaustLibrary.version)")
line(["backend", "program", "frames", "C++", "C", "FaustDSP", "more", "percent", "held", "more", "percent"])
for backend in Backend.allCases {
  for (name, source) in programs {
    var best = [0, 64, 512].map { Best(frames: $0) }
    // Several pairs, since where an instance happens to lie in memory makes a difference of some percent;
    // each side is made first in turns.
    for pair in 0..<6 {
      let early = pair % 2 == 1 ? try Side(backend, "\(name) \(pair)", source) : nil
      guard let native = faust_native_make(backend == .llvm ? 1 : 0, "\(name) in C++ \(pair)", source, 48_000) else {
        print("libfaust does not compile '\(name)'")
        exit(1)
      }
      defer { faust_native_free(native) }
      var swift = try early ?? Side(backend, "\(name) \(pair)", source)
      for index in best.indices {
        let frames = best[index].frames
        // As many calls as take about half a millisecond.
        let trial = max(faust_native_run(native, 20, Int32(frames)) / 20, 1)
        let calls = min(max(Int(5e5 / trial), 2), 200_000)
        for _ in 0..<rounds {
          best[index].native.take(faust_native_run(native, Int32(calls), Int32(frames)), calls)
          best[index].c.take(faust_native_run_c(native, Int32(calls), Int32(frames)), calls)
          best[index].swift.take(try swift.run(calls: calls, frames: frames), calls)
          best[index].held.take(try swift.runHeld(calls: calls, frames: frames), calls)
        }
      }
    }
    for result in best {
      line(
        ["\(backend)", name, "\(result.frames)", text(result.native), text(result.c)]
          + beside(result.native, result.swift) + beside(result.native, result.held))
    }
  }
}
