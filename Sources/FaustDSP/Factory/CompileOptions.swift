/// How a program is to be compiled.
public struct CompileOptions: Sendable, Equatable {
  public var backend: Backend
  public var precision: Precision
  /// Whether the same buffers may be input and output. It costs a little, so it is off at first.
  public var allowsInPlace: Bool
  /// Where `import` and `library` look, before libfaust's own places.
  public var importPaths: [String]
  /// How hard LLVM tries, from 0 to 4; nil is as hard as it can. The interpreter has no such choice.
  public var optimization: Int?
  /// What LLVM compiles for, as `triple:processor`; nil is this machine.
  public var target: String?
  /// Further arguments of the Faust compiler, as on its command line.
  public var arguments: [String]

  public init(
    backend: Backend = .interpreter, precision: Precision = .single, allowsInPlace: Bool = false,
    importPaths: [String] = [], optimization: Int? = nil, target: String? = nil, arguments: [String] = []
  ) {
    self.backend = backend
    self.precision = precision
    self.allowsInPlace = allowsInPlace
    self.importPaths = importPaths
    self.optimization = optimization
    self.target = target
    self.arguments = arguments
  }

  /// What libfaust is given.
  var commandLine: [String] {
    var line = precision == .double ? ["-double"] : []
    if allowsInPlace { line.append("-inpl") }
    for path in importPaths { line += ["-I", path] }
    // Without it there are no warnings to ask for. It changes nothing else.
    if backend == .llvm { line.append("-wall") }
    return line + arguments
  }

  func check() throws(FaustError) {
    if let optimization {
      guard backend == .llvm else { throw .unsupported(backend: backend, what: "be told an optimisation level") }
      guard (0...4).contains(optimization) else {
        throw .unsupported(backend: backend, what: "optimise at level \(optimization); the levels are 0 to 4")
      }
    }
    if target != nil, backend != .llvm { throw .unsupported(backend: backend, what: "compile for another machine") }
    for argument in commandLine where argument.utf8.contains(0) {
      throw .unsupported(backend: backend, what: "take an argument with a null character in it")
    }
  }

  /// LLVM's level in libfaust's numbers.
  var nativeOptimization: Int32 { Int32(optimization ?? -1) }
}
