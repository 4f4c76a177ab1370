import CFaust

/// A compiled program as text, to be kept and made into a factory again without compiling.
public struct SavedProgram: Sendable, Equatable {
  public enum Format: String, Sendable, CaseIterable, CustomStringConvertible {
    /// The interpreter's own text.
    case interpreterBitcode = "interpreter bitcode"
    /// LLVM's bitcode, in base64.
    case llvmBitcode = "LLVM bitcode"
    /// LLVM's intermediate language as text.
    case llvmIR = "LLVM IR"
    /// Code for one kind of machine, in base64. Loading it means running it: it must come from a place that is trusted.
    case machineCode = "machine code"

    public var backend: Backend { self == .interpreterBitcode ? .interpreter : .llvm }
    public var description: String { rawValue }
  }

  public let format: Format
  public let text: String

  public init(_ text: String, format: Format) {
    self.text = text
    self.format = format
  }

  public init(contentsOf path: String, format: Format) throws(FaustError) {
    self.init(try readText(path), format: format)
  }

  public func write(to path: String) throws(FaustError) {
    try writeBytes(Array(text.utf8), to: path)
  }

  /// libfaust follows damaged programs into the void, so what can be seen from outside is seen to first.
  func check() throws(FaustError) {
    let fault: String? =
      switch format {
      case .interpreterBitcode: InterpreterBitcode.fault(in: text)
      case .machineCode: MachineCode.fault(in: text)
      case .llvmBitcode, .llvmIR: text.allSatisfy(\.isWhitespace) ? "it is empty" : nil
      }
    if let fault { throw .damagedProgram(format, reason: fault) }
    if text.utf8.contains(0) { throw .damagedProgram(format, reason: "there is a null character in it") }
  }
}

extension DSPFactory {
  /// Makes a factory from a saved program.
  ///
  /// `optimization` says how hard LLVM tries once more, for its bitcode and IR, and `target` what its code is
  /// for, as `triple:processor`; nil is this machine.
  public convenience init(
    _ saved: SavedProgram, optimization: Int? = nil, target: String? = nil, fileID: StaticString = #fileID,
    line: UInt = #line
  ) throws(FaustError) {
    let options = CompileOptions(backend: saved.format.backend, optimization: optimization, target: target)
    try options.check()
    if optimization != nil, saved.format == .machineCode {
      throw .unsupported(backend: .llvm, what: "optimise machine code")
    }
    try saved.check()
    try self.init(saved.format.backend, nil, fileID, line) { () throws(FaustError) in
      let (factory, message) = withMessage { message -> UnsafeMutableRawPointer? in
        let target = options.target ?? ""
        let level = options.nativeOptimization
        return switch saved.format {
        case .interpreterBitcode: .init(readCInterpreterDSPFactoryFromBitcode(saved.text, message))
        case .llvmBitcode: .init(readCDSPFactoryFromBitcode(saved.text, target, message, level))
        case .llvmIR: .init(readCDSPFactoryFromIR(saved.text, target, message, level))
        case .machineCode: cfaust_read_machine_code(saved.text, target, message)
        }
      }
      guard let factory else {
        throw .damagedProgram(saved.format, reason: CompileError(message: message, name: "\(saved.format)").message)
      }
      return Made(factory: factory, message: message)
    }
  }

  /// The program in a form that can be kept.
  ///
  /// `target` says what machine code is for; nil is this machine.
  public func save(as format: SavedProgram.Format, target: String? = nil) throws(FaustError) -> SavedProgram {
    guard format.backend == backend else { throw .unsupported(backend: backend, what: "save \(format)") }
    if target != nil, format != .machineCode {
      throw .unsupported(backend: backend, what: "save \(format) for another machine")
    }
    let text = try faultsAsFaustErrors {
      try handle.use { factory -> String? in
        let llvm = factory.assumingMemoryBound(to: llvm_dsp_factory.self)
        return switch format {
        case .interpreterBitcode:
          takeString(cfaust_write_bitcode(backend.native, factory)).map(InterpreterBitcode.sealed)
        case .llvmBitcode: takeString(cfaust_write_bitcode(backend.native, factory))
        case .llvmIR: takeString(writeCDSPFactoryToIR(llvm))
        case .machineCode: takeString(writeCDSPFactoryToMachine(llvm, target ?? ""))
        }
      }
    }
    guard let text, !text.isEmpty else { throw .unsupported(backend: backend, what: "save this program as \(format)") }
    return SavedProgram(text, format: format)
  }

  /// Writes an object file for a linker. It cannot be loaded again: it is for code at low addresses.
  public func writeObject(to path: String, target: String? = nil) throws(FaustError) {
    guard backend == .llvm else { throw .unsupported(backend: backend, what: "write object files") }
    let isWritten = try faultsAsFaustErrors {
      try handle.use { factory in
        writeCDSPFactoryToObjectcodeFile(
          factory.assumingMemoryBound(to: llvm_dsp_factory.self), path, target ?? "")
      }
    }
    guard isWritten else { throw .unwritableFile(path: path, reason: systemReason()) }
  }
}
