import ClangBridge

/// Gathers one unit's fingerprint while the unit lives.
final class FingerprintReader {
  private let unit: ClangUnit
  private let options: Fingerprinting
  private let listsDeclarations: Bool
  private var isIgnored: [Int32: Bool] = [:]
  private(set) var result = UnitFingerprint()

  private init(_ unit: ClangUnit, _ options: Fingerprinting, listsDeclarations: Bool) {
    self.unit = unit
    self.options = options
    self.listsDeclarations = listsDeclarations
  }

  static func read(_ unit: ClangUnit, _ options: Fingerprinting, listsDeclarations: Bool) -> UnitFingerprint {
    let reader = FingerprintReader(unit, options, listsDeclarations: listsDeclarations)
    unit.fingerprints(
      ignoredAttributes: options.ignoredAttributes.joined(separator: "\n"),
      context: Unmanaged.passUnretained(reader).toOpaque(),
      take: { context, _, fingerprint in
        guard let context else { return }
        Unmanaged<FingerprintReader>.fromOpaque(context).takeUnretainedValue().take(fingerprint)
      })
    return reader.result
  }

  private func take(_ fingerprint: ClangFingerprint) {
    let needsPlace = listsDeclarations || !options.ignoredFiles.isEmpty || !options.ignoredHeaders.isEmpty
    let place = needsPlace ? unit.nameSpan(fingerprint.declaration) : ClangSpan()
    if place.file != 0, isIgnored(place.file) { return }
    // Order counts: a declaration that moved is a difference.
    result.hash = (result.hash << 7 | result.hash >> 57) &* 0x9E37_79B9_7F4A_7C15 ^ fingerprint.hash
    guard listsDeclarations else { return }
    result.declarations.append(
      UnitFingerprint.Declaration(
        name: unit.qualifiedName(fingerprint.declaration).string, hash: fingerprint.hash,
        path: place.file == 0 ? "" : unit.path(file: place.file).string, offset: place.begin))
  }

  private func isIgnored(_ file: Int32) -> Bool {
    if let known = isIgnored[file] { return known }
    let path = unit.path(file: file).string
    let answer = options.ignoredFiles.contains(path) || options.ignoredHeaders.contains { path.hasSuffix("/\($0)") }
    isIgnored[file] = answer
    return answer
  }
}
