import Facts
import Glibc
import Testing

@Suite("Facts on disk")
struct BinaryTests {
  let program = link(sampleUnits())

  @Test func comesBackAsItWas() throws {
    for facts in sampleUnits() + [program, FactBase()] {
      #expect(try FactBase(binary: facts.binary()) == facts)
    }
  }

  @Test func sampleIsValid() throws {
    for unit in sampleUnits() { try unit.validate() }
    try program.validate()
  }

  @Test func truncatedAtEveryPlaceIsAnError() {
    let bytes = program.binary()
    for length in 0..<bytes.count {
      #expect(throws: FactFileError.truncated) { try FactBase(binary: Array(bytes[..<length])) }
    }
  }

  @Test func anyFlippedBitIsAnError() {
    let bytes = program.binary()
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 1 << UInt8(index % 8)
      #expect(throws: FactFileError.self) { try FactBase(binary: damaged) }
    }
  }

  /// Words changed at random under a checksum that was made to match: what is read must still be valid, or an error.
  @Test func nonsenseUnderARightChecksumNeverCrashes() {
    let bytes = program.binary()
    var random = SplitMix(state: 42)
    for _ in 0..<4000 {
      var damaged = bytes
      let word = 32 + 4 * Int(random.next() % UInt64((bytes.count - 32) / 4))
      let value: UInt32 =
        random.next() % 3 == 0 ? UInt32(truncatingIfNeeded: random.next()) : UInt32(random.next() % 300)
      withUnsafeBytes(of: value) { damaged.replaceSubrange(word..<word + 4, with: $0) }
      let checksum = damaged.withUnsafeBytes { ContentHash.of(UnsafeRawBufferPointer(rebasing: $0[32...])) }
      withUnsafeBytes(of: checksum) { damaged.replaceSubrange(24..<32, with: $0) }
      guard let facts = try? FactBase(binary: damaged) else { continue }
      #expect(throws: Never.self) { try facts.validate() }
      _ = link([facts])
    }
  }

  @Test func foreignAndOlderFilesAreToldApart() {
    let bytes = program.binary()
    #expect(throws: FactFileError.foreign) {
      try FactBase(binary: Array("#!/bin/sh\necho not facts at all, but long".utf8))
    }
    var older = bytes
    older[8] = 0
    #expect(throws: FactFileError.version(found: 0, expected: FactBase.binaryVersion)) { try FactBase(binary: older) }
    #expect(throws: FactFileError.damaged) { try FactBase(binary: bytes + [0, 0, 0, 0]) }
  }

  @Test func missingFilesAndDirectoriesAreErrors() {
    #expect(throws: FactFileError.self) { try FactBase(contentsOf: "/no/such/file.facts") }
    #expect(throws: FactFileError.unreadable(path: "/tmp", reason: "not a regular file")) {
      try FactBase(contentsOf: "/tmp")
    }
  }

  @Test func bytesThatBeginAnywhereAreRead() throws {
    let bytes = [0] + program.binary()
    let read = try bytes.withUnsafeBytes { try FactBase(binary: UnsafeRawBufferPointer(rebasing: $0[1...])) }
    #expect(read == program)
  }
}

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
