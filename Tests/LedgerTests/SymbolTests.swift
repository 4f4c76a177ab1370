import Foundation
import Ledger
import Testing

/// Names come from the file that ran: stripped, with its debug file beside it, or not at all where another stands in its place.
@Suite("Names of recorded code") struct SymbolTests {
  private func names(_ trace: Trace) -> (functions: Set<String>, lines: Int, changed: Set<String>) {
    let symbolizer = Symbolizer(trace)
    let frames = trace.stacks.values.flatMap { symbolizer.frames(of: $0.addresses) }
    return (
      Set(frames.map(\.function)), frames.filter { $0.line > 0 && $0.file.hasSuffix("cache.cpp") }.count,
      symbolizer.unnamedFiles
    )
  }

  private func run(_ words: [String]) throws {
    let result = try RecordedProgram.execute(words, environment: [:])
    try #require(result.status == 0, "\(result.output)")
  }

  @Test("a stripped program is named by its debug file, and another build is not taken for the one that ran")
  func files() throws {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("cache.cpp", in: directory)
    let trace = try Trace(contentsOf: try RecordedProgram.run(program, ["leak"], in: directory).trace)
    #expect(!trace.builds.isEmpty)
    let whole = names(trace)
    #expect(whole.functions.contains("Cache::put(int, Query*)"))
    #expect(whole.lines > 0)
    #expect(whole.changed.isEmpty)

    try run(["objcopy", "--only-keep-debug", program, program + ".debug"])
    try run(["strip", program])
    try run(["objcopy", "--add-gnu-debuglink=\(program).debug", program])
    let stripped = names(trace)
    #expect(stripped.functions == whole.functions)
    #expect(stripped.lines == whole.lines)

    // Another program at the same place: its names would be lies.
    _ = try RecordedProgram.build("ends.cpp", in: directory)
    let other = names(trace)
    #expect(other.changed.map { URL(fileURLWithPath: $0).lastPathComponent } == ["program"])
    #expect(other.lines == 0)
    #expect(!other.functions.contains("Cache::put(int, Query*)"))
  }

  @Test("what lies behind a file is not the file's, as the kernel's own code is not")
  func behind() throws {
    let directory = try RecordedProgram.scratch()
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = try RecordedProgram.build("ends.cpp", in: directory)
    let maps = "555500000000-555500010000 r-xp 00000000 08:01 1234 \(program)\n"
    let symbolizer = Symbolizer(maps: [maps])
    #expect(symbolizer.frames(of: [0x5555_0000_0010]).map(\.function) == ["program+0xf"])
    #expect(symbolizer.frames(of: [0x5555_0002_0000]).map(\.function) == ["0x555500020000"])
  }
}
