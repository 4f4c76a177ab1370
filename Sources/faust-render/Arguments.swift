import FaustDSP

/// What the user asked for.
struct Arguments {
  var file = ""
  var settings: [(control: String, value: Double)] = []
  var seconds = 2.0
  var sampleRate = 48_000
  var blockSize = 512
  var input: TestSignal?
  var compile = CompileOptions()
  var format = WAVFormat.float32
  var output: String?
  var progress = ProgressChoice.auto
  var listsOnly = false
  var isQuiet = false
  var wantsHelp = false
  var wantsVersion = false
}

enum ProgressChoice: String, CaseIterable { case auto, always, never }

/// What is wrong with the command line.
struct UsageError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// One option: how it is written, what help says of it, and what it does. Parsing and help come from the same table.
struct Option: Sendable {
  let names: [String]
  /// What stands for the value in help; nil where there is none.
  let value: String?
  let help: String
  let apply: @Sendable (inout Arguments, String) throws -> Void

  private init(
    _ names: String..., value: String? = nil, help: String,
    apply: @escaping @Sendable (inout Arguments, String) throws -> Void
  ) {
    self.names = names
    self.value = value
    self.help = help
    self.apply = apply
  }

  static let all: [Option] = [
    Option("--set", value: "NAME=VALUE", help: "set a control, by its path or the end of it; may be repeated") {
      $0.settings.append(try setting($1))
    },
    Option("--seconds", value: "S", help: "how long the sound is; 2 unless told") {
      $0.seconds = try number($1, in: 0.000_001...10_000_000)
    },
    Option("--rate", value: "HZ", help: "samples a second; 48000 unless told") {
      $0.sampleRate = try integer($1, in: 1...1_000_000)
    },
    Option("--block", value: "N", help: "frames computed at once; 512 unless told") {
      $0.blockSize = try integer($1, in: 1...1_048_576)
    },
    Option("--backend", value: "interpreter|llvm", help: "how the program is run; interpreter unless told") {
      $0.compile.backend = try choice($1)
    },
    Option("--input", value: "SIGNAL", help: "what goes into its inputs: \(SignalName.all); impulse unless told") {
      $0.input = try SignalName.signal($1)
    },
    Option("--double", help: "compute in double precision") { arguments, _ in arguments.compile.precision = .double },
    Option("-O", "--optimize", value: "0…4", help: "how hard LLVM tries; as hard as it can unless told") {
      $0.compile.optimization = try integer($1, in: 0...4)
    },
    Option("-I", "--import", value: "DIR", help: "where imports are looked for too; may be repeated") {
      $0.compile.importPaths.append($1)
    },
    Option("--format", value: "float|int16", help: "samples of 32-bit floating point or of 16 bits; float unless told")
    {
      $0.format = try choice($1, among: ["float": .float32, "int16": .int16])
    },
    Option("-o", "--output", value: "OUT.wav", help: "the file to write; FILE.wav in this directory unless told") {
      $0.output = $1
    },
    Option("--list", help: "show the program and its controls, and make no sound") { arguments, _ in
      arguments.listsOnly = true
    },
    Option("--progress", value: "auto|always|never", help: "a line that tells how far it is; auto is on a terminal") {
      $0.progress = try choice($1)
    },
    Option("-q", "--quiet", help: "print nothing but errors") { arguments, _ in arguments.isQuiet = true },
    Option("-h", "--help", help: "print this") { arguments, _ in arguments.wantsHelp = true },
    Option("--version", help: "print libfaust's version") { arguments, _ in arguments.wantsVersion = true },
  ]
}
