import Frontend

/// Shows that edited texts are the same program as before, but for the annotations.
public struct RewriteProof: Sendable {
  private let commands: [CompileCommand]
  private let options: ReadOptions

  /// - Parameter options: those that the program was read with; its fingerprints were made by them.
  public init(commands: [CompileCommand], options: ReadOptions) {
    self.commands = commands
    self.options = options
  }

  /// Parses everything again with the edited texts, and gives the first difference; `nil` where there is none.
  public func firstDifference(
    from before: ProgramFingerprint, with edits: EditSet, originals: [String: [UInt8]],
    progress: @escaping @Sendable (Int, Int, String) -> Void = { _, _, _ in }
  ) -> FingerprintDifference? {
    var options = options
    var texts: [String: [UInt8]] = [:]
    // A header that only one of the texts has is what the rewrite is about.
    var fingerprinting = options.fingerprinting ?? Fingerprinting()
    for file in edits.sorted {
      if file.change != .edited { fingerprinting.ignoredFiles.insert(file.path) }
      if file.change != .removed { texts[file.path] = file.applied(to: originals[file.path] ?? []) }
    }
    let edited = FileTexts(texts)
    options.texts = edited
    options.fingerprinting = fingerprinting
    options.linksFacts = false
    let after = read(commands, options: options, progress: progress)
    return FingerprintComparison(commands: commands, options: fingerprinting, after: edited)
      .firstDifference(before: before, after: after.fingerprints)
  }
}
