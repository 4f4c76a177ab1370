import FaustDSP
import Testing

@Suite struct CompileTests {
  @Test(arguments: Backend.allCases) func saysWhatItCompiled(_ backend: Backend) throws {
    let factory = try DSPFactory(source: Programs.half, name: "half", options: CompileOptions(backend: backend))
    #expect(factory.name == "half")
    #expect(factory.shaKey.count == 40)
    #expect(factory.compileOptions.contains(backend == .llvm ? "-lang llvm" : "-lang interp"))
    #expect(factory.precision == .single)
    #expect(factory.remarks == "")
    #expect(!factory.allowsInPlace)
  }

  @Test(arguments: Backend.allCases) func takesTheNameThatTheProgramGivesItself(_ backend: Backend) throws {
    let source = #"declare name "own"; process = _;"#
    let factory = try DSPFactory(source: source, name: "given", options: CompileOptions(backend: backend))
    #expect(factory.name == "own")
  }

  @Test func saysWhereTheMistakeIs() throws {
    let error = try #require(compileError("process =\n  _ : nonsense;\n", name: "bad"))
    #expect(error.message == "bad : 2 : ERROR : undefined symbol : nonsense")
    #expect(error.file == "bad")
    #expect(error.line == 2)
  }

  @Test func keepsAllOfALongMessage() throws {
    // The names in the message are as long as the program's, so it fills the 4,096 bytes that there are.
    let long =
      "process = " + (0..<400).map { "hslider(\"slider number \($0)\", 0, 0, 1, 0.1)" }.joined(separator: ", ")
      + " : _;"
    let error = try #require(compileError(long))
    #expect(error.message.utf8.count > 1000)
    #expect(error.message.utf8.count <= 4096)
    #expect(error.message.hasPrefix("ERROR in sequential composition"))
  }

  @Test func saysSomethingWhenLibfaustSaysNothing() throws {
    let error = try #require(compileError("", name: "empty"))
    #expect(error.message == "libfaust compiled nothing out of 'empty' and gave no reason")
  }

  @Test(arguments: ["process = process;", "f(x) = f(x); process = f(1);", "process = 1 / 0;", "process"])
  func survivesNonsense(_ source: String) {
    #expect(compileError(source) != nil)
  }

  @Test func refusesNullCharacters() {
    #expect(compileError("process = _;\0") != nil)
    #expect(throws: FaustError.self) {
      try DSPFactory(source: Programs.wire, options: CompileOptions(arguments: ["-I", "a\0b"]))
    }
  }

  @Test func refusesWhatABackendCannotDo() {
    let wrong = [
      CompileOptions(optimization: 3), CompileOptions(target: "x86_64-pc-linux-gnu"),
      CompileOptions(backend: .llvm, optimization: 7),
    ]
    for options in wrong {
      #expect(throws: FaustError.self) { try DSPFactory(source: Programs.wire, options: options) }
    }
  }

  @Test(arguments: [0, 2, 4]) func optimises(_ level: Int) throws {
    let options = CompileOptions(backend: .llvm, optimization: level)
    let dsp = try DSP.ready(DSPFactory(source: Programs.counter, name: "level\(level)", options: options))
    #expect(try outputs(of: dsp, frames: 3) == [[1, 2, 3]])
  }

  @Test func reportsOptionsThatNobodyKnows() throws {
    let factory = try DSPFactory(source: Programs.wire, name: "odd", options: CompileOptions(arguments: ["-nosuch"]))
    #expect(factory.remarks.contains("-nosuch"))
  }

  @Test func refusesForeignFunctionsThatAreMissing() throws {
    let program = #"process = ffunction(float faustdsp_missing(float), <math.h>, "");"#
    for backend in Backend.allCases {
      let error = try #require(compileError(program, backend: backend))
      #expect(error.message.contains("'faustdsp_missing'"))
    }
    let present = #"process = ffunction(float coshf|cosh|coshl(float), <math.h>, "");"#
    #expect(compileError(present, backend: .llvm) == nil)
  }

  @Test(arguments: Backend.allCases) func namesItsLibraries(_ backend: Backend) throws {
    let source = #"import("stdfaust.lib"); process = os.osc(440);"#
    let factory = try DSPFactory(source: source, name: "libraries", options: CompileOptions(backend: backend))
    let libraries = try factory.dependencies()
    #expect(libraries.contains { $0.hasSuffix("/stdfaust.lib") })
    #expect(libraries.contains { $0.hasSuffix("/oscillators.lib") })
  }

  @Test(arguments: Backend.allCases) func handsOutWarnings(_ backend: Backend) throws {
    let options = CompileOptions(backend: backend)
    let risky = try DSPFactory(source: "process = int(_ * 20) : rdtable(10, 1.0);", name: "risky", options: options)
    #expect(try risky.warnings().contains { $0.contains("outside of table size") })
    // Once more, out of the cache, and with another program compiled in between.
    let sound = try DSPFactory(source: Programs.wire, name: "sound", options: options)
    #expect(try sound.warnings() == [])
    let again = try DSPFactory(source: "process = int(_ * 20) : rdtable(10, 1.0);", name: "risky", options: options)
    #expect(again.sharedCount == 2)
    #expect(try again.warnings() == risky.warnings())
  }

  private func compileError(_ source: String, name: String = "dsp", backend: Backend = .interpreter) -> CompileError? {
    do {
      _ = try DSPFactory(source: source, name: name, options: CompileOptions(backend: backend))
      return nil
    } catch FaustError.compilation(let error) {
      return error
    } catch {
      Issue.record("another error: \(error)")
      return nil
    }
  }
}
