import CFaust

extension DSPFactory {
  /// A program's text and all that goes with it.
  struct Program: Sendable {
    let name: String
    let source: String
    let options: CompileOptions
  }
}

extension DSPFactory.Program {
  func compile() throws(FaustError) -> DSPFactory.Made {
    try checkForeignNames()
    let options = self.options
    let (factory, message, warnings) = FaustLibrary.compiler.withLock { _ -> (Address?, String, [String]?) in
      // What is there already is not compiled again, and then the warnings are those of another program.
      let keys = options.backend == .llvm ? Set(DSPFactory.cachedKeys(.llvm)) : []
      let (factory, message) = withMessage { message in
        withArguments(options.commandLine) { count, arguments in
          cfaust_compile(
            options.backend.native, name, source, count, arguments, options.target ?? "", options.nativeOptimization,
            message)
        }
      }
      guard options.backend == .llvm, let factory else { return (factory.map(Address.init), message, nil) }
      let native = factory.assumingMemoryBound(to: llvm_dsp_factory.self)
      let isNew = !keys.contains(takeString(getCSHAKey(native)) ?? "")
      return (Address(factory), message, isNew ? takeStrings(getCWarningMessages(native)) : nil)
    }
    guard let factory else { throw .compilation(CompileError(message: message, name: name)) }
    return DSPFactory.Made(factory: factory.pointer, message: message, warnings: warnings)
  }

  /// The program with all that it imports put in, and what is not used left out.
  func expanded() throws(FaustError) -> ExpandedProgram {
    FaustLibrary.ready()
    let (text, message) = FaustLibrary.compiler.withLock { _ in
      var key = [CChar](repeating: 0, count: 65)
      return withMessage { message in
        withArguments(options.commandLine) { count, arguments in
          takeString(
            UnsafeMutablePointer(mutating: expandCDSPFromString(name, source, count, arguments, &key, message)))
        }
      }
    }
    guard let text else { throw .compilation(CompileError(message: message, name: name)) }
    return ExpandedProgram(text: text)
  }

  /// The name of a pointer on its way out of a lock.
  private struct Address: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer
    init(_ pointer: UnsafeMutableRawPointer) { self.pointer = pointer }
  }
}
