import FaustDSP
import Testing

@Suite struct ComputeTests {
  @Test(arguments: Backend.allCases) func keepsItsStateBetweenBlocks(_ backend: Backend) throws {
    let factory = try DSPFactory(source: Programs.counter, name: "counter", options: CompileOptions(backend: backend))
    let dsp = try DSP.ready(factory)
    #expect(try outputs(of: dsp, frames: 3) == [[1, 2, 3]])
    #expect(try outputs(of: dsp, frames: 2) == [[4, 5]])
    #expect(try outputs(of: dsp, frames: 0) == [[]])
    #expect(try outputs(of: dsp, frames: 1) == [[6]])
    try dsp.clear()
    #expect(try outputs(of: dsp, frames: 1) == [[1]])
  }

  @Test(arguments: Backend.allCases) func computesInDoublePrecision(_ backend: Backend) throws {
    let options = CompileOptions(backend: backend, precision: .double)
    let dsp = try DSP.ready(DSPFactory(source: "process = +(1e-12);", name: "double", options: options))
    #expect(dsp.precision == .double)
    var inputs = AudioBlock<Double>(channels: 1, frames: 1)
    var ones = inputs[channel: 0]
    ones[0] = 1
    var outputs = AudioBlock<Double>(channels: 1, frames: 1)
    try dsp.compute(inputs, into: &outputs)
    #expect(outputs.samples(ofChannel: 0)[0] == 1 + 1e-12)
  }

  @Test(arguments: Backend.allCases) func worksInPlaceWhenToldSo(_ backend: Backend) throws {
    let options = CompileOptions(backend: backend, allowsInPlace: true)
    let dsp = try DSP.ready(DSPFactory(source: Programs.cross, name: "cross", options: options))
    var block = AudioBlock<Float>(channels: 2, frames: 1)
    var left = block[channel: 0]
    left[0] = 1
    var right = block[channel: 1]
    right[0] = 10
    try dsp.compute(inPlace: &block)
    #expect(block.samples(ofChannel: 0)[0] == 10)
    #expect(block.samples(ofChannel: 1)[0] == 2)
  }

  @Test func refusesToWorkInPlaceOtherwise() throws {
    let dsp = try DSP.ready(DSPFactory(source: Programs.cross, name: "not in place"))
    var block = AudioBlock<Float>(channels: 2, frames: 1)
    #expect(throws: FaustError.notInPlace(factory: dsp.description)) { try dsp.compute(inPlace: &block) }
  }

  @Test(arguments: Backend.allCases) func refusesAnInstanceWithoutASampleRate(_ backend: Backend) throws {
    let factory = try DSPFactory(source: Programs.half, name: "raw", options: CompileOptions(backend: backend))
    let dsp = try DSP(factory)
    let refusal = FaustError.notInitialized(dsp.identity)
    #expect(throws: refusal) { try outputs(of: dsp, frames: 1, inputs: [[1]]) }
    #expect(throws: refusal) { try dsp.value(of: "gain") }
    #expect(throws: refusal) { try dsp.setValue(1, of: "gain") }
    #expect(throws: refusal) { try dsp.clear() }
    #expect(throws: refusal) { try dsp.resetControls() }
    #expect(throws: refusal) { try dsp.initializeInstance(sampleRate: 48_000) }
    #expect(throws: refusal) { try dsp.initializeConstants(sampleRate: 48_000) }
    #expect(try dsp.sampleRate == nil)
    try dsp.initialize(sampleRate: 48_000)
    let copy = try dsp.clone()
    #expect(throws: FaustError.notInitialized(copy.identity)) { try outputs(of: copy, frames: 1, inputs: [[1]]) }
  }

  @Test(arguments: [0, -1, Int.max]) func refusesSampleRatesThatAreNone(_ rate: Int) throws {
    let dsp = try DSP(DSPFactory(source: Programs.wire, name: "rates"))
    #expect(throws: FaustError.badSampleRate(rate)) { try dsp.initialize(sampleRate: rate) }
  }

  @Test(arguments: Backend.allCases) func initialisesByParts(_ backend: Backend) throws {
    let source =
      #"process = fconstant(int fSamplingFreq, <math.h>) * hslider("gain", 1, 0, 1, 0.1) + (1 : +~_) * 0.25;"#
    let dsp = try DSP.ready(DSPFactory(source: source, name: "parts", options: CompileOptions(backend: backend)))
    try dsp.setValue(0.5, of: "gain")
    #expect(try outputs(of: dsp, frames: 2) == [[24_000.25, 24_000.5]])
    try dsp.initializeConstants(sampleRate: 1000)
    #expect(try outputs(of: dsp, frames: 1) == [[500.75]])
    try dsp.resetControls()
    #expect(try outputs(of: dsp, frames: 1) == [[1001]])
    try dsp.clear()
    #expect(try outputs(of: dsp, frames: 1) == [[1000.25]])
    try dsp.setValue(0, of: "gain")
    try dsp.initializeInstance(sampleRate: 2000)
    #expect(try outputs(of: dsp, frames: 1) == [[2000.25]])
    #expect(try dsp.sampleRate == 2000)
  }

  @Test func checksWhatItIsGiven() throws {
    let dsp = try DSP.ready(DSPFactory(source: Programs.cross, name: "checks"))
    let two = AudioBlock<Float>(channels: 2, frames: 4)
    let one = AudioBlock<Float>(channels: 1, frames: 4)
    var output = AudioBlock<Float>(channels: 2, frames: 4)
    var short = AudioBlock<Float>(channels: 2, frames: 3)
    var narrow = AudioBlock<Float>(channels: 1, frames: 4)
    let wide = AudioBlock<Double>(channels: 2, frames: 4)
    var wideOutput = AudioBlock<Double>(channels: 2, frames: 4)
    #expect(throws: FaustError.channelMismatch(inputs: 2, outputs: 2, givenInputs: 1, givenOutputs: 2)) {
      try dsp.compute(one, into: &output)
    }
    #expect(throws: FaustError.channelMismatch(inputs: 2, outputs: 2, givenInputs: 2, givenOutputs: 1)) {
      try dsp.compute(two, into: &narrow)
    }
    #expect(throws: FaustError.channelMismatch(inputs: 2, outputs: 2, givenInputs: 0, givenOutputs: 2)) {
      try dsp.compute(into: &output)
    }
    #expect(throws: FaustError.frameMismatch(inputs: 4, outputs: 3)) { try dsp.compute(two, into: &short) }
    #expect(throws: FaustError.precisionMismatch(program: .single, buffers: .double)) {
      try dsp.compute(wide, into: &wideOutput)
    }
  }

  @Test func twoThreadsAtOnceAreToldSo() async throws {
    let dsp = try DSP.ready(DSPFactory(source: Programs.counter, name: "contended"))
    let refusals = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var refused = 0
          var block = AudioBlock<Float>(channels: 1, frames: 4096)
          for _ in 0..<100 {
            do {
              try dsp.compute(into: &block)
            } catch FaustError.lifetime(.inUse) {
              refused += 1
            }
          }
          return refused
        }
      }
      return try await group.reduce(0, +)
    }
    // Each call either ran whole or not at all: the counter tells how many did.
    let next = try outputs(of: dsp, frames: 1)[0][0]
    #expect(Int(next) == (400 - refusals) * 4096 + 1)
  }
}
