import CFaust
import NativeLifetimes

/// A compiled Faust program, from which any number of ``DSP`` instances are made.
///
/// ```swift
/// let factory = try DSPFactory(source: #"import("stdfaust.lib"); process = os.osc(440);"#, name: "tone")
/// let tone = try DSP(factory)
/// try tone.initialize(sampleRate: 48_000)
/// ```
///
/// libfaust keeps one native factory for equal name, source and options, and counts. Each `DSPFactory` is one
/// count. An instance keeps the factory that it was made from alive; ``close(fileID:line:)`` ends the
/// instances first.
///
/// Thread safety: every member may be called from any thread.
public final class DSPFactory: Sendable {
  let handle: CachedHandle<UnsafeMutableRawPointer>
  let facts: FactoryDescription
  /// What it was compiled from, when it was compiled here.
  let program: Program?

  public let backend: Backend
  /// What libfaust said while it compiled, although it went on: options that it does not know, for one.
  public let remarks: String

  /// The compiler's warnings, if it was run to make this factory.
  let knownWarnings: [String]?

  /// What came out of libfaust.
  struct Made {
    let factory: UnsafeMutableRawPointer
    var message = ""
    var warnings: [String]?
  }

  /// Compiles a program.
  ///
  /// The `name` is what the program is called where it does not say so itself. It is part of what libfaust
  /// knows a factory by.
  ///
  /// A `soundfile` needs the LLVM back end: libfaust's C interface does not let the interpreter have one.
  public convenience init(
    source: String, name: String = "dsp", options: CompileOptions = CompileOptions(), fileID: StaticString = #fileID,
    line: UInt = #line
  ) throws(FaustError) {
    try self.init(Program(name: name, source: source, options: options), fileID, line)
  }

  /// Compiles a file. What it imports is looked for beside it too.
  public convenience init(
    file path: String, options: CompileOptions = CompileOptions(), fileID: StaticString = #fileID, line: UInt = #line
  ) throws(FaustError) {
    // Read here rather than by libfaust, which takes a missing file for a program with a mistake in it.
    let source = try readText(path)
    var options = options
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    options.importPaths.append(parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : ".")
    var name = parts.last.map(String.init) ?? path
    if name.hasSuffix(".dsp") { name.removeLast(4) }
    try self.init(Program(name: name, source: source, options: options), fileID, line)
  }

  private convenience init(_ program: Program, _ fileID: StaticString, _ line: UInt) throws(FaustError) {
    let options = program.options
    try options.check()
    guard !program.source.utf8.contains(0), !program.name.utf8.contains(0) else {
      throw .compilation(CompileError(message: "there is a null character in the program '\(program.name)'", name: ""))
    }
    try self.init(options.backend, program, fileID, line) { () throws(FaustError) in try program.compile() }
  }

  /// Takes what `create` gets out of libfaust's cache.
  init(
    _ backend: Backend, _ program: Program?, _ fileID: StaticString, _ line: UInt,
    create: () throws(FaustError) -> Made
  ) throws(FaustError) {
    FaustLibrary.ready()
    self.backend = backend
    self.program = program
    var remarks = ""
    var warnings: [String]?
    let kind = program.map { "Faust factory '\($0.name)'" } ?? "Faust factory"
    let handle = try faultsAsFaustErrors {
      try FactoryCache.of(backend).acquire(kind, fileID: fileID, line: line) {
        let made = try create()
        remarks = made.message
        warnings = made.warnings
        return made.factory
      }
    }
    self.handle = handle
    facts = try faultsAsFaustErrors { try handle.use { FactoryDescription(backend, $0) } }
    while remarks.last?.isNewline == true { remarks.removeLast() }
    self.remarks = remarks
    knownWarnings = warnings
    guard backend == .llvm || !facts.hasSoundfiles else {
      throw .unsupported(backend: backend, what: "play a soundfile; use the LLVM back end")
    }
  }

  /// The name that the program gives itself, else the one that it was compiled under.
  public var name: String { facts.name }

  /// What libfaust knows the factory by.
  public var shaKey: String { facts.shaKey }

  /// The options as libfaust writes them, with all that it added.
  public var compileOptions: String { facts.compileOptions }

  public var precision: Precision { facts.precision }

  /// Whether the same buffers may be input and output.
  public var allowsInPlace: Bool { facts.allowsInPlace }

  /// How it ended; nil while it can be used.
  public var end: HandleEnd? { handle.end }

  /// What it is called in errors and in the live list.
  public var identity: HandleIdentity { handle.identity }

  /// How many `DSPFactory` objects stand for the same native factory, this one included.
  public var sharedCount: Int { FactoryCache.of(backend).handleCount(of: handle) }

  /// Ends the factory now, its instances first. Waits for calls under way; twice is fine.
  public func close(fileID: StaticString = #fileID, line: UInt = #line) throws(FaustError) {
    try faultsAsFaustErrors { try handle.close(fileID: fileID, line: line) }
  }
}

extension DSPFactory: CustomStringConvertible {
  public var description: String { handle.description }
}
