import FaustDSP
import Testing

@Suite struct FileTests {
  @Test func compilesAFileAndWhatLiesBesideIt() throws {
    let directory = try TemporaryDirectory()
    try directory.write("gain = 0.25;", to: "own.lib")
    try directory.write(#"import("own.lib"); process = *(gain);"#, to: "quarter.dsp")
    let factory = try DSPFactory(file: directory.file("quarter.dsp"))
    #expect(factory.name == "quarter")
    #expect(try outputs(of: .ready(factory), frames: 2, inputs: [[1, 2]]) == [[0.25, 0.5]])
    #expect(try factory.dependencies().contains { $0.hasSuffix("own.lib") })
  }

  @Test func looksInImportPaths() throws {
    let directory = try TemporaryDirectory()
    try directory.write("gain = 3;", to: "elsewhere.lib")
    let source = #"import("elsewhere.lib"); process = *(gain);"#
    #expect(throws: FaustError.self) { try DSPFactory(source: source, name: "without path") }
    let factory = try DSPFactory(
      source: source, name: "with path", options: CompileOptions(importPaths: [directory.path]))
    #expect(try outputs(of: .ready(factory), frames: 1, inputs: [[1]]) == [[3]])
  }

  @Test func saysWhichFileItCannotRead() throws {
    let directory = try TemporaryDirectory()
    for (path, reason) in [
      (directory.file("missing.dsp"), "No such file or directory"), (directory.path, "Is a directory"),
    ] {
      #expect(throws: FaustError.unreadableFile(path: path, reason: reason)) { try DSPFactory(file: path) }
    }
  }
}
