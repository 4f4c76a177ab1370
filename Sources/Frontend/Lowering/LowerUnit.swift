import ClangBridge
import Facts

/// Reads one translation unit and lowers it. Safe on many threads at once.
public func lowerUnit(_ request: UnitRequest) throws(UnitFailure) -> UnitResult {
  let session = ParseSession(request)
  let status = session.parse()
  switch status {
  case .parsed:
    return UnitResult(
      facts: session.facts, enumerations: session.enumerations, errors: session.errors, filesRead: session.filesRead,
      filesMissing: session.filesMissing, symbols: session.symbols, fingerprint: session.fingerprint)
  case .unusableCommand:
    throw .unusableCommand(file: request.mainFile, reason: session.errors.first?.message)
  case .missingFile: throw .missingFile(request.mainFile)
  case .crashed: throw .crashed(request.mainFile)
  }
}

/// Precompiles a unit, which consists of headers, to a file. The errors that keep it from being written, if any.
func precompile(_ request: UnitRequest, to output: String) throws(UnitFailure) -> [UnitDiagnostic] {
  let session = ParseSession(request)
  switch session.parse(precompilingTo: output) {
  case .parsed: return session.errors
  case .unusableCommand: throw .unusableCommand(file: request.mainFile, reason: session.errors.first?.message)
  case .missingFile: throw .missingFile(request.mainFile)
  case .crashed: throw .crashed(request.mainFile)
  }
}

/// Where Clang's headers and libraries stand.
enum ClangPrefix {
  static let resourceDirectory: String = ClangText.string(bridge_resource_directory())
  static let programDirectory = FilePath.normalized(resourceDirectory + "/../../../bin")

  /// The command with a place for a compiler that is named without one: Clang looks for the C++ library from there, and
  /// from nowhere it finds it by a path that has no short form.
  static func placed(_ arguments: [String]) -> [String] {
    guard let name = arguments.first, !name.contains("/") else { return arguments }
    return ["\(programDirectory)/\(name)"] + arguments.dropFirst()
  }
}

/// Takes Clang's calls back during one parse.
private final class ParseSession {
  let request: UnitRequest
  var facts = FactBase()
  var enumerations: [Enumeration] = []
  var errors: [UnitDiagnostic] = []
  var filesRead: [String] = []
  var filesMissing: [String] = []
  var symbols = UnitSymbols()
  var fingerprint: UnitFingerprint?

  init(_ request: UnitRequest) { self.request = request }

  func parse(precompilingTo output: String? = nil) -> ClangUnitStatus {
    withCStrings(ClangPrefix.placed(request.arguments)) { arguments in
      let overlays = request.overlays.sorted { $0.key < $1.key }
      return withCStrings(overlays.map(\.key)) { paths in
        withCStrings(overlays.map(\.value)) { texts in
          request.directory.withCString { directory in
            ClangPrefix.resourceDirectory.withCString { resources in
              withOptionalCString(request.precompiledHeader) { header in
                var unit = ClangUnitRequest(
                  directory: directory, arguments: arguments.baseAddress, argumentCount: request.arguments.count,
                  resourceDirectory: resources, precompiledHeader: header, overlayPaths: paths.baseAddress,
                  overlayTexts: texts.baseAddress, overlayCount: overlays.count, texts: request.texts?.handle,
                  context: Unmanaged.passUnretained(self).toOpaque(), skipsBody: nil,
                  readsLibraries: request.readsLibraries,
                  visit: { context, unit in ParseSession.from(context)?.visit(unit) },
                  report: { context, path, line, column, message in
                    ParseSession.from(context)?.report(path, line, column, message)
                  })
                if request.skipsBody != nil {
                  unit.skipsBody = { context, path, offset in
                    ParseSession.from(context)?.request.skipsBody?(path.string, offset) ?? false
                  }
                }
                return withExtendedLifetime(self) { output.map { unit.precompile(to: $0) } ?? unit.parse() }
              }
            }
          }
        }
      }
    }
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> ParseSession? {
    context.map { Unmanaged<ParseSession>.fromOpaque($0).takeUnretainedValue() }
  }

  private func visit(_ unit: ClangUnit) {
    if request.lowers { lower(unit) }
    filesRead = (0..<unit.fileCount).map { unit.file(at: $0).string }
    filesMissing = (0..<unit.missingCount).map { unit.missing(at: $0).string }
  }

  private func lower(_ unit: ClangUnit) {
    let lowering = UnitLowering(unit, request: request)
    lowering.run()
    facts = lowering.facts
    symbols = lowering.symbols
    if let options = request.fingerprinting {
      fingerprint = FingerprintReader.read(unit, options, listsDeclarations: request.listsFingerprints)
    }
    enumerations = lowering.enumerations
  }

  private func report(_ path: ClangText, _ line: UInt32, _ column: UInt32, _ message: ClangText) {
    errors.append(
      UnitDiagnostic(
        file: FilePath.absolute(path.string, in: request.directory), line: Int(line), column: Int(column),
        message: message.string))
  }
}

/// Lends an array of C strings.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutableBufferPointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
  let bytes = strings.map { Array($0.utf8CString) }
  let all = bytes.flatMap { $0 }
  return all.withUnsafeBufferPointer { buffer in
    var pointers: [UnsafePointer<CChar>?] = []
    var offset = 0
    for string in bytes {
      pointers.append(buffer.baseAddress.map { $0 + offset })
      offset += string.count
    }
    // A null at the end, and an address even where there are no strings.
    pointers.append(nil)
    return pointers.withUnsafeMutableBufferPointer { body($0) }
  }
}

private func withOptionalCString<Result>(_ string: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
  guard let string else { return body(nil) }
  return string.withCString { body($0) }
}
