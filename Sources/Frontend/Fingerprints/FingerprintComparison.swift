/// The first thing that two texts of a program do not have in common.
public struct FingerprintDifference: Hashable, Sendable {
  public var unit: String
  /// What is declared there; empty where it is about the unit as a whole.
  public var name: String
  public var path: String
  public var line: Int
  /// `means something else`, or what the compiler says of the new text.
  public var message: String
}

/// Compares the meaning of a program's units before and after a rewrite.
public struct FingerprintComparison: Sendable {
  private let commands: [CompileCommand]
  private let options: Fingerprinting
  private let after: FileTexts

  public init(commands: [CompileCommand], options: Fingerprinting, after: FileTexts) {
    self.commands = commands
    self.options = options
    self.after = after
  }

  /// The first difference in the order of the commands; `nil` where there is none.
  ///
  /// A unit whose hashes differ is read again by itself, both texts, since shared headers are no part of what it means.
  public func firstDifference(before old: ProgramFingerprint, after new: ProgramFingerprint) -> FingerprintDifference? {
    var doubtful: Set<Int> = []
    for number in commands.indices where old.units[number] != new.units[number] { doubtful.insert(number) }
    for (units, hash) in old.shared where new.shared[units] != hash { doubtful.formUnion(units) }
    for (units, hash) in new.shared where old.shared[units] != hash { doubtful.formUnion(units) }
    for number in doubtful.sorted() {
      if let difference = difference(in: commands[number]) { return difference }
    }
    return nil
  }

  private func difference(in command: CompileCommand) -> FingerprintDifference? {
    let old = list(command, texts: nil)
    let new = list(command, texts: after)
    guard let old = old.fingerprint, let new = new.fingerprint else {
      // What could not be read before may stay so.
      return old.fingerprint == nil
        ? nil : FingerprintDifference(unit: command.file, name: "", path: command.file, line: 1, message: new.problem)
    }
    if new.declarations.map(\.hash) == old.declarations.map(\.hash) { return nil }
    let pairs = zip(old.declarations, new.declarations)
    let pair = pairs.first { $0.hash != $1.hash }
    let changed = pair?.0 ?? old.declarations.last
    // What the compiler makes by itself has no place of its own.
    let place = changed.flatMap { $0.path.isEmpty ? nil : ($0.path, line(of: $0.offset, in: $0.path)) }
    let isSame = pair.map { $0.name == $1.name } ?? false
    let message = isSame ? "means something else" : "stands where '\(pair?.1.name ?? "nothing")' would stand"
    return FingerprintDifference(
      unit: command.file, name: changed?.name ?? "", path: place?.0 ?? command.file, line: place?.1 ?? 1,
      message: message)
  }

  func list(_ command: CompileCommand, texts: FileTexts?) -> (fingerprint: UnitFingerprint?, problem: String) {
    var request = UnitRequest(directory: command.directory, arguments: command.arguments, mainFile: command.file)
    request.texts = texts
    request.fingerprinting = options
    request.listsFingerprints = true
    do throws(UnitFailure) {
      let result = try lowerUnit(request)
      if let error = result.errors.first {
        return (texts == nil ? result.fingerprint : nil, "\(error.file):\(error.line): \(error.message)")
      }
      return (result.fingerprint, "")
    } catch {
      return (nil, "\(error)")
    }
  }

  private func line(of offset: UInt32, in path: String) -> Int {
    guard let bytes = FilePath.contents(of: path) else { return 1 }
    return bytes.prefix(Int(offset)).count { $0 == UInt8(ascii: "\n") } + 1
  }
}
