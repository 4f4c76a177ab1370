import FaustDSP

func listen() throws -> Float {
  let dsp = try DSP(DSPFactory(source: "process = 1 : +~_;"))
  try dsp.initialize(sampleRate: 48_000)
  var block = AudioBlock<Float>(channels: 1, frames: 4)
  try dsp.compute(into: &block)
  var samples = block[channel: 0]
  samples[3] *= 2
  return samples[3]
}

print("heard \(try listen())")
