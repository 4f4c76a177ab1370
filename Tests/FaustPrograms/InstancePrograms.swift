import CFaust
import FaustDSP
import NativeLifetimes

let counter = "process = 1 : +~_;"
let panel = #"process = *(hslider("gain[unit:dB]", 0.5, 0, 1, 0.01)) <: attach(_, hbargraph("level", 0, 1));"#

func ready(_ factory: DSPFactory) throws -> DSP {
  let dsp = try DSP(factory)
  try dsp.initialize(sampleRate: 48_000)
  return dsp
}

/// Computes one block of a program without inputs.
private func compute(_ dsp: DSP) throws {
  var block = AudioBlock<Float>(channels: 1, frames: 64)
  try dsp.compute(into: &block)
}

/// Factories and instances go in every order.
func runDeaths(isBroken: Bool) throws {
  var factory: DSPFactory? = try DSPFactory(source: counter, name: "deaths")
  var instances: [DSP] = []
  if let factory { for _ in 0..<3 { instances.append(try ready(factory)) } }
  factory = nil
  for dsp in instances { try compute(dsp) }
  let copy = try instances.removeFirst().clone()
  instances = []
  try copy.initialize(sampleRate: 44_100)
  try compute(copy)

  let second = try DSPFactory(source: counter, name: "deaths")
  let third = try DSPFactory(cachedKey: second.shaKey, backend: .interpreter)
  let late = try ready(second)
  try second.close()
  do {
    try compute(late)
    fatalError("an instance computed after its factory was closed")
  } catch FaustError.lifetime(.ended) {}
  let kept = try ready(third)
  try DSPFactory.clearCache(.interpreter)
  guard kept.end != nil else { fatalError("an instance outlived the cache") }
  _ = try? DSPFactory(source: "process = nonsense;")
  if isBroken { try deleteInTheWrongOrder() }
}

/// What plain C lets anybody do: the factory goes, and then the instance that needs it.
private func deleteInTheWrongOrder() throws {
  _ = FaustLibrary.version
  var message = [CChar](repeating: 0, count: 4097)
  guard let factory = cfaust_compile(CFAUST_INTERPRETER, "wrong", counter, 0, nil, "", -1, &message),
    let instance = cfaust_create_instance(CFAUST_INTERPRETER, factory)
  else { return }
  _ = cfaust_release_factory(CFAUST_INTERPRETER, factory)
  cfaust_init(CFAUST_INTERPRETER, instance, 48_000)
}

/// Blocks of many shapes, in both precisions, in place too.
func runBuffers(isBroken: Bool) throws {
  let options = CompileOptions(allowsInPlace: true)
  let factory = try DSPFactory(source: "process = _, _ : \\(x, y).(y, x + 1);", name: "cross", options: options)
  let dsp = try ready(factory)
  for frames in [0, 1, 3, 64, 1000] {
    let inputs = AudioBlock<Float>(channels: 2, frames: frames)
    var outputs = AudioBlock<Float>(channels: 2, frames: frames)
    try dsp.compute(inputs, into: &outputs)
    try dsp.compute(inPlace: &outputs)
    var left = outputs[channel: 0]
    for frame in left.indices { left[frame] += 1 }
  }
  let wide = try ready(DSPFactory(source: "process = *(2);", name: "wide", options: CompileOptions(precision: .double)))
  let input = AudioBlock<Double>(channels: 1, frames: 17)
  var output = AudioBlock<Double>(channels: 1, frames: 17)
  try wide.compute(input, into: &output)
  if isBroken { writePastTheEnd() }
}

/// A count that is larger than the buffers, which the C interface cannot see.
private func writePastTheEnd() {
  var message = [CChar](repeating: 0, count: 4097)
  guard let factory = cfaust_compile(CFAUST_INTERPRETER, "past", counter, 0, nil, "", -1, &message),
    let instance = cfaust_create_instance(CFAUST_INTERPRETER, factory)
  else { return }
  cfaust_init(CFAUST_INTERPRETER, instance, 48_000)
  let buffer = UnsafeMutablePointer<Float>.allocate(capacity: 16)
  var rows: UnsafeMutablePointer<Float>? = buffer
  cfaust_compute(CFAUST_INTERPRETER, instance, 24, nil, &rows)
  buffer.deallocate()
  cfaust_delete_instance(CFAUST_INTERPRETER, instance)
  _ = cfaust_release_factory(CFAUST_INTERPRETER, factory)
}

/// The tree, the live values and the metadata, in both precisions.
func runControls(isBroken: Bool) throws {
  for precision in [Precision.single, .double] {
    let options = CompileOptions(precision: precision)
    let dsp = try ready(DSPFactory(source: panel, name: "panel", options: options))
    guard try dsp.interface.controls.count == 2, try dsp.metadata["name"] == "panel" else {
      fatalError("lost controls")
    }
    try dsp.setValue(1, of: "gain")
    try dsp.resetControls()
    guard try dsp.value(of: "/panel/gain") == 0.5 else { fatalError("the control was not reset") }
    _ = try? dsp.setValue(2, of: "gain")
  }
  // A factory that nobody lets go of. The native cache reaches it, so no leak checker can see it.
  if isBroken { _ = Unmanaged.passRetained(try DSPFactory(source: counter, name: "forgotten")) }
}

/// Programs saved, loaded, cut and changed.
func runSaved(isBroken: Bool) throws {
  let factory = try DSPFactory(source: panel, name: "saved")
  let saved = try factory.save(as: .interpreterBitcode)
  _ = try ready(DSPFactory(saved))
  for length in stride(from: 0, to: saved.text.utf8.count, by: 97) {
    _ = try? DSPFactory(SavedProgram(String(saved.text.prefix(length)), format: .interpreterBitcode))
  }
  _ = try factory.dependencies()
  // What FaustDSP would have refused.
  if isBroken { loadHalf(String(saved.text.prefix(saved.text.utf8.count / 2))) }
}

private func loadHalf(_ text: String) {
  var message = [CChar](repeating: 0, count: 4097)
  guard let factory = readCInterpreterDSPFactoryFromBitcode(text, &message) else { return }
  guard let instance = createCInterpreterDSPInstance(factory) else { return }
  initCInterpreterDSPInstance(instance, 48_000)
  deleteCInterpreterDSPInstance(instance)
}
