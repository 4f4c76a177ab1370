import Facts

/// One translation unit to read, as its compile command says.
public struct UnitRequest: Sendable {
  /// Where the command is run: relative paths in it start here.
  public var directory: String
  /// The compiler's whole command line, its own name first. It is read, never run.
  public var arguments: [String]
  public var mainFile: String
  /// Read before the source, as `-include-pch` does.
  public var precompiledHeader: String?
  /// Leaves out what comes from the precompiled header: somebody else lowers that.
  public var lowersOnlyOwnDeclarations: Bool
  /// Says of a body in a project header, by path and offset of the function's name, that somebody has lowered it.
  public var skipsBody: (@Sendable (_ path: String, _ offset: UInt32) -> Bool)?
  /// Enumerations are no part of a program's facts; who makes something of a header asks for them.
  public var collectsEnumerations = false
  /// The library's headers are what is asked about, wherever they are installed.
  public var isAboutInstalledHeaders = false
  /// The bodies in libraries' installed headers are read too; not those of the language's own library.
  public var readsLibraries = false
  /// Texts taken instead of files on disk, by absolute path.
  public var overlays: [String: String]
  /// The same for whole code bases; shared by many requests.
  public var texts: FileTexts?
  /// False where only the errors are wanted, and the files: the facts stay empty.
  public var lowers = true
  /// Also hash what the unit declares.
  public var fingerprinting: Fingerprinting?
  /// With the fingerprint, say what it is made of.
  public var listsFingerprints = false
  /// Also say where the parts of declarations and statements stand.
  public var recordsLayout = false
  /// Notes what object files call each function.
  public var wantsSymbols = false

  public init(
    directory: String, arguments: [String], mainFile: String, precompiledHeader: String? = nil,
    lowersOnlyOwnDeclarations: Bool = false,
    skipsBody: (@Sendable (_ path: String, _ offset: UInt32) -> Bool)? = nil, overlays: [String: String] = [:]
  ) {
    self.directory = directory
    self.arguments = arguments
    self.mainFile = mainFile
    self.precompiledHeader = precompiledHeader
    self.lowersOnlyOwnDeclarations = lowersOnlyOwnDeclarations
    self.skipsBody = skipsBody
    self.overlays = overlays
  }

  /// A source given as text.
  ///
  /// ```swift
  /// let result = try lowerUnit(.source("int f(void) { return 1; }", named: "/f.c"))
  /// ```
  public static func source(_ text: String, named path: String, arguments: [String] = []) -> UnitRequest {
    let compiler = path.hasSuffix(".c") ? "clang" : "clang++"
    return UnitRequest(
      directory: "/", arguments: [compiler] + arguments + [path], mainFile: path, overlays: [path: text])
  }
}

/// What came of one unit.
public struct UnitResult: Sendable {
  public var facts: FactBase
  /// In the order of the headers, where they were asked for.
  public var enumerations: [Enumeration] = []
  /// The first errors; what could be read in spite of them is in the facts.
  public var errors: [UnitDiagnostic]
  /// Absolute paths, in order of first use; not those that the precompiled header was made from.
  public var filesRead: [String]
  /// Absolute paths of files that were looked for and not there, in no order.
  public var filesMissing: [String] = []
  /// Where the request wanted them.
  public var symbols = UnitSymbols()
  /// Where it was asked for.
  public var fingerprint: UnitFingerprint?
}

/// An error that Clang reports.
public struct UnitDiagnostic: Hashable, Sendable {
  public var file: String
  public var line: Int
  public var column: Int
  public var message: String

  public init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }
}

/// Why there are no facts of a unit at all.
public enum UnitFailure: Error, Hashable, Sendable {
  /// The command does not compile a C or C++ source.
  case unusableCommand(file: String, reason: String?)
  case missingFile(String)
  /// Clang crashed on it.
  case crashed(String)
}

extension UnitFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unusableCommand(let file, let reason):
      "\(file): its compile command cannot be used" + (reason.map { ": \($0)" } ?? "")
        + "; it must name one C or C++ source"
    case .missingFile(let file): "\(file): no such file; make the compile database again"
    case .crashed(let file): "\(file): reading this file crashed; it is left out"
    }
  }
}
