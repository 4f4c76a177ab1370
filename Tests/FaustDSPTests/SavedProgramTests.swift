import FaustDSP
import Testing

@Suite struct SavedProgramTests {
  static let source = """
    table = waveform{1, 2, 3};
    process = (+(1) ~ _) * hslider("gain", 1, 0, 1, 0.5), (table : !, _), (_ <: select2(>(0), sin, cos));
    """

  private func factory(for format: SavedProgram.Format, _ precision: Precision = .single) throws -> DSPFactory {
    let options = CompileOptions(backend: format.backend, precision: precision)
    return try DSPFactory(source: Self.source, name: "saved", options: options)
  }

  @Test(arguments: SavedProgram.Format.allCases) func soundsTheSameAsBefore(_ format: SavedProgram.Format) throws {
    let original = try factory(for: format)
    let expected = try outputs(of: .ready(original), frames: 5)
    let directory = try TemporaryDirectory()
    try original.save(as: format).write(to: directory.file("program"))
    let loaded = try DSPFactory(SavedProgram(contentsOf: directory.file("program"), format: format))
    #expect(loaded.name == "saved")
    #expect(loaded.precision == .single)
    #expect(try outputs(of: .ready(loaded), frames: 5) == expected)
    #expect(try DSP.ready(loaded).control("gain").path == "/saved/gain")
    #expect(directory.names == ["program"])
  }

  @Test(arguments: SavedProgram.Format.allCases) func keepsDoublePrecision(_ format: SavedProgram.Format) throws {
    #expect(try DSPFactory(factory(for: format, .double).save(as: format)).precision == .double)
  }

  @Test func refusesInterpreterBitcodeThatWasCutAnywhere() throws {
    let lines = try factory(for: .interpreterBitcode).save(as: .interpreterBitcode).text.split(separator: "\n")
    for count in 0..<lines.count - 1 {
      let cut = lines[..<count].joined(separator: "\n") + "\n"
      // Without the checksum in the last line the text is whole, as other tools write it.
      if count == lines.count - 1 { continue }
      #expect(throws: FaustError.self, "cut after \(count) lines") {
        try DSPFactory(SavedProgram(cut, format: .interpreterBitcode))
      }
    }
  }

  @Test func takesInterpreterBitcodeWithoutOurChecksum() throws {
    let text = try factory(for: .interpreterBitcode).save(as: .interpreterBitcode).text
    let plain = text.split(separator: "\n").dropLast().joined(separator: "\n") + "\n"
    let loaded = try DSPFactory(SavedProgram(plain, format: .interpreterBitcode))
    #expect(try outputs(of: .ready(loaded), frames: 2)[0] == [1, 2])
  }

  @Test func refusesInterpreterBitcodeThatWasChanged() throws {
    let saved = try factory(for: .interpreterBitcode).save(as: .interpreterBitcode)
    let changed = saved.text.replacing("offset1 1 ", with: "offset1 100000 ")
    #expect(changed != saved.text)
    #expect(
      throws: FaustError.damagedProgram(
        .interpreterBitcode, reason: "it was changed after it was saved: its checksum is another")
    ) {
      try DSPFactory(SavedProgram(changed, format: .interpreterBitcode))
    }
  }

  @Test(arguments: SavedProgram.Format.allCases, ["", "\n", "nonsense", "interpreter_dsp_factory float\n", "a\0b"])
  func refusesNonsense(_ format: SavedProgram.Format, _ text: String) {
    #expect(throws: FaustError.self) { try DSPFactory(SavedProgram(text, format: format)) }
  }

  @Test(arguments: [SavedProgram.Format.llvmBitcode, .llvmIR, .machineCode])
  func refusesHalfAProgram(_ format: SavedProgram.Format) throws {
    let text = try factory(for: format).save(as: format).text
    #expect(throws: FaustError.self) {
      try DSPFactory(SavedProgram(String(text.prefix(text.count / 2)), format: format))
    }
  }

  @Test func writesObjectsForALinkerButDoesNotLoadThem() throws {
    let directory = try TemporaryDirectory()
    try factory(for: .machineCode).writeObject(to: directory.file("program.o"))
    let bytes = try directory.bytes(of: "program.o")
    #expect(bytes.starts(with: [0x7F] + Array("ELF".utf8)))
    let reason = "it is an object file for a linker, which cannot be loaded"
    #expect(throws: FaustError.damagedProgram(.machineCode, reason: reason)) {
      try DSPFactory(SavedProgram(base64(bytes), format: .machineCode))
    }
  }

  @Test func refusesTheOtherBackendsFormats() throws {
    #expect(throws: FaustError.self) { try factory(for: .interpreterBitcode).save(as: .llvmIR) }
    #expect(throws: FaustError.self) { try factory(for: .llvmIR).save(as: .interpreterBitcode) }
    #expect(throws: FaustError.self) { try factory(for: .interpreterBitcode).writeObject(to: "/tmp/none.o") }
    #expect(throws: FaustError.self) { try factory(for: .llvmIR).writeObject(to: "/no/such/place.o") }
  }

  private func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = (0..<3).reduce(0) { $0 << 8 | (start + $1 < bytes.count ? Int(bytes[start + $1]) : 0) }
      for digit in 0..<4 {
        text.append(digit > bytes.count - start ? "=" : letters[group >> (18 - 6 * digit) & 63])
      }
    }
    return text
  }
}
