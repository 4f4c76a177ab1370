import Testing

@Suite struct RandomProgramTests {
  @Test(arguments: 0..<40) func correctProgramsAreQuietAndSpoiledOnesAreNot(seed: Int) {
    let program = RandomProgram(seed: UInt64(seed))
    let found = analyse(program.text).analysis
    #expect(found.anomalies.isEmpty, "seed \(seed):\n\(program.text)")
    #expect(found.incomplete.isEmpty, "seed \(seed)")
    for line in program.releases.prefix(6) {
      let mutant = program.without(line)
      #expect(!analyse(mutant).analysis.anomalies.isEmpty, "seed \(seed), without line \(line + 1):\n\(program.text)")
      let doubled = program.doubling(line)
      #expect(!analyse(doubled).analysis.anomalies.isEmpty, "seed \(seed), line \(line + 1) twice:\n\(program.text)")
    }
    for line in program.retains.prefix(3) {
      let mutant = program.without(line)
      #expect(!analyse(mutant).analysis.anomalies.isEmpty, "seed \(seed), without line \(line + 1):\n\(program.text)")
    }
  }
}
