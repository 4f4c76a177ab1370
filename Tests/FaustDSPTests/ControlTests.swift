import FaustDSP
import Testing

@Suite struct ControlTests {
  /// One of each kind, with what can be said about it.
  static let panel = """
    declare author "nobody";
    gate = button("gate");
    hold = checkbox("hold[tooltip:keeps it on]");
    gain = vslider("gain[unit:dB][style:knob]", -12, -60, 6.5, 0.1);
    pan = hslider("pan", 0, -1, 1, 0.01);
    count = nentry("how many", 3, 1, 9, 1);
    meter = vbargraph("level", -60, 6);
    phase = hbargraph("phase", 0, 1);
    process = tgroup("panel[version:2]",
      hgroup("keys", (gate + hold)) + vgroup("", gain) + hgroup("keys", pan) + count
        <: attach(_, meter), attach(_, phase));
    """

  private func panel(_ backend: Backend = .interpreter, _ precision: Precision = .single) throws -> DSP {
    let options = CompileOptions(backend: backend, precision: precision)
    return try .ready(DSPFactory(source: Self.panel, name: "panel", options: options))
  }

  @Test(arguments: Backend.allCases) func showsTheTree(_ backend: Backend) throws {
    let root = try panel(backend).interface
    #expect(root.layout == .tabs)
    #expect(root.label == "panel")
    #expect(root.metadata == ["version": "2"])
    let groups = root.items.compactMap { if case .group(let group) = $0 { group } else { nil } }
    #expect(groups.map(\.label) == ["", "keys"])
    #expect(groups.map(\.layout) == [.vertical, .horizontal])
    #expect(root.controls.count == 7)
  }

  @Test(arguments: Backend.allCases, [Precision.single, .double])
  func describesEachControl(_ backend: Backend, _ precision: Precision) throws {
    let dsp = try panel(backend, precision)
    let expected: [(String, Control.Kind, [String: String])] = [
      ("/panel/keys/gate", .button, [:]),
      ("/panel/keys/hold", .checkbox, ["tooltip": "keeps it on"]),
      (
        "/panel/gain", .verticalSlider(.init(initial: -12, bounds: -60...6.5, step: 0.1)),
        ["unit": "dB", "style": "knob"]
      ),
      ("/panel/keys/pan", .horizontalSlider(.init(initial: 0, bounds: -1...1, step: 0.01)), [:]),
      ("/panel/how_many", .numberEntry(.init(initial: 3, bounds: 1...9, step: 1)), [:]),
      ("/panel/level", .verticalBargraph(-60...6), [:]),
      ("/panel/phase", .horizontalBargraph(0...1), [:]),
    ]
    for (path, kind, metadata) in expected {
      let control = try dsp.control(path)
      #expect(control.kind == kind)
      #expect(control.metadata == metadata)
      #expect(control.path == path)
    }
    #expect(try dsp.controls.count == expected.count)
    #expect(try dsp.control("how_many").label == "how many")
  }

  @Test(arguments: Backend.allCases, [Precision.single, .double])
  func valuesAreLive(_ backend: Backend, _ precision: Precision) throws {
    let source = """
      gain = hslider("gain", 0.5, 0, 1, 0.25);
      process = gain <: attach(_, *(0.5) : vbargraph("shown", 0, 1));
      """
    let options = CompileOptions(backend: backend, precision: precision)
    let dsp = try DSP.ready(DSPFactory(source: source, name: "live", options: options))
    #expect(try dsp.value(of: "gain") == 0.5)
    #expect(try firstOutput(of: dsp) == 0.5)
    #expect(try dsp.value(of: "shown") == 0.25)
    try dsp.setValue(0.75, of: "/live/gain")
    #expect(try dsp.value(of: "gain") == 0.75)
    #expect(try firstOutput(of: dsp) == 0.75)
    #expect(try dsp.value(of: "shown") == 0.375)
    try dsp.resetControls()
    #expect(try dsp.value(of: "gain") == 0.5)
    #expect(try firstOutput(of: dsp) == 0.5)
    try dsp.initialize(sampleRate: 8000)
    #expect(try firstOutput(of: dsp) == 0.5)
  }

  private func firstOutput(of dsp: DSP) throws -> Double {
    switch dsp.precision {
    case .single:
      var block = AudioBlock<Float>(channels: 1, frames: 1)
      try dsp.compute(into: &block)
      return Double(block.samples(ofChannel: 0)[0])
    case .double:
      var block = AudioBlock<Double>(channels: 1, frames: 1)
      try dsp.compute(into: &block)
      return block.samples(ofChannel: 0)[0]
    }
  }

  @Test func instancesHaveValuesOfTheirOwn() throws {
    let one = try panel()
    let two = try one.clone()
    try two.initialize(sampleRate: 48_000)
    try one.setValue(1, of: "hold")
    #expect(try two.value(of: "hold") == 0)
  }

  @Test func refusesWhatCannotBeSet() throws {
    let dsp = try panel()
    let paths = try dsp.controls.map(\.path)
    #expect(throws: FaustError.valueOutOfRange(control: "/panel/gain", value: 7, range: -60...6.5)) {
      try dsp.setValue(7, of: "gain")
    }
    #expect(throws: FaustError.self) { try dsp.setValue(.nan, of: "gain") }
    #expect(throws: FaustError.readOnlyControl("/panel/level")) { try dsp.setValue(0, of: "level") }
    #expect(throws: FaustError.unknownControl("gian", known: paths)) { try dsp.setValue(0, of: "gian") }
    #expect(throws: FaustError.notASoundfile("/panel/gain")) {
      try dsp.setSound(Sound(sampleRate: 1, channels: [[1]]), of: "gain")
    }
    #expect(
      "\(FaustError.unknownControl("gian", known: paths))" == "there is no control 'gian' (did you mean '/panel/gain'?)"
    )
    #expect("\(FaustError.unknownControl("x", known: []))" == "there is no control 'x'; the program has none")
  }

  @Test func findsByTheEndOfAPathWhenItIsTheOnlyOne() throws {
    let source = #"process = vgroup("a", hslider("x", 0, 0, 1, 0.1)) + vgroup("b", hslider("x", 0, 0, 1, 0.1));"#
    let dsp = try DSP.ready(DSPFactory(source: source, name: "ends"))
    #expect(throws: FaustError.ambiguousControl("x", candidates: ["/ends/a/x", "/ends/b/x"])) { try dsp.control("x") }
    #expect(try dsp.control("b/x").path == "/ends/b/x")
    #expect(throws: FaustError.self) { try dsp.control("nds/b/x") }
  }

  @Test func controlsOfAnotherProgramAreRefused() throws {
    let stranger = try DSP.ready(DSPFactory(source: Programs.half, name: "stranger")).control("gain")
    #expect(throws: FaustError.self) { try panel().setValue(0, of: stranger) }
  }

  @Test(arguments: Backend.allCases) func readsMetadata(_ backend: Backend) throws {
    let metadata = try panel(backend).metadata
    #expect(metadata["author"] == "nobody")
    #expect(metadata["name"] == "panel")
  }

  @Test func valuesCanBeSetWhileAnotherThreadComputes() async throws {
    let dsp = try DSP.ready(DSPFactory(source: #"process = hslider("x", 0, 0, 1, 0.001);"#, name: "turned"))
    let knob = try dsp.control("x")
    async let loudest = Task.detached {
      var block = AudioBlock<Float>(channels: 1, frames: 64)
      var loudest: Float = 0
      for _ in 0..<2000 {
        try dsp.compute(into: &block)
        loudest = max(loudest, block.samples(ofChannel: 0)[63])
      }
      return loudest
    }.value
    for step in 0...1000 { try dsp.setValue(Double(step) / 1000, of: knob) }
    #expect(try await loudest <= 1)
    #expect(try dsp.value(of: knob) == 1)
  }
}
