import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The real program, run as a user runs it.
@Suite struct RenderCommandTests {
  static let tone = #"""
    declare name "tone";
    freq = hslider("freq[unit:Hz]", 440, 20, 20000, 0.1);
    phase = (+(freq / fconstant(int fSamplingFreq, <math.h>)) ~ \(x).(x - floor(x)));
    process = sin(phase * 6.283185307) * hslider("gain", 0.5, 0, 1, 0.01) <: _, _;
    """#

  @Test func rendersAndSaysHowLoudItIs() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.tone, to: "tone.dsp")
    let run = try Run(
      [
        "tone.dsp", "--set", "freq=1000", "--set", "/tone/gain=0.25", "--seconds", "0.5", "--rate", "8000", "-o",
        "out.wav",
      ],
      in: directory.path)
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(
      run.output == """
        tone: 0 inputs, 2 outputs, interpreter in single precision
          /tone/freq  1000 Hz  20 to 20000  horizontal slider
          /tone/gain  0.25     0 to 1       horizontal slider
        out.wav: 0.5 s at 8000 Hz, 2 channels, 32-bit float
        peak 0.250000 (-12.04 dB), RMS 0.176777 (-15.05 dB)

        """)
    let wav = try ReadWAV(directory.bytes(of: "out.wav"))
    #expect(wav.samples.count == 8000)
    #expect(wav.sampleRate == 8000)
  }

  @Test(arguments: ["interpreter", "llvm"]) func blocksOfAnySizeSoundTheSame(_ backend: String) throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.tone, to: "tone.dsp")
    var heard: [[Double]] = []
    for block in ["1", "7", "512", "100000"] {
      let run = try Run(
        ["--backend=\(backend)", "--block", block, "--seconds=0.01", "--quiet", "tone.dsp"], in: directory.path)
      #expect(run.status == 0 && run.output == "" && run.errors == "")
      heard.append(try ReadWAV(directory.bytes(of: "tone.wav")).samples)
    }
    #expect(heard[0].count == 960)
    #expect(heard.allSatisfy { $0 == heard[0] })
  }

  @Test func showsProgressOnStandardErrorWhenAsked() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.tone, to: "tone.dsp")
    let run = try Run(["tone.dsp", "--progress", "always", "--seconds", "0.1"], in: directory.path)
    #expect(run.errors.hasSuffix("\r" + "rendering [##############################] 100%\n"))
    #expect(!run.output.contains("rendering"))
  }

  @Test func writesSixteenBitsAndWarnsOfWhatIsCutOff() throws {
    let directory = try TemporaryDirectory()
    try directory.write("process = *(2);", to: "loud.dsp")
    let run = try Run(
      ["loud.dsp", "--input", "sine:100", "--format", "int16", "--seconds", "0.01", "--double"], in: directory.path)
    #expect(run.status == 0)
    #expect(run.output.contains("loud.wav: 0.01 s at 48000 Hz, 1 channel, 16-bit"))
    let louder = try Run(
      ["loud.dsp", "--input", "step", "--format", "int16", "--seconds", "0.001"], in: directory.path)
    #expect(louder.errors == "faust-render: warning: 48 samples too loud for 16 bits, and cut off\n")
  }

  /// Each line: what is typed after the program's name, and the one line that comes back.
  @Test(arguments: [
    ([], "no program is given; try 'faust-render --help'"),
    (["none.dsp"], "cannot read 'none.dsp': No such file or directory"),
    (["."], "cannot read '.': Is a directory"),
    (["tone.dsp", "again.dsp"], "one program at a time: 'tone.dsp' or 'again.dsp'?"),
    (["tone.dsp", "--sett", "a=1"], "unknown option '--sett' (did you mean '--set'?)"),
    (["tone.dsp", "--set"], "--set needs a value: NAME=VALUE"),
    (["tone.dsp", "--set", "freq"], "--set: 'freq' is not NAME=VALUE"),
    (["tone.dsp", "--set", "freq=high"], "--set: 'high' is not a number"),
    (["tone.dsp", "--set", "freq=5"], "5 is not in the range of '/tone/freq', 20 to 20000"),
    (["tone.dsp", "--set", "frek=50"], "there is no control 'frek' (did you mean '/tone/freq'?)"),
    (["tone.dsp", "--seconds", "0"], "--seconds: '0' is not a number from 1e-06 to 10000000"),
    (["tone.dsp", "--seconds", "inf"], "--seconds: 'inf' is not a number from 1e-06 to 10000000"),
    (["tone.dsp", "--rate", "0"], "--rate: '0' is not a whole number from 1 to 1000000"),
    (["tone.dsp", "--block", "-3"], "--block: '-3' is not a whole number from 1 to 1048576"),
    (["tone.dsp", "--backend", "lvm"], "--backend: 'lvm' is none of interpreter, llvm (did you mean 'llvm'?)"),
    (["tone.dsp", "--double=yes"], "--double takes no value"),
    (["tone.dsp", "-O", "2"], "the interpreter back end cannot be told an optimisation level"),
    (["tone.dsp", "-o", "/no/such/place.wav"], "cannot write '/no/such/place.wav': No such file or directory"),
    (["bad.dsp"], "bad : 1 : ERROR : undefined symbol : nonsense"),
  ])
  func saysInOneLineWhatIsWrong(_ words: [String], _ message: String) throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.tone, to: "tone.dsp")
    try directory.write("process = nonsense;", to: "bad.dsp")
    let run = try Run(words, in: directory.path)
    #expect(run.status == 2)
    #expect(run.errors == "faust-render: \(message)\n")
    #expect(directory.names == ["bad.dsp", "tone.dsp"])
  }

  @Test func helpNamesEveryOptionAndAnExample() throws {
    let run = try Run(["--help"], in: "/tmp")
    #expect(run.status == 0)
    for word in ["--set NAME=VALUE", "--seconds", "--rate", "--block", "--backend interpreter|llvm", "-o,", "example:"]
    {
      #expect(run.output.contains(word))
    }
  }
}

/// One run of faust-render.
struct Run {
  let output: String
  let errors: String
  let status: Int32

  init(_ arguments: [String], in directory: String) throws {
    let files = try TemporaryDirectory()
    let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
    let command =
      "cd '\(directory)' && '\(Self.program)' \(quoted) >'\(files.file("output"))' 2>'\(files.file("errors"))'"
    let result = system(command)
    status = (result >> 8) & 0xFF
    output = String(decoding: try files.bytes(of: "output"), as: UTF8.self)
    errors = String(decoding: try files.bytes(of: "errors"), as: UTF8.self)
  }

  /// It is built beside the tests.
  private static var program: String {
    let tests = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    var path = [Character](tests)
    while path.last != "/" && !path.isEmpty { path.removeLast() }
    return String(path) + "faust-render"
  }
}
