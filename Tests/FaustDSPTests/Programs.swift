import FaustDSP
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Testing

/// Small programs that more than one suite compiles.
enum Programs {
  static let wire = "process = _;"
  static let half = #"process = *(hslider("gain", 0.5, 0, 1, 0.01));"#
  /// Counts frames from 1: its state shows.
  static let counter = "process = 1 : +~_;"
  /// Each output is made from the other input: right only when the inputs are kept until they are used.
  static let cross = "process = _, _ : \\(x, y).(y, x + 1);"
}

/// The outputs of one block, channel by channel.
func outputs(of dsp: DSP, frames: Int, inputs rows: [[Float]] = []) throws -> [[Float]] {
  var inputs = AudioBlock<Float>(channels: dsp.inputCount, frames: frames)
  for (channel, row) in rows.enumerated() {
    var samples = inputs[channel: channel]
    for frame in row.indices { samples[frame] = row[frame] }
  }
  var outputs = AudioBlock<Float>(channels: dsp.outputCount, frames: frames)
  try dsp.compute(inputs, into: &outputs)
  return (0..<dsp.outputCount).map { channel in
    let samples = outputs.samples(ofChannel: channel)
    return samples.indices.map { samples[$0] }
  }
}

extension DSP {
  /// An instance that is ready to compute.
  static func ready(_ factory: DSPFactory, sampleRate: Int = 48_000) throws -> DSP {
    let dsp = try DSP(factory)
    try dsp.initialize(sampleRate: sampleRate)
    return dsp
  }
}

/// A directory that is gone after the test.
struct TemporaryDirectory: ~Copyable {
  let path: String

  init() throws {
    path = "/tmp/faustdsp-\(UInt64.random(in: 0...UInt64.max))"
    try #require(mkdir(path, 0o700) == 0)
  }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ text: String, to name: String) throws {
    let file = try #require(fopen(self.file(name), "w"))
    fputs(text, file)
    fclose(file)
  }

  func bytes(of name: String) throws -> [UInt8] {
    let file = try #require(fopen(self.file(name), "rb"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 22)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes[..<count])
  }

  var names: [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  deinit {
    for name in names { unlink(file(name)) }
    rmdir(path)
  }
}
