import Facts

/// A program's facts with what is needed to know whether they still hold, and what was said when they were made.
///
/// The bytes are: a magic number, the version, the length and the hash of the manifest, the manifest, the facts.
struct CachedProgram {
  static let version: UInt32 = 7
  private static let magic: UInt64 = 0x4B41_4D44_4545_4431

  var files: [CachedFile]
  /// Paths at which there was nothing.
  var missing: [String]
  var units: Int
  var diagnostics: [UnitDiagnostic]
  var failures: [String]
  /// Of shared headers: those that are in the precompiled file, in their order.
  var headers: [String]
  var facts: FactBase

  init(
    files: [CachedFile], missing: [String], units: Int, diagnostics: [UnitDiagnostic] = [], failures: [String] = [],
    headers: [String] = [], facts: FactBase
  ) {
    self.files = files
    self.missing = missing
    self.units = units
    self.diagnostics = diagnostics
    self.failures = failures
    self.headers = headers
    self.facts = facts
  }

  func bytes() -> [UInt8] {
    var manifest: [UInt8] = []
    func put(_ value: UInt64) { withUnsafeBytes(of: value.littleEndian) { manifest.append(contentsOf: $0) } }
    func put(_ text: String) {
      put(UInt64(text.utf8.count))
      manifest.append(contentsOf: text.utf8)
    }
    put(UInt64(units))
    put(UInt64(files.count))
    for file in files {
      put(file.path)
      put(file.size)
      put(UInt64(bitPattern: file.seconds))
      put(UInt64(bitPattern: file.nanoseconds))
      put(file.contentHash)
    }
    put(UInt64(missing.count))
    for path in missing { put(path) }
    put(UInt64(diagnostics.count))
    for diagnostic in diagnostics {
      put(diagnostic.file)
      put(UInt64(diagnostic.line))
      put(UInt64(diagnostic.column))
      put(diagnostic.message)
    }
    put(UInt64(failures.count))
    for failure in failures { put(failure) }
    put(UInt64(headers.count))
    for header in headers { put(header) }
    // The facts begin at a multiple of four, where they can be read in place.
    while manifest.count % 8 != 0 { manifest.append(0) }

    let binary = facts.binary()
    var result: [UInt8] = []
    result.reserveCapacity(32 + manifest.count + binary.count)
    for word in [Self.magic, UInt64(Self.version), UInt64(manifest.count), ContentHash.of(manifest)] {
      withUnsafeBytes(of: word.littleEndian) { result.append(contentsOf: $0) }
    }
    return result + manifest + binary
  }

  /// `nil` for bytes that are anything else than what `bytes()` made, and for those that no longer hold.
  init?(ifCurrent bytes: [UInt8]) {
    var reader = ManifestReader(bytes)
    guard reader.number() == Self.magic, reader.number() == UInt64(Self.version), let length = reader.number(),
      let hash = reader.number(), length <= UInt64(bytes.count - reader.position)
    else { return nil }
    let start = reader.position
    let end = start + Int(length)
    let isIntact = bytes.withUnsafeBytes { ContentHash.of(UnsafeRawBufferPointer(rebasing: $0[start..<end])) == hash }
    guard isIntact, let units = reader.number(), let fileCount = reader.number() else { return nil }
    self.units = Int(truncatingIfNeeded: units)
    files = []
    for _ in 0..<fileCount {
      guard let path = reader.text(), let size = reader.number(), let seconds = reader.number(),
        let nanoseconds = reader.number(), let hash = reader.number()
      else { return nil }
      files.append(
        CachedFile(
          path: path, size: size, seconds: Int64(bitPattern: seconds), nanoseconds: Int64(bitPattern: nanoseconds),
          contentHash: hash))
    }
    missing = []
    guard let missingCount = reader.number() else { return nil }
    for _ in 0..<missingCount {
      guard let path = reader.text() else { return nil }
      missing.append(path)
    }
    diagnostics = []
    guard let diagnosticCount = reader.number() else { return nil }
    for _ in 0..<diagnosticCount {
      guard let file = reader.text(), let line = reader.number(), let column = reader.number(),
        let message = reader.text()
      else { return nil }
      diagnostics.append(
        UnitDiagnostic(
          file: file, line: Int(truncatingIfNeeded: line), column: Int(truncatingIfNeeded: column), message: message))
    }
    failures = []
    guard let failureCount = reader.number() else { return nil }
    for _ in 0..<failureCount {
      guard let failure = reader.text() else { return nil }
      failures.append(failure)
    }
    headers = []
    guard let headerCount = reader.number() else { return nil }
    for _ in 0..<headerCount {
      guard let header = reader.text() else { return nil }
      headers.append(header)
    }
    guard Self.isCurrent(files, missing) else { return nil }
    let facts = bytes.withUnsafeBytes { try? FactBase(binary: UnsafeRawBufferPointer(rebasing: $0[end...])) }
    guard let facts else { return nil }
    self.facts = facts
  }
}

extension CachedProgram {
  /// What was read is as it was, and what was not there still is not: a header that is newly put where an earlier search
  /// path finds it is another program.
  private static func isCurrent(_ files: [CachedFile], _ missing: [String]) -> Bool {
    files.allSatisfy { $0.isUnchanged } && !missing.contains { FilePath.exists($0) }
  }
}

/// Takes numbers and texts from bytes, and believes no length that goes beyond them.
private struct ManifestReader {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func number() -> UInt64? {
    guard bytes.count - position >= 8 else { return nil }
    defer { position += 8 }
    return bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: UInt64.self)) }
  }

  mutating func text() -> String? {
    guard let length = number(), length <= UInt64(bytes.count - position) else { return nil }
    defer { position += Int(length) }
    return String(decoding: bytes[position..<position + Int(length)], as: UTF8.self)
  }
}
